"""Views by facets: the index counts as the SPARQL query of the same state does."""
