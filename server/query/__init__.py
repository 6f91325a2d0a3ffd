"""The text of a SPARQL query, before anything evaluates it. Pure."""
