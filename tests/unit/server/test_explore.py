"""Views by facets: what the index counts is what the SPARQL of the same state finds."""
