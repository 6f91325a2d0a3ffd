"""The version of the dataset that is served, all that answers from it, and its replacement."""
