"""Content of PDF pages → rows of the survey's tables. Pure: no input or output."""
