"""Tables to take away: lists, views and figures as CSV and as workbooks."""
