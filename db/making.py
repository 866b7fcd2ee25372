"""Whether opening a desk may make it. Light to import: every command names it."""

import enum


class Making(enum.Enum):
    """A desk that vanished is never made again by itself; what was there may still come back."""

    NEVER = "never"  # commands, and whoever joins a desk that runs
    WHERE_NONE_WAS = "where none was"  # the first run in a new folder, and the first import
    ALWAYS = "always"  # somebody asked for a new desk
