"""What stands on the pages → one record an entry. Pure: no input or output."""
