"""What a conversion reports for people: data quality and the data dictionary."""
