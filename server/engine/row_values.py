"""What rows hold, as plain values: texts and integers of terms."""

import pyoxigraph as ox

from server.engine.dataset import Row, Term


def term_text(term: Term | None) -> str:
    """Return an IRI or a literal's lexical form; "" where no term is bound, others as written."""
    if term is None:
        return ""
    return term.value if isinstance(term, ox.NamedNode | ox.Literal) else str(term)


def text_in(row: Row, name: str) -> str:
    """Return the text of the term that a variable is bound to; "" where it is unbound."""
    return term_text(row.get(name))


def number_of(term: Term | None) -> int:
    """Return the integer that a literal stands for; 0 where no literal is bound."""
    return int(term.value) if isinstance(term, ox.Literal) else 0
