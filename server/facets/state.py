"""The state of a view's page (choices, order, page number), which the URL contains."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from server.counts.view import ReadView, View, ViewError, read_view
from server.site.parameters import page_number

SORTS = ("printed", "prefecture", "status", "name")
SIZES = (25, 50, 100)
SIZE = 50


@dataclass(frozen=True, slots=True)
class State:
    """A view with its order and page number.

    `sort` is one of `SORTS`, with a minus sign before it for the reverse; pages count from 1.
    """

    view: View = field(default_factory=View)
    sort: str = SORTS[0]
    page: int = 1
    size: int = SIZE

    def toggled(self, facet: str, slug: str) -> "State":
        """Return the first page of the view with a value added, or removed if it was chosen."""
        values = set(self.view.of(facet)) ^ {slug}
        chosen = {**self.view.chosen, facet: tuple(sorted(values))}
        own = {name: slugs for name, slugs in chosen.items() if slugs}
        return replace(self, view=replace(self.view, chosen=own), page=1)

    def parameters(self) -> list[tuple[str, str]]:
        """Return the parameters of the URL in a fixed order, without defaults."""
        found = self.view.parameters()
        if self.sort != SORTS[0]:
            found.append(("sort", self.sort))
        if self.size != SIZE:
            found.append(("size", str(self.size)))
        if self.page != 1:
            found.append(("page", str(self.page)))
        return found


def read_state(parameters: Iterable[tuple[str, str]], read: ReadView = read_view) -> State:
    """Return the state for these parameters; `read` reads its view.

    Empty and unknown parameters are ignored.

    Raises:
        ViewError: A value is not one of the known ones.
        HttpError: 400 if the page number is invalid.
    """
    pairs = [(name, value) for name, value in parameters if value]
    view = read(pairs)
    single = dict(pairs)
    sort = single.get("sort", SORTS[0])
    if sort.removeprefix("-") not in SORTS:
        raise ViewError("sort", sort, ", ".join(SORTS))  # noqa: EM101 -- a parameter, no message
    sizes, size = {str(size): size for size in SIZES}, single.get("size", str(SIZE))
    if size.lstrip("0") not in sizes:
        raise ViewError("size", size, ", ".join(sizes))  # noqa: EM101 -- likewise
    return State(view, sort, page_number(single.get("page", "")), sizes[size.lstrip("0")])
