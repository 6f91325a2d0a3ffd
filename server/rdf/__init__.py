"""RDF formats, prefixes, and the addresses of IRIs."""
