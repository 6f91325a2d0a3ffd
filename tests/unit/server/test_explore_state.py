"""The URL holds the complete state of a view."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.counts.facets import FACETS, SILENT
from server.counts.view import View, ViewError
from server.facets.state import SIZES, SORTS, State, read_state

SLUGS = {
    "table": ["ProcedureEntry", "PostEntry"],
    "prefecture": ["01", "13", "47"],
    "sharing": ["joint-use/possible", "further-joint-use/other"],
}
CHOSEN = st.fixed_dictionaries(
    {},
    optional={
        facet.name: st.sets(
            st.sampled_from(SLUGS.get(facet.name, ["one", "two-2", SILENT])), min_size=1
        ).map(lambda found: tuple(sorted(found)))
        for facet in FACETS
    },
)
STATES = st.builds(
    State,
    st.builds(View, CHOSEN),
    st.sampled_from([*SORTS, *(f"-{sort}" for sort in SORTS)]),
    st.integers(1, 99_999),
    st.sampled_from(SIZES),
)


@given(STATES)
def test_a_url_brings_back_the_view_that_wrote_it(state: State) -> None:
    assert read_state(state.parameters()) == state


@given(STATES)
def test_toggling_a_choice_twice_gives_the_first_page_of_the_same_view(state: State) -> None:
    twice = state.toggled("prefecture", "13").toggled("prefecture", "13")

    assert twice.parameters() == [pair for pair in state.parameters() if pair[0] != "page"]


@given(st.permutations([("technology", "b"), ("status", "c"), ("technology", "a"), ("x", "y")]))
def test_the_order_of_parameters_and_unknown_names_make_no_difference(
    pairs: list[tuple[str, str]],
) -> None:
    assert read_state(pairs) == State(View({"technology": ("a", "b"), "status": ("c",)}))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("technology", "x> } DROP"),
        ("technology", "../pref"),
        ("prefecture", "東京"),
        ("table", "Entry"),
        ("prefecture", SILENT),
        ("sort", "page"),
        ("sort", "--name"),
        ("size", "7"),
    ],
)
def test_an_impossible_value_is_refused_by_name(name: str, value: str) -> None:
    with pytest.raises(ViewError) as caught:
        read_state([(name, value)])

    assert (caught.value.name, caught.value.found) == (name, value)
