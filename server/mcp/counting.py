"""Counts and compares entries, with the evidence for each listed entry."""

from collections.abc import Iterable
from itertools import islice

from server.counts.facets import SILENT, Facet
from server.counts.view import View
from server.mcp.answers import Compared, Counted, CountedEntry, PairCount, ValueCount
from server.mcp.arguments import CompareArguments, CountArguments
from server.mcp.facts import Facts, values
from server.mcp.knowledge import Context
from server.mcp.values import Basis, Fact
from server.mcp.views import ANSWERS, Views
from server.site.statements.statements import iri_of


def count(context: Context, arguments: CountArguments) -> Counted:
    """Return the number of answers, prefectures or things of a view.

    Raises:
        ToolError: a facet or a value is unknown.
    """
    views = Views(context)
    view = views.view(arguments.where)
    facet = views.facet(arguments.by) if arguments.by else None
    first = islice(views.iris(views.entries(view)), arguments.entries)
    return Counted(
        what=context.text(f"unit.{arguments.unit}"),
        number=views.number(view, arguments.unit),
        chosen=views.chosen(view),
        list=views.address(view, arguments.unit),
        sparql=views.listing(view, arguments.unit),
        groups=_groups(views, view, facet, arguments.unit) if facet else (),
        none_named=_silent(views, view, facet) if facet else 0,
        groups_sparql=views.grouping(view, facet) if facet else "",
        entries=[counted_entry(context, view, iri) for iri in first],
        note=context.text("note.groups_overlap" if facet else "note.no_census"),
    )


def _groups(views: Views, view: View, facet: Facet, unit: str) -> list[ValueCount]:
    groups = views.groups(view, facet)
    if unit == ANSWERS:
        return groups
    counted = [
        ValueCount(group.value, group.thing, views.number(inner, unit), views.address(inner, unit))
        for group in groups
        for inner in (views.having(view, facet, group.value),)
    ]
    found = [group for group in counted if group.count]
    return sorted(found, key=lambda group: (-group.count, group.value))


def _silent(views: Views, view: View, facet: Facet) -> int:
    """Return the number of answers without a value that could have one."""
    return (views.entries(view) & views.with_value(facet, SILENT)).bit_count()


def counted_entry(context: Context, view: View, iri: str) -> CountedEntry:
    """Return an entry of a view with the statements that select it."""
    facts = Facts(context)
    dg = f"{context.knowledge.base}ontology#"
    own = facts.about(iri)
    name = next((fact.value for fact in own if fact.property.iri == f"{dg}statedName"), "")
    who = next((fact.value_label for fact in own if fact.property.iri == f"{dg}reportedBy"), "")
    return CountedEntry(
        entry=context.named(iri),
        name=name,
        prefecture=who,
        page=facts.page(iri),
        facts=_reasons(context, view, [*own, *_of_others(facts, iri, dg)]),
    )


def _of_others(facts: Facts, entry: str, dg: str) -> list[Fact]:
    """Return statements about the prefecture, the things and the participants of an entry."""
    who, things = (_iris(facts, entry, f"{dg}{name}") for name in ("reportedBy", "describes"))
    shares = [one for thing in things for one in _iris(facts, thing, f"{dg}participation")]
    return [fact for iri in (*who, *things, *shares) for fact in facts.about(iri)]


def _iris(facts: Facts, iri: str, property_: str) -> list[str]:
    return [iri_of(value) for value in values(facts.dataset, iri, property_)]


def _reasons(context: Context, view: View, facts: Iterable[Fact]) -> list[Fact]:
    """Return the statements with a value that the view has chosen."""
    views = Views(context)
    wanted = frozenset[str]().union(
        *(
            views.narrower(views.facet(name), slug)
            for name, slugs in view.chosen.items()
            for slug in slugs
        )
    )
    found = [fact for fact in facts if fact.value in wanted]
    return [fact for fact in found if fact.basis is not Basis.DEFINITION]


def compare(context: Context, arguments: CompareArguments) -> Compared:
    """Return the number of entries for each pair of values of two facets.

    Raises:
        ToolError: a facet or a value is unknown.
    """
    views = Views(context)
    view = views.view(arguments.where)
    rows, columns = views.facet(arguments.rows), views.facet(arguments.columns)
    return Compared(
        what=context.text("unit.answers"),
        chosen=views.chosen(view),
        rows=(by_row := views.groups(view, rows)),
        columns=(by_column := views.groups(view, columns)),
        cells=list(_cells(views, view, (rows, by_row), (columns, by_column))),
        sparql=views.crossing(view, rows, columns),
        note=context.text("note.groups_overlap"),
    )


def _cells(
    views: Views,
    view: View,
    rows: tuple[Facet, list[ValueCount]],
    columns: tuple[Facet, list[ValueCount]],
) -> Iterable[PairCount]:
    found = views.entries(view)
    for row in rows[1]:
        of_row = found & views.with_value(rows[0], row.value)
        for column in columns[1]:
            if number := (of_row & views.with_value(columns[0], column.value)).bit_count():
                inner = views.having(view, rows[0], row.value)
                address = views.address(views.having(inner, columns[0], column.value))
                yield PairCount(row.value, column.value, number, address)
