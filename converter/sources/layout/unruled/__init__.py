"""Tables whose cells are not separated by lines: columns and rows from words and gaps."""
