"""Replaces the output folder as a whole, if it only contains an earlier dataset."""
