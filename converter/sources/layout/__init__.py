"""What stands on the pages of a PDF → rows of the survey's tables. Pure: no input or output."""
