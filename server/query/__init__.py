"""Analyses the text of a SPARQL query before evaluation. Pure."""
