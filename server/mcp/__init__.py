"""Tools for programs that reason: every answer carries the words, or the rule, that it rests on."""
