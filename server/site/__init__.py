"""What every HTML page is made of: frame, texts, labels, cells, tables, statements, responses."""
