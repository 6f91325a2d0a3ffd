"""Tables without ruling lines: finds columns and rows by words and gaps."""
