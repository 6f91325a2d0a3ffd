"""Entries by facets: the state of a view, its SPARQL, and an index that counts in memory."""
