"""Quads → the files of a dataset folder, replaced as a whole or not at all."""
