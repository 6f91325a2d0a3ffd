"""The query page: a form that works without script, the editor, examples and terms."""
