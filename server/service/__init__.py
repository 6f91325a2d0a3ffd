"""The served version of the dataset, everything that answers from it, and its replacement."""
