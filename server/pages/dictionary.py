"""The data dictionary: for each class, the constraints of the shapes and the actual data."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from server.engine import Row
from server.engine.row_values import text_in
from server.http.language import Language
from server.pages.usage import MACHINERY, Key, Usage, usage_of, usage_queries
from server.rdf.query_files import read_query
from server.site.facts import in_language
from server.site.site import Frame, Site
from server.site.statements.statements import iri_of
from server.site.tables.cells import Cell, Reader


@dataclass(frozen=True, slots=True)
class PropertyUse:
    """A property of a class: the constraints of its shape (empty without one), and its use."""

    property: Cell
    curie: str
    cardinality: str
    values: Sequence[Cell]
    pattern: str
    conditions: Sequence[Cell]
    have: int
    share: int
    checked: bool


@dataclass(frozen=True, slots=True)
class ClassUse:
    """A class with its number of instances, and their properties."""

    name: Cell
    curie: str
    fragment: str
    count: int
    properties: Sequence[PropertyUse]


@dataclass(frozen=True, slots=True)
class _Sources:
    """The input of the dictionary: rows by class and property."""

    shapes: Mapping[Key, Sequence[Row]]
    schemes: Mapping[Key, Sequence[Row]]
    messages: Mapping[str, Sequence[Row]]


def build_dictionary(site: Site, language: Language) -> list[ClassUse]:
    """Return all classes of the data, the project's own first."""
    rows, own = site.dataset.rows, site.addresses.base
    said, shapes, schemes = (
        read_query("server.pages", name, own)
        for name in ("shape-messages", "shapes", "schemes-of-properties")
    )
    site.dataset.read(queries=(said, shapes, schemes, *usage_queries(own)))
    usage = usage_of(site.dataset)
    counts, have = usage.classes, usage.having
    messages: dict[str, list[Row]] = {}
    for row in rows(said):
        messages.setdefault(iri_of(row["shape"]), []).append(row)
    sources = _Sources(_by_key(rows(shapes)), _by_key(rows(schemes)), messages)
    reader = site.reader(language)
    _read_labels(reader, usage, sources)
    described = [name for name in counts if not name.startswith(MACHINERY)]
    order = sorted(described, key=lambda name: (not name.startswith(own), name))
    return [_class_use(name, counts[name], have, sources, reader) for name in order]


def _read_labels(reader: Reader, usage: Usage, sources: _Sources) -> None:
    """Prefetch the labels of all classes and properties, and of terms in their shapes."""
    keys = (*usage.having, *sources.shapes)
    named = [ox.NamedNode(iri) for iri in (*usage.classes, *(iri for key in keys for iri in key))]
    rows = (row for found in (*sources.shapes.values(), *sources.schemes.values()) for row in found)
    reader.read([*named, *(term for row in rows for term in row.values())])


def address_in_dictionary(site: Site, name: str, reader: Reader) -> str:
    """Return the address of the dictionary's part about a class."""
    return site.addresses.url(f"{reader.language}/dictionary/{_fragment(name, reader)}")


def is_in_dictionary(site: Site, fragment: str) -> bool:
    """Return whether the dictionary has a part of this name."""
    reader = site.reader(Language.EN)
    classes = usage_of(site.dataset).classes
    return any(
        _fragment(name, reader) == fragment for name in classes if not name.startswith(MACHINERY)
    )


def dictionary_frame(site: Site, shown: ClassUse | None, language: Language) -> Frame:
    """Return the frame of the dictionary's contents, or of the part about one class."""
    title, lead = (site.text(language, f"dictionary.{key}") for key in ("title", "lead"))
    home = site.home(language)
    if shown is None:
        return Frame(language, "dictionary", title, lead, crumbs=[home])
    contents = Cell(title, site.addresses.url(f"{language}/dictionary"))
    name = f"{shown.name.text} – {title}"
    path = f"dictionary/{shown.fragment}"
    return Frame(language, path, name, lead, crumbs=[home, contents])


def _fragment(name: str, reader: Reader) -> str:
    return reader.short(name).replace(":", "-")


def _key(row: Row) -> Key:
    return iri_of(row["class"]), iri_of(row["property"])


def _by_key(rows: Iterable[Row]) -> dict[Key, list[Row]]:
    found: dict[Key, list[Row]] = {}
    for row in rows:
        found.setdefault(_key(row), []).append(row)
    return found


def _class_use(
    name: str, count: int, have: Mapping[Key, int], sources: _Sources, reader: Reader
) -> ClassUse:
    demanded = {key[1] for key in sources.shapes if key[0] == name}
    present = {key[1] for key in have if key[0] == name}
    return ClassUse(
        name=reader.link(name),
        curie=reader.short(name),
        fragment=_fragment(name, reader),
        count=count,
        properties=[
            _property_use((name, item), have.get((name, item), 0), count, sources, reader)
            for item in sorted(present | demanded, key=lambda item: (item not in demanded, item))
        ],
    )


def _property_use(
    key: Key, have: int, count: int, sources: _Sources, reader: Reader
) -> PropertyUse:
    shapes = sources.shapes.get(key, ())
    kinds = [row[name] for row in shapes for name in ("datatype", "kind") if name in row]
    schemes = [row["scheme"] for row in sources.schemes.get(key, ())]
    said = [row for shape in shapes for row in sources.messages.get(iri_of(shape["shape"]), ())]
    messages = in_language([row["message"] for row in said], reader.language)
    return PropertyUse(
        property=reader.link(key[1]),
        curie=reader.short(key[1]),
        cardinality=_cardinality(shapes),
        values=[reader.cell(term) for term in dict.fromkeys([*kinds, *schemes])],
        pattern=next((text_in(row, "pattern") for row in shapes if "pattern" in row), ""),
        conditions=[reader.cell(term) for term in dict.fromkeys(messages)],
        have=have,
        share=100 * have // count if count else 0,
        checked=bool(shapes),
    )


def _cardinality(shapes: Iterable[Row]) -> str:
    least = [text_in(row, "least") for row in shapes if "least" in row]
    most = [text_in(row, "most") for row in shapes if "most" in row]
    if not shapes:
        return ""
    low, high = (max(least, key=int) if least else "0"), (min(most, key=int) if most else "*")
    return low if low == high else f"{low}…{high}"
