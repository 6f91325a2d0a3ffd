"""Tables as files: lists, views and figures as CSV and as workbooks."""
