"""Bounds on what clients can make the server keep: a quota with a part a client, a cache."""
