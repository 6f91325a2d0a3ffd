"""The parts of every HTML page: frame, texts, labels, cells, tables, statements, responses."""
