"""`/sparql`: the SPARQL 1.1 Protocol, and descriptions of the endpoint."""
