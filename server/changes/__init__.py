"""Changes between two editions: new, gone and reworded things, and changes of status."""
