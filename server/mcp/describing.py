"""The tools about, search, describe and examples."""

from collections.abc import Iterator

from server.counts.facets import FACETS
from server.editor.examples import Example, load_examples
from server.engine.row_values import text_in
from server.mcp.answers import (
    About,
    Examples,
    Figure,
    Found,
    FoundText,
    FoundThing,
    InboundSummary,
    ResourceDescription,
    VerifiedQuery,
)
from server.mcp.arguments import (
    AboutArguments,
    DescribeArguments,
    ExamplesArguments,
    SearchArguments,
)
from server.mcp.facts import HOUSEKEEPING, Facts
from server.mcp.knowledge import Context, ToolError, count_of, load_texts, texts_below
from server.mcp.schema import traps_of
from server.mcp.values import Basis
from server.mcp.verifying import iri_of_name
from server.mcp.views import Views
from server.rdf.prefixes import common_prefixes
from server.search import GROUPS, Hit, QueryTooLongError, SearchRequest, SearchResult, words_of
from server.search.folding import fold

_FIRST = 8
_ENTRIES = "entries"
# Maximum results to filter by facets: all entries.
_ALL = 10_000


def about(context: Context, _arguments: AboutArguments) -> About:
    """Return an introduction to the survey: its content, limits, counts and common mistakes."""
    knowledge = context.knowledge
    editions = knowledge.kept_rows("editions")
    return About(
        description=context.description(),
        not_said=[text for _, text in texts_below(context, "not_said")],
        counts=list(_counts(context)),
        editions=[context.named(text_in(row, "edition")) for row in editions],
        prefixes=common_prefixes(knowledge.base),
        facets=_facets(context),
        traps=traps_of(context),
        how_to_cite=context.source().citation,
    )


def _facets(context: Context) -> dict[str, str]:
    known = FACETS if context.is_survey else ()
    return {facet.name: _facet_text(context, facet.name) for facet in known}


def _facet_text(context: Context, name: str) -> str:
    note = load_texts().get(f"facet.{name}")
    title = context.knowledge.site.text(context.language, f"explore.facet_{name}")
    return note[context.language] if note else title


def _counts(context: Context) -> Iterator[Figure]:
    for row in context.knowledge.kept_rows("class-counts"):
        iri = text_in(row, "class")
        yield Figure(context.named(iri).label, count_of(row))


def search(context: Context, arguments: SearchArguments) -> Found:
    """Return the resources whose texts contain all of the words.

    Raises:
        ToolError: A kind, a facet or a value is unknown, or there are too many words.
    """
    kinds = [group.name for group in GROUPS]
    if arguments.kind and arguments.kind not in kinds:
        raise ToolError(context.text("error.kind", kind=arguments.kind, names=", ".join(kinds)))
    try:
        words = words_of(arguments.words)
    except QueryTooLongError as error:
        raise ToolError(context.text("error.words", limit=error.limit)) from error
    kind = _ENTRIES if arguments.where else arguments.kind
    size = _ALL if arguments.where else arguments.limit
    found = context.knowledge.library.get().search(
        SearchRequest(words, context.language, kind, 1, size)
    )
    within = _within(context, arguments)
    results = [
        FoundThing(group.name, context.named(item.iri), list(_texts(context, item)))
        for group in found.groups
        for item in group.results
        if within is None or item.iri in within
    ]
    totals = {group.name: group.total for group in found.groups}
    if within is not None:
        totals = {_ENTRIES: len(results)}
    return Found(words, totals, results[: arguments.limit])


def _within(context: Context, arguments: SearchArguments) -> frozenset[str] | None:
    if not arguments.where:
        return None
    views = Views(context)
    return frozenset(views.iris(views.entries(views.view(arguments.where))))


def _texts(context: Context, result: SearchResult) -> Iterator[FoundText]:
    for hit in (result.name, *result.hits):
        yield FoundText(
            property=hit.property,
            language=hit.lang,
            text=hit.marked.text,
            hits=list(hit.marked.hits),
            basis=_basis(context, result.iri, hit),
        )


def _basis(context: Context, iri: str, hit: Hit) -> Basis:
    """Return the basis of a text: printed, made by a rule, or reference data."""
    base = context.knowledge.base
    if hit.property.startswith(f"{base}ontology#stated"):
        return Basis.PRINTED
    derived = ("id/entry/", "id/procedure/", "id/system/", "id/post/", "id/organisation/")
    if iri.removeprefix(base).startswith(derived):
        return Basis.RULE
    return Basis.DEFINITION if iri.startswith(f"{base}ontology#") else Basis.REFERENCE


def describe(context: Context, arguments: DescribeArguments) -> ResourceDescription:
    """Return a thing with its facts and the subjects that point to it.

    Raises:
        ToolError: The name is unknown or ambiguous.
    """
    iri = iri_of_name(context, arguments.thing)
    facts = [fact for fact in Facts(context).about(iri) if fact.property.iri not in HOUSEKEEPING]
    inbound = context.knowledge.site.statements.pointing_to(iri)
    return ResourceDescription(
        thing=context.named(iri),
        facts=facts[: arguments.limit],
        left_out=max(0, len(facts) - arguments.limit),
        pointed_to_by=[
            InboundSummary(
                context.named(item.property),
                item.count,
                [context.named(subject) for subject in item.subjects[:_FIRST]],
            )
            for item in inbound
        ],
    )


def examples(context: Context, arguments: ExamplesArguments) -> Examples:
    """Return example queries, the most similar to a question first."""
    ranked = sorted(load_examples(), key=lambda example: -_likeness(example, arguments.question))
    return Examples([_verified(context, example) for example in ranked[: arguments.limit]])


def _likeness(example: Example, question: str) -> int:
    """Return how many of the question's character pairs occur in the example's description."""
    about = fold(" ".join((*example.titles.values(), *example.descriptions.values())))
    text = fold(question)
    return len({text[index : index + 2] for index in range(len(text) - 1)} & _pairs(about))


def _pairs(text: str) -> frozenset[str]:
    return frozenset(text[index : index + 2] for index in range(len(text) - 1))


def _verified(context: Context, example: Example) -> VerifiedQuery:
    site = context.knowledge.site
    page = site.addresses.url(f"{context.language}/examples/{example.slug}")
    return VerifiedQuery(
        name=example.slug,
        title=example.titles[context.language],
        description=example.descriptions[context.language],
        query=example.query(context.language, site.addresses.base),
        rows=example.rows,
        address=context.absolute(page),
    )
