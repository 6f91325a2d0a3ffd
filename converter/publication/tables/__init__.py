"""The CSV tables with their descriptions (CSVW)."""
