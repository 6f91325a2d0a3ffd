"""Entries by facets: the state of a view, its SPARQL, an index that counts, its page and JSON."""
