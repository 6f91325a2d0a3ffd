"""Lists as tables: their queries, their cells, and the figures of their numbers."""
