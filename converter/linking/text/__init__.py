"""Words in stated texts: folding, matching, quoting, and names of bodies. Pure."""
