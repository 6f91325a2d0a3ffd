"""HTML pages of every resource, list and figure of the dataset, in two languages."""
