"""Bytes of a document → the lines, cells and glyphs of its pages, with positions."""
