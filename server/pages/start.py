"""The start page: what this is, how much there is, and where to go."""

from collections.abc import Sequence
from dataclasses import dataclass

from server.http.language import Language
from server.pages.entry import StatedText, build_entry, categories_in
from server.site.cells import Cell
from server.site.list_queries import prologue
from server.site.site import Frame, Site
from server.site.statements import iri_of
from server.site.table import number
from server.site.tiles import Counted, Tile, tiles

_COUNTS = """PREFIX dg: <{base}ontology#>
PREFIX oa: <http://www.w3.org/ns/oa#>
SELECT ?what (COUNT(DISTINCT ?x) AS ?count) WHERE {{
  {{ VALUES (?what ?class) {{ ("entries" dg:Entry) ("procedures" dg:Procedure)
    ("systems" dg:SharedSystem) ("annotations" oa:Annotation) }} ?x a ?class }}
  UNION {{ VALUES (?what ?kind) {{ ("posts" dg:PostEntry) ("organisations" dg:OrganisationEntry) }}
    ?entry a ?kind ; dg:describes ?x }}
  UNION {{ BIND("prefectures" AS ?what) ?entry dg:reportedBy ?x }}
  UNION {{ BIND("technologies" AS ?what) ?thing dg:usesTechnology|dg:concernsTechnology ?x }}
}} GROUP BY ?what"""
_TRIPLES = "SELECT (COUNT(*) AS ?count) WHERE { ?s ?p ?o }"
_PREFECTURES = """PREFIX dg: <{base}ontology#>
SELECT ?prefecture (COUNT(DISTINCT ?entry) AS ?count) WHERE {{ ?entry dg:reportedBy ?prefecture }}
GROUP BY ?prefecture ORDER BY ?prefecture"""
_SPECIMEN = """PREFIX dg: <{base}ontology#>
PREFIX oa: <http://www.w3.org/ns/oa#>
SELECT ?entry ?prefecture WHERE {{
  ?target oa:hasSource ?entry ; dg:onProperty dg:statedDescription .
  ?annotation oa:hasTarget ?target ; oa:hasBody ?found .
  ?entry a dg:ProcedureEntry ; dg:statedName ?name ; dg:statedDescription ?text ;
    dg:reportedBy ?prefecture .
  FILTER(STRLEN(?text) > 60 && STRLEN(?text) < 140 && STRLEN(?name) < 25)
}} GROUP BY ?entry ?prefecture ORDER BY DESC(COUNT(DISTINCT ?found)) ?entry LIMIT 1"""
EXAMPLE = """SELECT ?technology ?label (COUNT(DISTINCT ?prefecture) AS ?prefectures) WHERE {
  ?procedure dg:usesTechnology ?technology ; dg:operatedBy ?prefecture .
  ?technology rdfs:label ?label FILTER(LANG(?label) = "$lang")
}
GROUP BY ?technology ?label
ORDER BY DESC(?prefectures)"""
# What people ask for: a technology, a word of procedures, both together, whose.
_SEARCHES = {
    Language.JA: ("チャットボット", "税", "AI-OCR 申請書", "広島県"),
    Language.EN: ("chatbot", "taxation", "minutes", "Hiroshima"),
}
# For data that is not of the survey.
_ANY_EXAMPLE = """SELECT ?class (COUNT(DISTINCT ?thing) AS ?things) WHERE { ?thing a ?class }
GROUP BY ?class
ORDER BY DESC(?things)
LIMIT 100"""
_FIGURES = (
    ("entries", "list/entries-1"),
    ("prefectures", "list/prefectures"),
    ("procedures", "list/procedures"),
    ("systems", "list/systems"),
    ("posts", "list/posts"),
    ("organisations", "list/organisations"),
    ("technologies", "list/technologies"),
    ("annotations", "ontology"),
)
_WAYS = (
    ("explore", "explore"),
    ("compare", "compare"),
    ("query", "query"),
    ("prefectures", "list/prefectures"),
    ("technologies", "list/technologies"),
    ("procedures", "list/procedure-types"),
    ("systems", "list/systems"),
    ("posts", "list/posts"),
    ("organisations", "list/organisations"),
)


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with what it counts and where that is listed."""

    value: str
    what: str
    href: str


@dataclass(frozen=True, slots=True)
class Specimen:
    """An entry as an example of what the dataset holds."""

    entry: Cell
    prefecture: Cell
    name: str
    text: StatedText

    @property
    def categories(self) -> list[str]:
        """Return the categories of its marks."""
        return categories_in([self.text])


@dataclass(frozen=True, slots=True)
class Start:
    """What the start page shows."""

    figures: Sequence[Figure]
    tiles: Sequence[Tile]
    specimen: Specimen | None
    query: str
    endpoint: str
    ways: Sequence[Figure]
    searches: Sequence[str]
    entries: str
    triples: str


def build_start(site: Site, language: Language) -> Start:
    """Return what the start page shows in a language."""
    rows = site.dataset.rows(_COUNTS.format(base=site.addresses.base))
    counts = {site.reader(language).cell(row["what"]).text: number(row["count"]) for row in rows}
    triples = number(site.dataset.rows(_TRIPLES)[0]["count"])
    places = [
        (key, counts.get(key, 0), site.addresses.url(f"{language}/{path}"))
        for key, path in _FIGURES
    ]
    places.append(("triples", triples, site.addresses.url(f"{language}/list/graphs")))
    is_survey = site.about.is_survey
    example = EXAMPLE.replace("$lang", language) if is_survey else _ANY_EXAMPLE
    return Start(
        figures=[
            Figure(f"{value:,}", site.text(language, f"figure.{key}"), href)
            for key, value, href in places
            if is_survey or value
        ],
        tiles=tiles(_prefectures(site, language)) if is_survey else (),
        specimen=_specimen(site, language),
        query=prologue(example, site.addresses.base) + example,
        endpoint=site.addresses.absolute("sparql"),
        ways=[
            Figure(
                site.text(language, f"start.way_{key}"),
                site.text(language, f"menu.{key}"),
                site.addresses.url(f"{language}/{path}"),
            )
            for key, path in _WAYS
            if is_survey or key == "query"
        ],
        searches=_SEARCHES[language] if is_survey else (),
        entries=f"{counts.get('entries', 0):,}",
        triples=f"{triples:,}",
    )


def start_frame(site: Site, start: Start, language: Language) -> Frame:
    """Return the frame of the start page."""
    summary = site.text(language, "start.lead", entries=start.entries, triples=start.triples)
    return Frame(
        language,
        "",
        f"{site.text(language, 'site.name')} – {site.text(language, 'site.tagline')}",
        summary,
    )


def _prefectures(site: Site, language: Language) -> list[Counted]:
    reader = site.reader(language)
    rows = site.dataset.rows(_PREFECTURES.format(base=site.addresses.base))
    found = []
    for row in rows:
        cell = reader.cell(row["prefecture"])
        code = iri_of(row["prefecture"]).rpartition("/")[2]
        found.append(Counted(code, cell.text, cell.href, number(row["count"])))
    return found


def _specimen(site: Site, language: Language) -> Specimen | None:
    rows = site.dataset.rows(_SPECIMEN.format(base=site.addresses.base))
    if not rows:
        return None
    entry = build_entry(site, iri_of(rows[0]["entry"]), language)
    description = (
        f"{site.addresses.page(site.addresses.iri('ontology#statedDescription'), language)}"
    )
    text = next(item for item in entry.texts if item.column.href == description)
    reader = site.reader(language)
    return Specimen(
        reader.cell(rows[0]["entry"]), reader.cell(rows[0]["prefecture"]), entry.name, text
    )
