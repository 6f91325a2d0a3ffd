"""Turns the survey into a validated knowledge graph, written as files."""
