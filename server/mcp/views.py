"""Makes views of entries from facets and values as written by a client."""

import difflib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from server.counts.definition import Count
from server.counts.facets import FACETS, SILENT, Facet
from server.counts.grouping import across, by
from server.counts.view import View
from server.facets.index import Catalogue
from server.facets.state import SORTS
from server.http.language import Language
from server.mcp.answers import Chosen, ValueCount
from server.mcp.knowledge import Context, ToolError, count_of
from server.mcp.values import Named
from server.search.folding import fold
from server.site.tables.counted import address_of

ANSWERS = "answers"
_NEAREST = 5
_CUTOFF = 0.4


@dataclass(frozen=True, slots=True)
class Views:
    """Views in one context."""

    context: Context

    @property
    def base(self) -> str:
        """Return the base of the dataset's IRIs."""
        return self.context.knowledge.base

    @property
    def catalogue(self) -> Catalogue:
        """Return the index of entries by facets.

        Raises:
            ToolError: The dataset is not that of the survey.
        """
        if not self.context.is_survey:
            raise ToolError(self.context.text("error.no_survey"))
        return self.context.knowledge.catalogue.get()

    def facet(self, name: str) -> Facet:
        """Return a facet.

        Raises:
            ToolError: There is no facet of this name.
        """
        for facet in FACETS:
            if facet.name == name:
                return facet
        names = ", ".join(facet.name for facet in FACETS)
        raise ToolError(self.context.text("error.facet", name=name[:100], names=names))

    def view(self, where: Mapping[str, Sequence[str]]) -> View:
        """Return the view for values by facet.

        Raises:
            ToolError: A facet or a value is unknown; the text has similar ones.
        """
        chosen = {
            name: tuple(sorted({self.slug(self.facet(name), value) for value in given}))
            for name, given in where.items()
        }
        own = {name: slugs for name, slugs in chosen.items() if slugs}
        # A source document determines the edition.
        whole = View() if "source" in own else self.context.knowledge.site.whole
        return View({**whole.chosen, **own})

    def slug(self, facet: Facet, text: str) -> str:
        """Return the slug of a value given as slug, IRI or label.

        Raises:
            ToolError: No value of the facet has this slug or label.
        """
        known = self.catalogue.values[facet.name]
        start = self.catalogue.base + facet.prefix
        written = text.removeprefix(start)
        if written in known:
            return written
        labels = self._labels(facet, known)
        if found := labels.get(fold(text).strip()):
            return found
        iri = self.context.knowledge.names.known(text) or ""
        if iri.removeprefix(start) in known and iri.startswith(start):
            return iri.removeprefix(start)
        raise ToolError(self._unknown(facet, text, sorted({*labels, *known})))

    def _labels(self, facet: Facet, known: Mapping[str, object]) -> dict[str, str]:
        labels = self.context.knowledge.site.labels
        start = self.catalogue.base + facet.prefix
        found: dict[str, str] = {}
        for slug in known:
            for language in Language:
                label = labels.label(start + slug, language)
                if label:
                    found.setdefault(fold(label.text).strip(), slug)
        return found

    def _unknown(self, facet: Facet, text: str, names: Sequence[str]) -> str:
        near = difflib.get_close_matches(fold(text[:60]), names, _NEAREST, _CUTOFF)
        shown = ", ".join(near) or ", ".join(sorted(self.catalogue.values[facet.name])[:20])
        return self.context.text("error.value", facet=facet.name, value=text[:100], names=shown)

    def chosen(self, view: View) -> list[Chosen]:
        """Return the choices of a view."""
        return [
            Chosen(facet.name, slug, self._named(facet, slug))
            for facet in FACETS
            for slug in view.of(facet.name)
        ]

    def _named(self, facet: Facet, slug: str) -> Named:
        if slug == SILENT:
            text = self.context.knowledge.site.text(self.context.language, "count.not-named")
            return Named("", text, "")
        return self.context.named(self.iri(facet, slug))

    def iri(self, facet: Facet, slug: str) -> str:
        """Return the IRI of a value."""
        return self.context.knowledge.base + facet.prefix + slug

    def entries(self, view: View) -> int:
        """Return the entries of a view as a bit set."""
        return self.catalogue.selected(view)

    def iris(self, entries: int) -> Iterator[str]:
        """Yield the IRIs of entries in printed order."""
        for position in self.catalogue.orders[SORTS[0]]:
            if entries >> position & 1:
                yield self.catalogue.rows[Language.JA][position]["entry"].value  # type: ignore[union-attr] # an entry is an IRI

    def with_value(self, facet: Facet, slug: str) -> int:
        """Return the entries with a value as a bit set."""
        value = self.catalogue.values[facet.name].get(slug)
        return value.entries if value else 0

    def narrower(self, facet: Facet, slug: str) -> frozenset[str]:
        """Return the IRIs of a value and its narrower values."""
        iri = self.iri(facet, slug)
        found = {iri}
        values = self.catalogue.values[facet.name].values()
        for _ in values:
            below = {self.iri(facet, item.slug) for item in values if item.broader in found}
            if below <= found:
                break
            found |= below
        return frozenset(found)

    def groups(self, view: View, facet: Facet) -> list[ValueCount]:
        """Return the counts of a view by the values of a facet."""
        found = self.entries(view)
        counted = [
            (slug, (value.entries & found).bit_count())
            for slug, value in self.catalogue.values[facet.name].items()
        ]
        ordered = sorted(counted, key=lambda item: (-item[1], item[0]))
        return [
            self._group(view, facet, slug, count)
            for slug, count in ordered
            if count and slug != SILENT
        ]

    def _group(self, view: View, facet: Facet, slug: str, count: int) -> ValueCount:
        thing = self._named(facet, slug)
        return ValueCount(slug, thing, count, self.address(self.having(view, facet, slug)))

    @staticmethod
    def having(view: View, facet: Facet, slug: str) -> View:
        """Return a view with one chosen value in a facet."""
        return view.having(**{facet.name: slug})

    def address(self, view: View, unit: str = ANSWERS) -> str:
        """Return the address of the list of what is counted."""
        addresses = self.context.knowledge.site.addresses
        return self.context.absolute(address_of(addresses, self.context.language, view.key(unit)))

    def number(self, view: View, unit: str) -> int:
        """Return the number of a unit in a view."""
        rows = self.context.knowledge.dataset.rows(Count(unit, view).counting(self.base))
        return count_of(rows[0])

    def listing(self, view: View, unit: str) -> str:
        """Return the query whose rows are counted."""
        return Count(unit, view).listing(self.base)

    def grouping(self, view: View, facet: Facet) -> str:
        """Return the query that counts the answers of a view by a facet."""
        return by(view, facet, self.context.language, self.base)

    def crossing(self, view: View, rows: Facet, columns: Facet) -> str:
        """Return the query that counts the answers of a view by two facets."""
        return across(view, (rows, columns), self.context.language, self.base)
