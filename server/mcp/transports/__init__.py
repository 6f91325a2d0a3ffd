"""How programs reach the tools: over HTTP, standard input and output, and as plain JSON."""
