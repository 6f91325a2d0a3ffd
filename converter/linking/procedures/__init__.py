"""Procedures (table ①): labels and types."""
