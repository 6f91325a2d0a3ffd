"""What programs can ask: the description of the interfaces, `/openapi.json` (OpenAPI 3.1)."""
