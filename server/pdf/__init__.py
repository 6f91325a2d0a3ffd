"""The sheet of a prefecture as PDF: two pages of A4, set by Typst with its font in the file."""
