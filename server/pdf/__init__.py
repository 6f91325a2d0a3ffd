"""The sheet of a prefecture as PDF: two A4 pages, typeset by Typst with an embedded font."""
