"""Pages for people: every resource, list and figure of the dataset as HTML, in two languages."""
