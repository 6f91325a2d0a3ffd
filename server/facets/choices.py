"""The choices beside a view: each with name, figure, and link to a view."""

from collections.abc import Sequence
from dataclasses import dataclass

from server.counts.facets import Facet
from server.facets.index import Catalogue, FacetChoice
from server.facets.state import State
from server.http.language import Language
from server.site.site import Site
from server.site.tables.cells import Cell
from server.site.tables.counted import answers, counted
from server.site.values import facet_title, value_of

# Facets with more values than this are collapsed at first, and scroll.
_MANY = 12


@dataclass(frozen=True, slots=True)
class ShownChoice:
    """A choice with its name, and the address of the view with it added or removed."""

    choice: FacetChoice
    label: Cell
    href: str
    figure: Cell


@dataclass(frozen=True, slots=True)
class ShownFacet:
    """A facet with its choices; `is_open`: they are expanded at first."""

    name: str
    title: str
    choices: Sequence[ShownChoice]
    chosen: int
    is_open: bool

    @property
    def scrolls(self) -> bool:
        """Return whether it has more choices than fit beside the table."""
        return len(self.choices) > _MANY


def address(site: Site, state: State, language: Language) -> str:
    """Return the address of a view."""
    return site.addresses.url_of(f"{language}/explore", state.parameters())


def shown_facet(
    site: Site, catalogue: Catalogue, state: State, facet: Facet, language: Language
) -> ShownFacet:
    """Return a facet with its choices, given those in all other facets."""
    choices = [
        ShownChoice(
            choice,
            value_of(site, facet, choice.slug, language),
            address(site, state.toggled(facet.name, choice.slug), language),
            _figure(site, state, facet, choice, language),
        )
        for choice in catalogue.choices(state.view, facet)
    ]
    chosen = len(state.view.of(facet.name))
    return ShownFacet(
        name=facet.name,
        title=facet_title(site, facet, language),
        choices=choices,
        chosen=chosen,
        is_open=bool(chosen) or facet.name in {"table", "technology", "status"},
    )


def _figure(
    site: Site, state: State, facet: Facet, choice: FacetChoice, language: Language
) -> Cell:
    """Return the number of answers of a choice, given the choices in all other facets."""
    view = state.view.having(**{facet.name: choice.slug})
    return answers(site.addresses, language, view, choice.count)


def figures_of(site: Site, catalogue: Catalogue, state: State, language: Language) -> list[Cell]:
    """Return the numbers of answers and prefectures of the view."""
    found = catalogue.selected(state.view)
    whose = sum(bool(value.entries & found) for value in catalogue.values["prefecture"].values())
    key = state.view.key("prefectures")
    return [
        answers(site.addresses, language, state.view, found.bit_count()),
        counted(site.addresses, language, key, whose),
    ]
