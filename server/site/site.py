"""What every page needs: the dataset, the addresses, the messages and the templates."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode

import jinja2

from server.counts.view import View
from server.engine import Dataset
from server.http.language import Language
from server.rdf.addresses import Addresses
from server.rdf.prefixes import common_prefixes
from server.site.announcement import Announcement, announcement_of
from server.site.edition_ways import EditionWays
from server.site.editions import Editions, editions_of
from server.site.embedding import frame_code
from server.site.page_cache import PageCache
from server.site.statements.labels import Labels
from server.site.statements.statements import Statements
from server.site.survey import ServedSurvey, ShownSurvey, date_of, surveys_of
from server.site.tables.cells import Cell, Reader
from server.site.tables.counted import address_of
from server.site.tables.table import TableMaker
from server.site.templating import load_templates
from server.site.texts import Messages, load_messages

# Rendered pages of the whole dataset in both languages take some 60 MiB; the busy ones far less.
CACHE_BYTES = 64 << 20

_TOOLS = ("findings", "explore", "compare")
_MENU = ("prefectures", "technologies", "procedures", "systems", "posts", "organisations")
_MENU_PATHS = {"procedures": "list/procedure-types"}
_FOOTER = (
    ("survey", "about/survey"),
    ("entries", "list/entries-1"),
    ("ontology", "ontology"),
    ("dictionary", "dictionary"),
    ("graphs", "list/graphs"),
    ("examples", "examples"),
    ("downloads", "download"),
    ("assessment", "about/assessment"),
)
# Of these, what is there of any RDF.
_FOOTER_OF_OTHERS = ("graphs",)


@dataclass(frozen=True, slots=True)
class Download:
    """A file to take away: its address, media type, name and a note (size, triples)."""

    href: str
    media_type: str
    text: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class MenuItem:
    """An entry of a menu."""

    href: str
    text: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class Frame:
    """What the frame of a page shows; `path` is the page's below `/{language}/`.

    `table` is the fragment of a large table to which a reader can skip. `card` says that the page
    has a picture of its own for links to it. `embed` is scheme and host of the site where others
    may frame its figure, else empty. `edition` is the edition of which it tells, where there are
    several; `survey` the one whose survey it names where it offers no other.
    """

    language: Language
    path: str
    title: str
    summary: str
    crumbs: Sequence[Cell] = ()
    alternates: Sequence[Download] = ()
    robots: str = ""
    parameters: tuple[tuple[str, str], ...] = ()
    table: str = ""
    card: bool = False
    embed: str = ""
    survey: str = ""
    edition: str = ""


@dataclass(frozen=True, slots=True)
class Site:
    """The pages of one dataset at one address."""

    dataset: Dataset
    addresses: Addresses
    messages: Messages
    labels: Labels
    templates: jinja2.Environment
    about: Announcement
    surveys: Sequence[ServedSurvey] = ()
    editions: Editions = field(default_factory=Editions)
    cache: PageCache = field(default_factory=lambda: PageCache(CACHE_BYTES))

    @classmethod
    def of(cls, dataset: Dataset, public_url: str = "", limit: int = CACHE_BYTES) -> "Site":
        """Return the site of a dataset; `public_url` is where the outside world finds it.

        At most `limit` bytes of rendered pages are kept.
        """
        messages = load_messages()
        addresses = Addresses(dataset.identity.base, public_url)
        labels = Labels(dataset, messages)
        return cls(
            *(dataset, addresses, messages, labels, load_templates()),
            announcement_of(dataset),
            surveys_of(dataset),
            editions_of(dataset),
            PageCache(limit),
        )

    @property
    def statements(self) -> Statements:
        """Return the reader of statements."""
        return Statements(self.dataset)

    def reader(self, language: Language) -> Reader:
        """Return what turns terms into cells in a language."""
        prefixes = common_prefixes(self.dataset.identity.base)
        return Reader(self.addresses, self.labels, language, prefixes)

    def tables(self, language: Language, edition: str = "") -> TableMaker:
        """Return the maker of tables in a language, of the latest edition if none is given."""
        own = edition or self.editions.default
        return TableMaker(self.dataset, self.messages, self.reader(language), own)

    @property
    def whole(self) -> View:
        """Return the view of all answers of the latest edition."""
        return self.editions.whole

    def text(self, language: Language, key: str, **values: object) -> str:
        """Return a message of the interface; one on the survey has another for data of others."""
        other = f"others.{key}"
        if self.about.is_survey or self.messages.find(language, other) is None:
            return self.messages.text(language, key, **values)
        untitled = self.messages.text(language, "others.untitled")
        title = self.about.title(language) or untitled
        return self.messages.text(language, other, **{"title": title, **values})

    def render(self, template: str, frame: Frame, **context: object) -> str:
        """Return a page; `context` is what its template needs beside the frame."""
        ways = EditionWays(
            self.addresses, self.editions, frame.language, frame.path, frame.parameters
        )
        return self.templates.get_template(template).render(
            frame=frame,
            t=lambda key, **values: self.text(frame.language, key, **values),
            url=self.addresses.url,
            url_of=self.addresses.url_of,
            page_url=lambda iri: self.addresses.page(iri, frame.language),
            frame_url=lambda code: self._frame_url(frame, Language(code)),
            menu=self._menu(frame),
            editions=ways.to_editions(frame.edition, self.text(frame.language, "edition.all")),
            changes_url=ways.to_changes(frame.edition),
            footer_menu=self._footer_menu(frame.language),
            card=self._card(frame),
            absolute=self.addresses.absolute,
            embed_code=self._embed_code(frame),
            count_url=lambda key: address_of(self.addresses, frame.language, key),
            survey=ShownSurvey(
                self.period(frame.language, frame.edition or frame.survey),
                self.source(frame.language, frame.edition or frame.survey),
            ),
            edition=self.dataset.identity.version,
            is_survey=self.about.is_survey,
            licences=self.about.licences,
            dataset_iri=self.addresses.iri("id/dataset/digigov"),
            # An address that is read elsewhere: below the base, like all that is cited.
            example_iri=lambda slug: self.addresses.iri(f"examples/{slug}"),
            query_iri=lambda query: self.addresses.iri(f"query?{urlencode({'query': query})}"),
            **context,
        )

    @property
    def date(self) -> str:
        """Return the date of the dataset's version; empty where it is not known."""
        return date_of(self.dataset)

    def _embed_code(self, frame: Frame) -> str:
        if not frame.embed:
            return ""
        address = self.addresses.url_of(f"embed/{frame.language}/{frame.path}", frame.parameters)
        return frame_code(frame.embed + address, frame.title, 640, 480)

    def _card(self, frame: Frame) -> str:
        own = f"/{frame.path}" if frame.card and frame.path else ""
        return self.addresses.absolute(f"{frame.language}/card{own}.png")

    def period(self, language: Language, edition: str = "") -> str:
        """Return when the survey of an edition, or all of them, were made; empty if not known."""
        named = self.addresses.iri(f"id/source/{edition}")
        own = [one for one in self.surveys if one.source == named] or self.surveys
        periods = [survey.period(self.messages, language) for survey in own]
        separator = self.text(language, "resource.separator")
        return separator.join(dict.fromkeys(filter(None, periods)))

    def edition_name(self, language: Language, edition: str) -> str:
        """Return what an edition is called, or all of them; empty where there is one alone."""
        if not (edition and self.editions.are_several):
            return ""
        named = self.editions.named(edition)
        return named.label(language) if named else self.text(language, "edition.all")

    def source(self, language: Language, edition: str = "") -> str:
        """Return the line that names the source of figures, with the time that the data states."""
        period = self.period(language, edition)
        if not period:
            return self.text(language, "frame.source_undated")
        return self.text(language, "frame.source", period=period)

    def _frame_url(self, frame: Frame, language: Language) -> str:
        return self.addresses.url_of(f"{language}/{frame.path}", frame.parameters)

    def _menu(self, frame: Frame) -> list[MenuItem]:
        query = self._item(frame, "query", "query", f"{frame.language}/query")
        if not self.about.is_survey:
            return [query]
        paths = [(key, _MENU_PATHS.get(key, f"list/{key}")) for key in _MENU]
        tools = [self._item(frame, key, key, f"{frame.language}/{key}") for key in _TOOLS]
        own = [self._item(frame, key, path, f"{frame.language}/{path}") for key, path in paths]
        return [*tools, *own, query, self._item(frame, "downloads", "download", "download")]

    def _item(self, frame: Frame, key: str, path: str, target: str) -> MenuItem:
        text = self.text(frame.language, f"menu.{key}")
        return MenuItem(self.addresses.url(target), text, current=frame.path == path)

    def _footer_menu(self, language: Language) -> list[MenuItem]:
        return [
            MenuItem(self.addresses.url(f"{language}/{path}"), self.text(language, f"menu.{key}"))
            for key, path in _FOOTER
            if self.about.is_survey or key in _FOOTER_OF_OTHERS
        ]
