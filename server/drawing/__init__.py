"""Figures as SVG, drawn on the server: pure, from counts and names to text."""
