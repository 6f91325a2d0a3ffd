"""Bytes of a document → what stands on its pages, with positions."""
