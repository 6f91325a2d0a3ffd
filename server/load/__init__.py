"""The command `digigov-load`: loads a dataset into a database over SPARQL protocols.

https://www.w3.org/TR/sparql11-http-rdf-update/
"""
