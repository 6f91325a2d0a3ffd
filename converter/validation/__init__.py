"""The graph against its SHACL shapes."""
