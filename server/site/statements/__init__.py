"""What the dataset says of a resource: statements, annotations, labels."""
