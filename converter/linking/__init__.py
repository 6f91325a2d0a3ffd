"""Records → findings: things, technologies and bodies, each with evidence. Pure."""
