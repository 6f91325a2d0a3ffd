"""Entries by facets: the state of a view, its SPARQL, the counting index, its page and JSON."""
