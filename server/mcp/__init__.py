"""Tools for AI assistants: every answer has its evidence (words, a rule, reference data)."""
