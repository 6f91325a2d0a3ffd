"""Adds to the rows of a query the statements that connect their values."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import pyoxigraph as ox

from server.engine import Term
from server.mcp.facts import Facts, values
from server.mcp.knowledge import Context
from server.mcp.values import Basis, Fact, ResultCell, ResultRow
from server.site.statements.statements import iri_of

# Maximum rows with statements, and statements for each row.
MOST_EVIDENCED = 50
_MOST_FACTS = 12
_BROADER = "http://www.w3.org/2004/02/skos/core#broader"

Binding = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Rows:
    """Reads the rows of one answer; `named` are the IRIs in the query."""

    context: Context
    named: frozenset[str]

    def read(self, bindings: Sequence[Binding]) -> list[ResultRow]:
        """Return the rows; only the first ones have statements."""
        first = [self._row(binding) for binding in bindings[:MOST_EVIDENCED]]
        return first + [self._bare(binding) for binding in bindings[MOST_EVIDENCED:]]

    def _row(self, binding: Binding) -> ResultRow:
        facts = list(self._facts(binding))[:_MOST_FACTS]
        order = list(Basis)
        basis = min((fact.basis for fact in facts), key=order.index, default=Basis.COMPUTED)
        return ResultRow(
            cells=self._cells(binding),
            entries=self._entries(binding),
            basis=basis,
            note=self.context.text(f"row.{basis.name.lower()}"),
            facts=facts,
        )

    def _bare(self, binding: Binding) -> ResultRow:
        cells, entries = self._cells(binding), self._entries(binding)
        return ResultRow(cells, entries, Basis.NOT_READ, self.context.text("row.not_read"))

    def _facts(self, binding: Binding) -> Iterator[Fact]:
        """Yield statements about things of the row with a value in the row or the query."""
        terms = {_term(cell) for cell in binding.values()}
        terms |= {ox.NamedNode(iri) for iri in self.named}
        for subject in dict.fromkeys(self._subjects(binding)):
            others = frozenset(terms - {ox.NamedNode(subject)})
            yield from Facts(self.context).joining(subject, partial(self._is_meant, others))

    def _is_meant(self, others: frozenset[Term], value: Term) -> bool:
        return not others.isdisjoint(self._wider(value))

    def _subjects(self, binding: Binding) -> Iterator[str]:
        """Yield the things of the row, and those that its entries describe."""
        base = self.context.knowledge.base
        for cell in binding.values():
            if cell["type"] == "uri" and cell["value"].startswith(f"{base}id/"):
                yield cell["value"]
        for entry in self._entries(binding):
            things = values(self.context.knowledge.dataset, entry, f"{base}ontology#describes")
            yield from map(iri_of, things)

    def _wider(self, term: Term) -> set[Term]:
        """Return a value and its broader ones: a query for AI also means AI-OCR."""
        found: set[Term] = {term}
        waiting = [term]
        while waiting:
            above = waiting.pop()
            if isinstance(above, ox.NamedNode) and "/concept/" in above.value:
                wider = values(self.context.knowledge.dataset, above.value, _BROADER)
                waiting += [one for one in wider if one not in found]
                found |= set(waiting)
        return found

    def _entries(self, binding: Binding) -> list[str]:
        start = f"{self.context.knowledge.base}id/entry/"
        return [cell["value"] for cell in binding.values() if cell["value"].startswith(start)]

    def _cells(self, binding: Binding) -> dict[str, ResultCell]:
        return {name: self._cell(value) for name, value in binding.items()}

    def _cell(self, value: Mapping[str, str]) -> ResultCell:
        is_iri = value["type"] == "uri"
        return ResultCell(
            value=value["value"],
            type=value["type"],
            label=self.context.named(value["value"]).label if is_iri else "",
            language=value.get("xml:lang", ""),
            datatype=value.get("datatype", ""),
        )


def _term(cell: Mapping[str, str]) -> Term:
    if cell["type"] == "uri":
        return ox.NamedNode(cell["value"])
    if "xml:lang" in cell:
        return ox.Literal(cell["value"], language=cell["xml:lang"])
    datatype = ox.NamedNode(cell["datatype"]) if "datatype" in cell else None
    return ox.Literal(cell["value"], datatype=datatype)
