"""The store and all that queries it: the only place that knows Oxigraph.

`Dataset` answers our own fixed queries in this process; `Engine` answers users' queries in worker
processes that can be killed.
"""
