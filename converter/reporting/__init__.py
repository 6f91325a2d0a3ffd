"""Reports for people: data quality and the data dictionary."""
