"""Search for people and for programs: `/search` and `/api/search`."""
