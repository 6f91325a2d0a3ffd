"""The editions of the survey in the dataset, and the default one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from server.counts.facets import EDITION, EVERY, facet_named
from server.counts.view import View
from server.engine import Dataset, Row
from server.engine.row_values import text_in
from server.http.language import Language
from server.site.embedding import Pairs
from server.site.parameters import value_is_none_of
from server.site.tables.list_queries import list_query


@dataclass(frozen=True, slots=True)
class ServedEdition:
    """An edition: slug, names, and the slug of the previous one ("" for the first)."""

    slug: str
    labels: Mapping[Language, str]
    earlier: str = ""

    def label(self, language: Language) -> str:
        """Return the name in a language."""
        return self.labels.get(language) or next(iter(self.labels.values()), self.slug)


@dataclass(frozen=True, slots=True)
class Editions:
    """All editions, the earliest first. A single edition is not offered as a choice."""

    every: Sequence[ServedEdition] = ()

    @property
    def are_several(self) -> bool:
        """Return whether there is a choice."""
        return len(self.every) > 1

    @property
    def default(self) -> str:
        """Return the slug of the latest edition, "" if there is no choice."""
        return self.every[-1].slug if self.are_several else ""

    @property
    def whole(self) -> View:
        """Return the view of all answers of the latest edition."""
        return self.view(self.default)

    def view(self, slug: str) -> View:
        """Return the view of all answers of an edition, or of all editions for ""."""
        return View({EDITION: (slug,)}) if slug else View()

    def one(self, slug: str) -> str:
        """Return an edition; the latest if all are chosen."""
        return self.default if slug == EVERY else slug

    def parameters(self, slug: str) -> tuple[tuple[str, str], ...]:
        """Return the parameters of an address for an edition; none for the latest."""
        return () if slug in {"", self.default} else ((EDITION, slug),)

    def without_latest(self, parameters: Pairs) -> tuple[tuple[str, str], ...]:
        """Return the parameters of a page without the latest edition, which need not be named."""
        return tuple(pair for pair in parameters if pair != (EDITION, self.default))

    def suffix(self, slug: str) -> str:
        """Return these parameters as text, "" for the latest."""
        return "".join(f"?{name}={value}" for name, value in self.parameters(slug))

    def named(self, slug: str) -> ServedEdition | None:
        """Return the edition with a slug."""
        return next((one for one in self.every if one.slug == slug), None)

    def before(self, slug: str) -> ServedEdition | None:
        """Return the edition before one."""
        one = self.named(slug)
        return self.named(one.earlier) if one else None

    def requested(self, slug: str) -> str:
        """Return the requested edition, the latest if none is; "" if there is no choice.

        Raises:
            HttpError: 400 if the dataset has editions, but none with this slug.
        """
        if self.every and slug and slug != EVERY and not self.named(slug):
            known = [*(one.slug for one in self.every), EVERY]
            raise value_is_none_of(EDITION, slug, ", ".join(known))
        return slug if slug and self.are_several else self.default


def editions_of(dataset: Dataset) -> Editions:
    """Return the editions of a dataset in their order."""
    base = dataset.identity.base
    start = base + facet_named(EDITION).prefix
    rows = [row for row in dataset.rows(list_query("editions").text(base, Language.JA)) if row]
    found = {
        slug: ServedEdition(slug, _labels(row), text_in(row, "earlier").removeprefix(start))
        for row in rows
        if (slug := text_in(row, "edition").removeprefix(start))
    }
    return Editions(sorted(found.values(), key=lambda one: _sort_key(one, found)))


def _sort_key(edition: ServedEdition, known: Mapping[str, ServedEdition]) -> tuple[int, str]:
    """Return the number of editions before one; stops at a cycle."""
    before: list[str] = []
    while edition.earlier in known and edition.earlier not in before:
        before.append(edition.earlier)
        edition = known[edition.earlier]
    return len(before), edition.slug


def _labels(row: Row) -> Mapping[Language, str]:
    names = {Language.JA: text_in(row, "ja"), Language.EN: text_in(row, "en")}
    return {language: name for language, name in names.items() if name}
