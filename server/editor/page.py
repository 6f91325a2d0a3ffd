"""The query page: a form that works without script, and the data for the editor."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files

from server.counts.editions import in_edition
from server.counts.facets import EDITION, facet_named
from server.editor.examples import GROUPS, Example, find_example, load_examples
from server.http.language import Language
from server.http.plain_page import visible
from server.http.texts import text_of
from server.rdf.formats import Format, Shape, formats_for
from server.rdf.prefixes import common_prefixes
from server.site.links import query_page
from server.site.site import Frame, Site

_EXAMPLE = "entries-by-prefecture"
_BUNDLE = "static/bundle/query.js"


@dataclass(frozen=True, slots=True)
class ExampleGroup:
    """The examples of a question."""

    title: str
    examples: Sequence[Example]


@dataclass(frozen=True, slots=True)
class EditionHint:
    """How to restrict an example to one edition: the added pattern, and the new query."""

    pattern: str
    edition: str
    href: str


@dataclass(frozen=True, slots=True)
class Editor:
    """The content of the page; `settings` are for the script; `bundle`: the script exists.

    `hint` is set if the example returns answers of several editions.
    """

    query: str
    example: Example | None
    groups: Sequence[ExampleGroup]
    formats: Sequence[Format]
    settings: Mapping[str, object]
    bundle: bool
    hint: EditionHint | None = None


def build_editor(
    site: Site, language: Language, query: str, slug: str, held_to: str = ""
) -> Editor:
    """Return the page with a query text, else with the example `slug`, else with the first one.

    An example is restricted to the edition `held_to` if that is one of the editions.
    """
    base = site.addresses.base
    example = None if query else find_example(slug) or find_example(_EXAMPLE)
    shown = example.query(language, base).rstrip() if example else query
    edition = held_to if example and site.editions.named(held_to) else ""
    shown = in_edition(shown, base, edition)
    return Editor(
        query=visible(shown),
        example=example if slug else None,
        groups=example_groups(site, language),
        formats=_formats(),
        settings=_settings(site, language, example if slug else None),
        bundle=(files("server") / _BUNDLE).is_file(),
        hint=edition_hint(site, language, shown) if example and not edition else None,
    )


def edition_hint(site: Site, language: Language, query: str) -> EditionHint | None:
    """Return how to restrict a query to the latest edition; None if that does not change it."""
    base, latest = site.addresses.base, site.editions.default
    held = in_edition(query, base, latest)
    if held == query:
        return None
    return EditionHint(
        f"?entry dg:edition <{base}{facet_named(EDITION).prefix}{latest}>",
        site.edition_name(language, latest),
        site.addresses.url(f"{language}/query", query=held),
    )


def editor_frame(site: Site, language: Language, parameters: Mapping[str, str]) -> Frame:
    """Return the frame of the page; the link to the other language keeps the query."""
    return Frame(
        language,
        "query",
        site.text(language, "editor.title"),
        site.text(language, "editor.lead"),
        crumbs=[site.home(language)],
        # Search engines should index only the plain page, not every query.
        robots="noindex, follow" if parameters else "",
        parameters=tuple(parameters.items()),
    )


def example_groups(site: Site, language: Language) -> list[ExampleGroup]:
    """Return the examples by question."""
    return [
        ExampleGroup(
            site.text(language, f"examples.{group}"),
            [example for example in load_examples() if example.group == group],
        )
        for group in GROUPS
    ]


def build_example_list(site: Site, language: Language) -> str:
    """Return the page of all examples."""
    frame = Frame(
        language,
        "examples",
        site.text(language, "examples.title"),
        site.text(language, "examples.lead", count=len(load_examples())),
        crumbs=[site.home(language), query_page(site, language)],
    )
    base = site.addresses.base
    queries = {example.slug: example.query(language, base) for example in load_examples()}
    groups = example_groups(site, language)
    hints = {slug: edition_hint(site, language, query) for slug, query in queries.items()}
    return site.render("examples.html", frame, groups=groups, queries=queries, hints=hints)


def _formats() -> list[Format]:
    """Return every format once, the page first."""
    found = {item.name: item for shape in (Shape.ROWS, Shape.GRAPH) for item in formats_for(shape)}
    return sorted(found.values(), key=lambda item: item.name != "html")


def _settings(site: Site, language: Language, example: Example | None) -> dict[str, object]:
    url = site.addresses.url
    words = {
        key.removeprefix("editor."): texts[language]
        for key, texts in site.messages.texts.items()
        if key.startswith("editor.")
    }
    # The script fills in the values, as the server does without it.
    words |= {
        name: text_of(f"page.{name}", term="{term}", near="{near}").in_language(language)
        for name in ("unknown_term", "unknown_term_near")
    }
    return {
        "language": language,
        "base": site.addresses.base,
        "pages": url(f"{language}/"),
        "endpoint": url("sparql"),
        "terms": url("terms.json"),
        "prefixes": common_prefixes(site.addresses.base),
        "example": example.slug if example else "",
        "chart": list(example.chart) if example else [],
        "formats": {
            shape.value: [[item.name, item.label, item.extension] for item in formats_for(shape)]
            for shape in (Shape.ROWS, Shape.GRAPH)
        },
        "words": words,
    }
