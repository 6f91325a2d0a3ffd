"""Draws figures as SVG. Pure: counts and names → text."""
