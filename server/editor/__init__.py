"""The query page: a form that works by itself, its editor, the examples and the terms."""
