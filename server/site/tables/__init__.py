"""Lists as tables: their queries, their cells, and the figures that their numbers are."""
