"""The data that the tools read: the dataset, its indexes, and texts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from server.engine import Dataset, Engine, Row
from server.engine.installation import version
from server.engine.row_values import text_in
from server.facets.index import Catalogue
from server.http.language import Language
from server.http.texts import load_texts as load_bilingual_texts
from server.mcp.names import Names, names_of
from server.mcp.values import Named, Source
from server.rdf.query_files import read_query
from server.search import Library
from server.site.background import Prepared
from server.site.site import Site
from server.sparql.terms import QueryTerms

Texts = Mapping[str, Mapping[Language, str]]


class ToolError(Exception):
    """A tool cannot answer a call; the text says what is wrong and what is valid."""


@dataclass(frozen=True)
class Knowledge:
    """One version of the dataset with its indexes and engine."""

    site: Site
    engine: Engine
    catalogue: Prepared[Catalogue]
    library: Prepared[Library]

    @property
    def dataset(self) -> Dataset:
        """Return the dataset."""
        return self.site.dataset

    @property
    def base(self) -> str:
        """Return the base of the dataset's IRIs."""
        return self.site.addresses.base

    @cached_property
    def names(self) -> Names:
        """Return the index of names, made on the first look-up."""
        return names_of(self.dataset)

    @cached_property
    def terms(self) -> QueryTerms:
        """Return the terms that a query can name."""
        return QueryTerms(self.dataset)

    def rows(self, name: str, **terms: str) -> Sequence[Row]:
        """Return the rows of a query of `queries/`."""
        return self.dataset.rows(self.query(name, **terms))

    @cached_property
    def _kept(self) -> dict[str, Sequence[Row]]:
        return {}

    def kept_rows(self, name: str, **terms: str) -> Sequence[Row]:
        """Return the cached rows of a query that is slow and has few variants."""
        query = self.query(name, **terms)
        if query not in self._kept:
            self._kept[query] = self.dataset.rows(query)
        return self._kept[query]

    def query(self, name: str, **terms: str) -> str:
        """Return the text of a query of `queries/`, `$name` replaced by its term."""
        return read_query("server.mcp", name, self.base, **terms)


@dataclass(frozen=True, slots=True)
class Context:
    """The context of a call: language, address of the server, and client."""

    knowledge: Knowledge
    language: Language = Language.EN
    origin: str = ""
    client: str = ""

    def text(self, key: str, **values: object) -> str:
        """Return a text of the tools."""
        text = load_texts()[key][self.language]
        return text.format(**values) if values else text

    @property
    def period(self) -> str:
        """Return the period of the surveys as text."""
        return self.knowledge.site.period(self.language)

    def named(self, iri: str) -> Named:
        """Return a resource with its name."""
        label = self.knowledge.site.reader(self.language).link(iri).text
        page = self.knowledge.site.addresses.page(iri, self.language)
        return Named(iri, label, self.absolute(page))

    def absolute(self, address: str) -> str:
        """Return an address with scheme and host, as far as known."""
        if not address.startswith("/"):
            return address
        return (self.knowledge.site.addresses.origin or self.origin.rstrip("/")) + address

    @property
    def is_survey(self) -> bool:
        """Return whether the dataset is that of the survey."""
        return self.knowledge.site.about.is_survey

    def source(self) -> Source:
        """Return the source of all answers."""
        site = self.knowledge.site
        edition = site.dataset.identity.version
        title = site.text(self.language, "site.name")
        software = f"digigov {version()}"
        if not self.is_survey:
            return Source("", title, edition, software, site.about.licences, "", title)
        dataset = site.addresses.iri("id/dataset/digigov")
        return Source(
            dataset=dataset,
            title=title,
            version=edition,
            software=software,
            licence=[*site.about.licences] or [self.text("about.licence")],
            rights=site.text(self.language, "frame.rights"),
            citation=self.text(
                "about.citation", title=title, version=edition, iri=dataset, period=self.period
            ),
        )

    def description(self) -> str:
        """Return a description of the dataset in a few sentences."""
        site = self.knowledge.site
        key = "about.description"
        return (
            self.text(key, period=self.period)
            if self.is_survey
            else site.text(self.language, "site.description")
        )


@lru_cache(maxsize=1)
def load_texts() -> Texts:
    """Return the texts of the tools by key and language."""
    texts = load_bilingual_texts("server.mcp")
    return {key: {Language.JA: text.ja, Language.EN: text.en} for key, text in texts.items()}


def texts_below(context: Context, group: str) -> Sequence[tuple[str, str]]:
    """Return the keys and texts of a group about the survey, in their order."""
    start = f"{group}."
    if not context.is_survey:
        return []
    return [
        (key.removeprefix(start), texts[context.language].replace("{period}", context.period))
        for key, texts in load_texts().items()
        if key.startswith(start)
    ]


def count_of(row: Row) -> int:
    """Return the number in a row."""
    return int(text_in(row, "count") or 0)
