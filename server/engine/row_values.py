"""Values of terms in rows as texts and integers."""

import pyoxigraph as ox

from server.engine.dataset import Row, Term


def term_text(term: Term | None) -> str:
    """Return an IRI or a literal's lexical form, "" for None, other terms as in N-Triples."""
    if term is None:
        return ""
    return term.value if isinstance(term, ox.NamedNode | ox.Literal) else str(term)


def text_in(row: Row, name: str) -> str:
    """Return the text of a variable's term, "" if it is unbound."""
    return term_text(row.get(name))


def number_of(term: Term | None) -> int:
    """Return the value of an integer literal, 0 for None and other terms."""
    return int(term.value) if isinstance(term, ox.Literal) else 0
