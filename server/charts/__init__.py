"""Comparisons: charts drawn on the server, each with its table, its SPARQL and its files."""
