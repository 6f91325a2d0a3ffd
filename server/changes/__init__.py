"""What changed between two editions: what is new, gone, moved to another status, reworded."""
