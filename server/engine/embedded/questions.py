"""The server's own questions, answered by the dataset in this process."""

from collections.abc import Sequence

import pyoxigraph as ox

from server.engine.dataset import Dataset, Pattern, Row
from server.engine.loading import Identity
from server.engine.port import Question

_LABEL = ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#label")


class LocalQuestions:
    """Answers many questions at once; here each costs what it costs alone."""

    def __init__(self, dataset: Dataset) -> None:
        """Answer from a dataset."""
        self._dataset = dataset

    @property
    def identity(self) -> Identity:
        """Return what the dataset is called."""
        return self._dataset.identity

    def rows(self, questions: Sequence[Question]) -> list[list[Row]]:
        """Return the solutions of each SELECT."""
        return [self._dataset.rows(one.sparql, one.bindings) for one in questions]

    def construct(self, questions: Sequence[Question]) -> list[list[ox.Triple]]:
        """Return the triples of each CONSTRUCT or DESCRIBE."""
        return [self._dataset.construct(one.sparql, one.bindings) for one in questions]

    def ask(self, questions: Sequence[Question]) -> list[bool]:
        """Return the truth of each ASK."""
        return [self._dataset.ask(one.sparql, one.bindings) for one in questions]

    def quads(self, patterns: Sequence[Pattern]) -> list[list[ox.Quad]]:
        """Return the quads that match each pattern."""
        return [self._dataset.quads(pattern) for pattern in patterns]

    def labels(self, iris: Sequence[str]) -> list[dict[str, str]]:
        """Return the labels of each resource: language tag → text."""
        return [self._labels(iri) for iri in iris]

    def _labels(self, iri: str) -> dict[str, str]:
        quads = self._dataset.quads(Pattern(ox.NamedNode(iri), _LABEL))
        terms = (quad.object for quad in quads)
        return {term.language or "": term.value for term in terms if isinstance(term, ox.Literal)}
