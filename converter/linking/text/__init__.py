"""Finds words in stated texts: folding, matching, quoting, names of bodies. Pure."""
