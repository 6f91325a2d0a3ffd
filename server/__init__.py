"""Serves the files that the converter wrote: SPARQL, linked data with pages, downloads."""
