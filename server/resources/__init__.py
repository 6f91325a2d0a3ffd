"""Dereferencing: from the IRI of a thing to a document about it, in the format that is asked."""
