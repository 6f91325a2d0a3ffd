"""Sharing: preview pictures of links, figures to embed with oEmbed, and citations."""
