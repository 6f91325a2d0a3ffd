"""Records → findings: things, technologies, bodies, each with its evidence. Pure."""
