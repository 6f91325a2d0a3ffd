"""Shared systems (table ②): types, and who takes part."""
