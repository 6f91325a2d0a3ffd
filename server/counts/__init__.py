"""One definition for each figure, for pages, lists, facets, matrices, maps and files."""
