"""Compares a dataset with an earlier one, and reports the changes."""
