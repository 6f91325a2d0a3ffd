"""Validates the graph with its SHACL shapes."""
