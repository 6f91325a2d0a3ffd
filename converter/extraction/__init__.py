"""Lines of a document → one record for each entry. Pure: no input or output."""
