"""An engine that is reached over HTTP: any SPARQL 1.1 endpoint, one or several replicas."""
