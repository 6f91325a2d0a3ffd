"""The remote engine: any SPARQL 1.1 endpoint over HTTP, with one or several replicas."""
