"""Bounded resources: a quota with a share for each client, and a cache."""
