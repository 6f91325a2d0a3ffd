"""The page of changes between editions, as figures and tables."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import pyoxigraph as ox

from server.changes.compared import ComparedThing, compared, moved, things_query
from server.counts.definition import Count
from server.counts.facets import EDITION
from server.counts.view import View
from server.http.language import Language
from server.site.editions import ServedEdition
from server.site.links import sheets_at
from server.site.site import Download, Frame, Site
from server.site.tables.cells import Cell
from server.site.tables.counted import counted
from server.site.tables.table import ListColumn, Table
from server.site.values import in_words

# Maximum rows of each table on the page; the figure links to all of them.
_MOST = 50


@dataclass(frozen=True, slots=True)
class EditionChanges:
    """The changes of a view from one edition to the next.

    `figures` are the numbers of the page with their units, `tables` their rows, and `every` is a
    table of all rows.
    """

    earlier: ServedEdition
    later: ServedEdition
    of: str
    figures: Sequence[tuple[str, Cell]]
    tables: Sequence[Table]
    every: Table
    files: Sequence[Download]


@dataclass(frozen=True, slots=True)
class _Change:
    """A change of a thing: kind, figure, earlier and present value."""

    kind: str
    key: str
    thing: ComparedThing
    before: Cell
    now: Cell


@dataclass(frozen=True, slots=True)
class _Comparison:
    """Builds the comparison: `then` and `now` are the same view of two editions."""

    site: Site
    language: Language
    then: View
    now: View

    def changes(self) -> list[_Change]:
        base = self.site.addresses.base
        queries = [things_query(view, self.language, base) for view in (self.now, self.then)]
        self.site.dataset.read(queries=queries)
        later, earlier = (compared(self.site.dataset.rows(query)) for query in queries)
        named = (ox.NamedNode(iri) for one in (*later, *earlier) for iri in (*one.now, *one.before))
        self.site.reader(self.language).read(named)
        return [*self._new(later), *self._gone(earlier), *self._moved(later), *self._said(later)]

    def _new(self, things: Sequence[ComparedThing]) -> Iterator[_Change]:
        for one in things:
            if one.is_new:
                yield _Change("new", self.now.key("new"), one, Cell(""), self._status(one.now))

    def _gone(self, things: Sequence[ComparedThing]) -> Iterator[_Change]:
        for one in things:
            if one.is_gone:
                yield _Change("gone", self.then.key("gone"), one, self._status(one.now), Cell(""))

    def _moved(self, things: Sequence[ComparedThing]) -> Iterator[_Change]:
        base = self.site.addresses.base
        for (before, now), several in moved(things).items():
            given = [("now", now.removeprefix(base)), ("before", before.removeprefix(base))]
            key = Count("moved", self.now, given).key
            for one in several:
                yield _Change("moved", key, one, self._named(before), self._named(now))

    def _said(self, things: Sequence[ComparedThing]) -> Iterator[_Change]:
        for one in things:
            if one.is_reworded:
                before, now = (Cell(" / ".join(x)) for x in (one.earlier_texts, one.texts))
                yield _Change("reworded", self.now.key("reworded"), one, before, now)

    def _status(self, statuses: Sequence[str] | dict[str, None]) -> Cell:
        names = [self._named(iri).text for iri in statuses]
        return Cell(self.site.text(self.language, "resource.separator").join(names))

    def _named(self, iri: str) -> Cell:
        return self.site.reader(self.language).link(iri)

    def figure(self, key: str, changes: Sequence[_Change]) -> tuple[str, Cell]:
        """Return the number of changes with its label: "moved: in trial → introduced"."""
        first = changes[0]
        words = self.site.text(self.language, f"changes.{first.kind}")
        if first.kind == "moved":
            moves = {"before": first.before.text, "now": first.now.text}
            words = self.site.text(self.language, "changes.moved_between", **moves)
        addresses = self.site.addresses
        return words, counted(addresses, self.language, key, len(changes))

    def table(self, kind: str, changes: Sequence[_Change], figures: Sequence[Cell]) -> Table:
        """Return changes of a kind as a table."""
        names = {"new": ("now",), "gone": ("before",)}.get(kind, ("before", "now"))
        columns = ("thing", "prefecture", *(["change"] if kind == "all" else []), *names)
        texts = kind == "reworded"
        return Table(
            name=f"changes-{kind}",
            title=self.site.text(self.language, f"changes.title_{kind}"),
            columns=[
                ListColumn(name, self._column(name, texts=texts), number=False) for name in columns
            ],
            rows=[self._row(one, columns) for one in changes],
            total=len(changes),
            query=things_query(
                self.then if kind == "gone" else self.now, self.language, self.site.addresses.base
            ),
            counted=figures,
        )

    def _column(self, name: str, *, texts: bool) -> str:
        if name in {"thing", "prefecture"}:
            return self.site.text(self.language, f"column.{name}")
        return self.site.text(self.language, f"changes.column_{name}{'_text' if texts else ''}")

    def _row(self, one: _Change, columns: Sequence[str]) -> list[Cell]:
        reader, row = self.site.reader(self.language), one.thing.row
        cells = {
            "thing": reader.cell(row["thing"], row.get("thingLabel")),
            "prefecture": reader.cell(row["prefecture"], row.get("prefectureLabel")),
            "change": Cell(self.site.text(self.language, f"changes.{one.kind}")),
            "before": one.before,
            "now": one.now,
        }
        return [cells[name] for name in columns]


def build_changes(site: Site, view: View, language: Language) -> EditionChanges | None:
    """Return the changes of a view; None if its edition is the first."""
    later = site.editions.named(view.edition) or site.editions.named(site.editions.default)
    if later is not None and not site.editions.before(later.slug):
        later = site.editions.named(site.editions.default)
    earlier = site.editions.before(later.slug) if later else None
    if later is None or earlier is None:
        return None
    now, then = (view.having(**{EDITION: one.slug}) for one in (later, earlier))
    comparison = _Comparison(site, language, then, now)
    changes = comparison.changes()
    figures = [comparison.figure(key, own) for key, own in _by_key(changes).items()]
    tables = list(_tables(comparison, changes))
    narrowed = replace(view, chosen={k: v for k, v in view.chosen.items() if k != EDITION})
    return EditionChanges(
        earlier=earlier,
        later=later,
        of=in_words(site, narrowed, language),
        figures=[(words, _to_table(cell, tables)) for words, cell in figures],
        tables=tables,
        every=comparison.table("all", changes, ()),
        files=sheets_at(site.addresses, f"{language}/changes", now.parameters()),
    )


def _to_table(figure: Cell, tables: Sequence[Table]) -> Cell:
    """Return a figure with a link to the table of the page that has just its rows, if any."""
    whole = (one for one in tables if figure in one.counted and one.total == len(one.rows))
    found = next(whole, None)
    return replace(figure, href=f"#{found.name}") if found else figure


def _by_key(changes: Sequence[_Change]) -> dict[str, list[_Change]]:
    found: dict[str, list[_Change]] = {}
    for one in changes:
        found.setdefault(one.key, []).append(one)
    return found


def _tables(comparison: _Comparison, changes: Sequence[_Change]) -> Iterator[Table]:
    for kind in ("moved", "new", "gone", "reworded"):
        own = [one for one in changes if one.kind == kind]
        figures = [comparison.figure(key, some)[1] for key, some in _by_key(own).items()]
        if own:
            table = comparison.table(kind, own[:_MOST], figures if len(figures) == 1 else ())
            more = figures[0].href if len(own) > _MOST and len(figures) == 1 else ""
            yield replace(table, total=len(own), more=more)


def nothing_before_frame(site: Site, language: Language) -> Frame:
    """Return the frame of the page for a single edition, which says why nothing is compared."""
    separator = site.text(language, "resource.separator")
    names = separator.join(one.label(language) for one in site.editions.every)
    return Frame(
        language,
        "changes",
        site.text(language, "changes.nothing_before"),
        site.text(language, "changes.nothing_before_lead", editions=names) if names else "",
        crumbs=[site.home(language)],
        robots="noindex, follow",
    )


def changes_frame(site: Site, changes: EditionChanges, view: View, language: Language) -> Frame:
    """Return the frame of the page."""
    editions = {
        "earlier": changes.earlier.label(language),
        "later": changes.later.label(language),
    }
    title = site.text(language, "changes.title", **editions)
    if changes.of:
        title = site.text(language, "explore.titled", title=title, names=changes.of)
    said = [f"{words} {cell.text}" for words, cell in changes.figures]
    shown = view.having(**{EDITION: changes.later.slug})
    return Frame(
        language,
        "changes",
        title,
        site.text(language, "resource.separator").join(said) or site.text(language, "changes.none"),
        crumbs=[site.home(language)],
        robots="noindex, follow" if view.is_narrowed else "",
        parameters=tuple(shown.parameters()),
    )
