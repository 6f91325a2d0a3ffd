"""What there is to take away: files, their page, and how they are found and cited."""
