"""Downloads: the files, their page, and data for crawlers and citations."""
