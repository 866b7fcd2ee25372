"""Pure rules: no I/O and no clock. They import the standard library, the model and the errors."""
