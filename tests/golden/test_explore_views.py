"""A view of the bundled survey agrees with the SPARQL query of the same state."""

from itertools import islice

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.counts.facets import FACETS, SILENT
from server.counts.grouping import by
from server.counts.view import View
from server.engine import LocalDataset, Row
from server.facets.index import Catalogue, catalogue_of
from server.facets.sparql import construct_of, select_of
from server.facets.state import SORTS, State
from server.http.language import Language

STATES = [
    State(),
    State(View({"technology": ("artificial-intelligence", "robotic-process-automation")})),
    State(View({"technology": ("ai-ocr",), "prefecture": ("13", "14", "27")}), "-name"),
    State(View({"type": ("group-taxation",), "status": ("introduced",)}), "status"),
    State(View({"sharing": ("further-joint-use/possible", "joint-use/possible")}), "prefecture"),
    State(
        View({"table": ("PostEntry", "OrganisationEntry"), "region": ("kyushu-okinawa",)}),
        "-printed",
    ),
    State(View({"system": ("facility-booking",), "field": ("general-affairs",)}), "-status"),
    State(View({"technology": ("no-such",)})),
    State(View({"technology": (SILENT,), "table": ("ProcedureEntry",)})),
    State(View({"reason": (SILENT, "own-system"), "offer": ("scenario",)})),
]


@pytest.fixture(scope="module")
def catalogue(dataset: LocalDataset) -> Catalogue:
    return catalogue_of(dataset)


def comparable(row: Row) -> dict[str, str | frozenset[str]]:
    """Return the texts of a row; values joined by GROUP_CONCAT become a set without order."""
    texts = {name: str(term) for name, term in row.items()}
    joined = {
        name: frozenset(term.value.split(" | "))
        for name, term in row.items()
        if name in {"technologies", "types"} and isinstance(term, ox.Literal)
    }
    return {**texts, **joined}


def assert_same(
    dataset: LocalDataset, catalogue: Catalogue, state: State, language: Language
) -> None:
    evaluated = dataset.rows(select_of(state, language, catalogue.base))
    shown = [catalogue.rows[language][position] for position in catalogue.in_order(state)]
    assert [comparable(row) for row in shown] == [comparable(row) for row in evaluated]
    for facet in FACETS:
        chosen = state.view.chosen.items()
        others = View({name: own for name, own in chosen if name != facet.name})
        start = f"<{catalogue.base}{facet.prefix}"
        counted = {
            str(row[facet.name]).removeprefix(start).rstrip(">"): str(row["entries"])
            for row in dataset.rows(by(others, facet, Language.JA, catalogue.base))
        }
        for choice in catalogue.choices(state.view, facet):
            if choice.slug == SILENT:
                continue  # counted by tests/golden/test_counts.py
            number = str(ox.Literal(choice.count))
            assert counted.get(choice.slug, str(ox.Literal(0))) == number, (state, choice)


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("state", STATES, ids=lambda state: str(state.parameters()))
def test_a_view_has_the_rows_order_and_counts_of_its_sparql(
    dataset: LocalDataset, catalogue: Catalogue, state: State, language: Language
) -> None:
    assert_same(dataset, catalogue, state, language)


@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_any_possible_view_has_the_rows_order_and_counts_of_its_sparql(
    dataset: LocalDataset, catalogue: Catalogue, data: st.DataObject
) -> None:
    chosen = {}
    used = [facet for facet in FACETS if catalogue.values[facet.name]]
    for facet in data.draw(st.lists(st.sampled_from(used), max_size=3, unique=True)):
        slugs = st.sampled_from(sorted(catalogue.values[facet.name]))
        chosen[facet.name] = tuple(
            sorted(data.draw(st.lists(slugs, min_size=1, max_size=3, unique=True)))
        )
    sort = data.draw(st.sampled_from([*SORTS, *(f"-{sort}" for sort in SORTS)]))

    assert_same(dataset, catalogue, State(View(chosen), sort), Language.JA)


def test_turtle_has_the_statements_of_entries_and_of_the_things_they_describe(
    dataset: LocalDataset, catalogue: Catalogue
) -> None:
    state = State(View({"technology": ("speech-recognition",), "prefecture": ("01",)}))

    triples = dataset.construct(construct_of(state, catalogue.base))

    entries = {
        str(triple.subject)
        for triple in triples
        if str(triple.predicate) == f"<{catalogue.base}ontology#statedName>"
    }
    rows = [catalogue.rows[Language.JA][position] for position in catalogue.in_order(state)]
    assert entries == {str(row["entry"]) for row in rows} != set()
    assert any(str(triple.predicate).endswith("#usesTechnology>") for triple in triples)


def test_every_concept_in_use_is_a_choice_of_its_facet(catalogue: Catalogue) -> None:
    counts = {facet.name: len({*catalogue.values[facet.name]} - {SILENT}) for facet in FACETS}

    assert counts["table"] == 4
    assert counts["prefecture"] == 47
    assert counts["region"] == 8
    assert counts["status"] == 5
    assert counts["sharing"] == 7


def test_narrower_choices_follow_the_broader_one(catalogue: Catalogue) -> None:
    facet = next(item for item in FACETS if item.name == "technology")
    choices = catalogue.choices(View(), facet)

    position = next(at for at, one in enumerate(choices) if one.slug == "artificial-intelligence")
    below = [one.slug for one in islice(choices, position + 1, None) if one.depth]

    assert choices[position].depth == 0
    assert "speech-recognition" in below
    assert choices[position + 1].depth == 1
