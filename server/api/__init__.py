"""Describes the interfaces for programs: `/openapi.json` (OpenAPI 3.1) and `/llms.txt`."""
