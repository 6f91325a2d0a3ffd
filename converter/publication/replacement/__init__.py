"""Replaces the output folder as a whole, where that may be done."""
