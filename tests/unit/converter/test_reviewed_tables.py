"""The reviewed tables agree with the source: entries, words and concepts exist."""
