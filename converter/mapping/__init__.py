"""Records and findings → quads. Pure."""
