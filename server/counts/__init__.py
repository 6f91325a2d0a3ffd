"""What is counted: one definition a figure, for pages, lists, facets, matrices, maps and files."""
