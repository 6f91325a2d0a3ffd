"""Glyphs of a page: which can be seen, which count as text, and the lines that they make."""
