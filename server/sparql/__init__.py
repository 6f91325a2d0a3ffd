"""`/sparql`: the SPARQL 1.1 Protocol, and what describes the endpoint."""
