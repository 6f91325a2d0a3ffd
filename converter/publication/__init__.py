"""Quads → the files of a dataset folder, which is replaced as a whole or not at all."""
