"""The command `digigov-load`: puts a dataset into a database that speaks SPARQL.

https://www.w3.org/TR/sparql11-http-rdf-update/
"""
