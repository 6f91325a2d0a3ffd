"""The catalogue of a dataset: DCAT 3, VoID and PROV."""
