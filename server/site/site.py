"""The site: dataset, addresses, texts and templates, which every page needs."""

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
from server.site.embedding import HEIGHT, WIDTH, SharedPage, frame_code
from server.site.page_cache import PageCache
from server.site.statements.labels import Labels
from server.site.statements.statements import Statements
from server.site.survey import ServedSurvey, ShownSurvey, date_of, surveys_of
from server.site.tables.cells import Cell, Reader
from server.site.tables.counted import address_of
from server.site.tables.table import TableMaker
from server.site.templating import load_templates
from server.site.texts import Messages, load_messages

# All pages of the dataset in both languages take 60 MiB; the frequently requested ones far less.
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
# The items that exist for any RDF dataset.
_FOOTER_OF_OTHERS = ("graphs",)


@dataclass(frozen=True, slots=True)
class Download:
    """A download: address, media type, name, and a note (size, triples)."""

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
    """The content of a page's frame; `path` is the path of the page below `/{language}/`.

    `table` is the fragment of a large table for a skip link. `card`: the page has its own preview
    picture. `embed` is scheme and host of the site if the figure may be embedded, else "".
    `edition` is that of the page if there are several; without it, `surveys` are cited.
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
    surveys: Sequence[str] = ()
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
    # The date of the dataset's version, "" if unknown.
    date: str = ""
    surveys: Sequence[ServedSurvey] = ()
    editions: Editions = field(default_factory=Editions)
    cache: PageCache = field(default_factory=lambda: PageCache(CACHE_BYTES))

    @classmethod
    def of(cls, dataset: Dataset, public_url: str = "", limit: int = CACHE_BYTES) -> "Site":
        """Return the site of a dataset; `public_url` is its public address.

        At most `limit` bytes of rendered pages are cached.
        """
        messages = load_messages()
        addresses = Addresses(dataset.identity.base, public_url)
        labels = Labels(dataset, messages)
        return cls(
            *(dataset, addresses, messages, labels, load_templates()),
            announcement_of(dataset),
            date_of(dataset),
            surveys_of(dataset),
            editions_of(dataset),
            PageCache(limit),
        )

    @property
    def statements(self) -> Statements:
        """Return the reader of statements."""
        return Statements(self.dataset)

    def reader(self, language: Language) -> Reader:
        """Return the reader that makes cells from terms in a language."""
        prefixes = common_prefixes(self.dataset.identity.base)
        return Reader(self.addresses, self.labels, language, prefixes)

    def tables(self, language: Language, edition: str = "") -> TableMaker:
        """Return the table maker for a language and an edition (default: the latest)."""
        own = edition or self.editions.default
        return TableMaker(self.dataset, self.messages, self.reader(language), own)

    @property
    def whole(self) -> View:
        """Return the view of all answers of the latest edition."""
        return self.editions.whole

    def text(self, language: Language, key: str, **values: object) -> str:
        """Return a text of the interface; other datasets replace those on the survey."""
        other = f"others.{key}"
        if self.about.is_survey or self.messages.find(language, other) is None:
            return self.messages.text(language, key, **values)
        title = self.about.title(language) or self.messages.text(language, "others.untitled")
        return self.messages.text(language, other, **{"title": title, **values})

    def render(self, template: str, frame: Frame, **context: object) -> str:
        """Render a page; `context` are the values for its template besides the frame."""
        ways = EditionWays(
            self.addresses, self.editions, frame.language, frame.path, frame.parameters
        )
        own = self.editions.parameters(frame.edition)
        chosen = self.editions.without_latest(frame.parameters)
        page = SharedPage(
            *(self.addresses, frame.language, frame.path, chosen, own), is_whole=not frame.card
        )
        return self.templates.get_template(template).render(
            frame=frame,
            t=lambda key, **values: self.text(frame.language, key, **values),
            url=self.addresses.url,
            url_of=self.addresses.url_of,
            page_url=lambda iri: self.addresses.page(iri, frame.language),
            shared=page,
            menu=self.menu(frame),
            editions=ways.to_editions(frame.edition, self.text(frame.language, "edition.all")),
            changes_url=ways.to_changes(frame.edition),
            footer_menu=self.footer_menu(frame.language),
            origin=self.addresses.origin,
            own_edition=dict(own),
            embed_code=self._embed_code(frame),
            count_url=lambda key: address_of(self.addresses, frame.language, key),
            survey=self._survey(frame),
            edition=self.dataset.identity.version,
            year=self.date[:4],
            is_survey=self.about.is_survey,
            licences=self.about.licences,
            dataset_iri=self.addresses.iri("id/dataset/digigov"),
            # Links for other sites use the base, as all citations do.
            example_iri=lambda slug: self.addresses.iri(f"examples/{slug}"),
            query_iri=lambda query: self.addresses.iri(f"query?{urlencode({'query': query})}"),
            **context,
        )

    def _embed_code(self, frame: Frame) -> str:
        if not frame.embed:
            return ""
        address = self.addresses.url_of(f"embed/{frame.language}/{frame.path}", frame.parameters)
        return frame_code(frame.embed + address, frame.title, WIDTH, HEIGHT)

    def _survey(self, frame: Frame) -> ShownSurvey:
        language, editions = frame.language, [frame.edition] if frame.edition else frame.surveys
        return ShownSurvey(self.period(language, *editions), self.source(language, *editions))

    def described(self, language: Language, numbers: str, text: str) -> str:
        """Return a description of a page that begins with its numbers, if it has any."""
        both = {"numbers": numbers, "text": text}
        return self.text(language, "share.numbers", **both) if numbers else text

    def period(self, language: Language, *editions: str) -> str:
        """Return when the surveys of editions, or all of them, were made; empty if not known."""
        named = {self.addresses.iri(f"id/source/{edition}") for edition in editions}
        own = [one for one in self.surveys if one.source in named] or self.surveys
        periods = [survey.period(self.messages, language) for survey in own]
        separator = self.text(language, "resource.separator")
        return separator.join(dict.fromkeys(filter(None, periods)))

    def edition_name(self, language: Language, edition: str) -> str:
        """Return the name of an edition, or that of all editions; "" if there is only one."""
        if not (edition and self.editions.are_several):
            return ""
        named = self.editions.named(edition)
        return named.label(language) if named else self.text(language, "edition.all")

    def home(self, language: Language) -> Cell:
        """Return the link to the start page, with which every breadcrumb trail begins."""
        return Cell(self.text(language, "frame.home"), self.addresses.url(f"{language}/"))

    def source(self, language: Language, *editions: str) -> str:
        """Return the text that cites the source of figures, with the period in the data."""
        period = self.period(language, *editions)
        key = "frame.source" if period else "frame.source_undated"
        return self.text(language, key, period=period)

    def menu(self, frame: Frame) -> list[MenuItem]:
        """Return the items of the menu."""
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

    def footer_menu(self, language: Language) -> list[MenuItem]:
        """Return the items of the footer's menu."""
        return [
            MenuItem(self.addresses.url(f"{language}/{path}"), self.text(language, f"menu.{key}"))
            for key, path in _FOOTER
            if self.about.is_survey or key in _FOOTER_OF_OTHERS
        ]
