"""Reads statements, annotations and labels of a resource from the dataset."""
