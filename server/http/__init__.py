"""HTTP: messages, headers, negotiation, conditional requests, problems. No SPARQL, no RDF."""
