"""Dereferencing: from the IRI of a thing to a document about it, in the requested format."""
