"""Measurements, run by hand: `python -m bench.endpoint`, `python bench/convert.py`."""
