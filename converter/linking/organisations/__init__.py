"""Posts and organisations (table ③): units above, members, head counts."""
