"""The screens: one file, one question that a person asks. They ask the engine and never the database."""
