"""Entries by facets, for people and for programs: `/explore` and `/api/explore`."""
