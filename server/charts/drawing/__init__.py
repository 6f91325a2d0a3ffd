"""Shapes to SVG. Pure: from counts and names to text."""
