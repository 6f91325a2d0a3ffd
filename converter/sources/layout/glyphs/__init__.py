"""Glyphs of a page: visibility, characters, and lines of text."""
