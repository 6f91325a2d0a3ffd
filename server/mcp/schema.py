"""The tool schema: used classes, properties and value lists, and common mistakes."""

import pyoxigraph as ox

from server.engine.row_values import text_in
from server.mcp.answers import ListValue, Schema, Trap, Used, ValueList
from server.mcp.arguments import SchemaArguments
from server.mcp.knowledge import Context, count_of, texts_below
from server.mcp.values import Named
from server.search.folding import fold


def schema(context: Context, arguments: SchemaArguments) -> Schema:
    """Return the terms for queries, with the number of uses."""
    wanted = fold(arguments.term).strip()

    def fits(term: Named) -> bool:
        return wanted in fold(f"{term.iri} {term.label}")

    return Schema(
        classes=[item for item in _used(context, "classes") if fits(item.term)],
        properties=[item for item in _used(context, "properties") if fits(item.term)],
        lists=[item for item in _lists(context) if fits(item.scheme)],
        traps=traps_of(context),
    )


def traps_of(context: Context) -> list[Trap]:
    """Return common mistakes in querying the graph, each with a query that shows it."""
    return [
        Trap(key, text, context.knowledge.query(f"trap-{key.replace('_', '-')}"))
        for key, text in texts_below(context, "trap")
    ]


def _used(context: Context, kind: str) -> list[Used]:
    found: dict[str, Used] = {}
    for row in context.knowledge.kept_rows(kind, lang=str(ox.Literal(str(context.language)))):
        iri = text_in(row, "term")
        of = text_in(row, "of").split()
        names = [context.named(item).label for item in of]
        found[iri] = Used(context.named(iri), text_in(row, "definition"), count_of(row), names)
    return [*found.values()]


def _lists(context: Context) -> list[ValueList]:
    found: dict[str, list[ListValue]] = {}
    rows = context.knowledge.kept_rows("lists")
    totals: dict[str, int] = {}
    for row in rows:
        scheme = text_in(row, "scheme")
        totals[scheme] = totals.get(scheme, 0) + count_of(row)
    for row in rows:
        scheme = text_in(row, "scheme")
        number = count_of(row)
        item = ListValue(
            value=context.named(text_in(row, "value")),
            notation=text_in(row, "notation"),
            broader=text_in(row, "broader"),
            count=number,
            share=round(number / totals[scheme], 4) if totals[scheme] else 0.0,
        )
        found.setdefault(scheme, []).append(item)
    return [ValueList(context.named(scheme), items) for scheme, items in found.items()]
