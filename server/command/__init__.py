"""The command `digigov-serve`: arguments, settings from them, listening and signals."""
