"""Pages to share: pictures of links, figures to embed with oEmbed, and citations."""
