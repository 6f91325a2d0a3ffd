"""Shared systems (table ②): types and participants."""
