"""Finds the resources whose IRIs are spelt like one that does not exist."""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from functools import lru_cache

from server.counts.facets import FACETS
from server.engine import Dataset, Row
from server.engine.row_values import text_in
from server.rdf.query_files import read_query

# Maximum names to compare, taken from those before and after in the alphabet.
_CANDIDATES = 400
_NEAREST = 8
_LONGEST = 200
# Paths of folders share many letters, so they are similar only with most letters in common.
_FOLDERS, _SIMILAR_FOLDER = 3, 0.75
# Greater than each character that a name can have.
_LAST = "\U0010ffff"


def nearest_to(dataset: Dataset, iri: str) -> list[str]:
    """Return at most eight IRIs of the same kind with the most similar spelling."""
    folder, last = _parts(dataset, iri)
    return _similar(dataset, folder, last)


def nearest_anywhere(dataset: Dataset, iri: str) -> list[str]:
    """Return the nearest IRIs, for a folder that does not exist those of folders with such a name.

    The name of a folder is its path, the last part of it, or the facet whose values are in it
    (`prefecture`). An IRI that differs only in case is the only one.
    """
    folder, last = _parts(dataset, iri)
    names = _folder_names(dataset)
    own = folder.removeprefix(dataset.identity.base).casefold()
    folders = [names[own]] if own in names else _like(own, names)
    found = [one for near in folders for one in _similar(dataset, near, last)]
    same = [one for one in found if one.rpartition("/")[2].casefold() == last.casefold()]
    return (same or found)[:_NEAREST]


def _like(name: str, names: Mapping[str, str]) -> list[str]:
    near = get_close_matches(name, names, _FOLDERS, _SIMILAR_FOLDER)
    return list(dict.fromkeys(names[one] for one in near))


def _parts(dataset: Dataset, iri: str) -> tuple[str, str]:
    folder, _, last = iri[: _LONGEST + len(dataset.identity.base)].rpartition("/")
    return folder, last


def _similar(dataset: Dataset, folder: str, last: str) -> list[str]:
    names = _names(dataset)
    index = bisect_left(names, (folder, last), key=_folder_and_name)
    near = names[max(0, index - _CANDIDATES // 2) : index + _CANDIDATES // 2]
    beside = [text_in(row, "name") for row in near if text_in(row, "folder") == folder]
    return [f"{folder}/{name}" for name in get_close_matches(last, beside, n=_NEAREST, cutoff=0.5)]


@lru_cache(maxsize=1)
def _folder_names(dataset: Dataset) -> Mapping[str, str]:
    """Return the folders of resources by their names, folded; a path goes before other names."""
    folders, base = _folders(dataset), dataset.identity.base
    values = {facet.name: (base + facet.prefix).rstrip("/") for facet in FACETS}
    by_facet = {name: folder for name, folder in values.items() if folder in folders}
    by_end = {folder.rpartition("/")[2].casefold(): folder for folder in folders}
    return by_facet | by_end | {one.removeprefix(base).casefold(): one for one in folders}


def _folders(dataset: Dataset) -> list[str]:
    """Return the folders; the sorted names are skipped from one folder to the next."""
    names, found, index = _names(dataset), list[str](), 0
    while index < len(names):
        folder = text_in(names[index], "folder")
        found.append(folder)
        index = bisect_left(names, (folder, _LAST), key=_folder_and_name)
    return found


@lru_cache(maxsize=1)
def _names(dataset: Dataset) -> Sequence[Row]:
    """Return the sorted names of resources by folder; those of an index file are read in parts."""
    return dataset.rows(read_query("server.site.statements", "names", dataset.identity.base))


def _folder_and_name(row: Row) -> tuple[str, str]:
    return text_in(row, "folder"), text_in(row, "name")
