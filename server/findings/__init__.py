"""Findings: questions answered with figure, table, limits and query, in both languages."""
