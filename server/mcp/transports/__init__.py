"""Access to the tools: MCP over HTTP, MCP over standard input and output, and plain JSON."""
