"""The governments and public bodies of `ontology/reference/`."""

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

import ontology


@dataclass(frozen=True, slots=True, order=True)
class Codes:
    """The official codes of a government, "" for a missing one.

    `jis`: the JIS X 0401 prefecture code (2 digits). `local`: the code of local governments (6
    digits, the last a check digit). `iso`: the ISO 3166-2 code. `corporate`: the corporate number
    (13 digits).
    """

    jis: str = ""
    local: str = ""
    iso: str = ""
    corporate: str = ""


@dataclass(frozen=True, slots=True, order=True)
class Government:
    """A prefecture, a municipality or another public body.

    `path` is the path of its IRI below the base (`id/pref/33`, `id/muni/372013`, `id/body/nied`).
    `prefecture` is the name of the prefecture that contains it; its own name for a prefecture, ""
    for a national body. `aliases` are other names used in texts, `kana` is the reading, `region` a
    slug of `concept/region/`, `office` the latitude and longitude of the head office (degrees, WGS
    84), `population` that of the census of 2020.
    """

    path: str
    name: str
    name_en: str
    kind: str
    prefecture: str
    kana: str = ""
    region: str = ""
    population: str = ""
    codes: Codes = Codes()
    office: tuple[str, str] | None = None
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Governments:
    """All governments, prefectures first, each table in file order.

    `all` are the reviewed ones, which are always published. `others` are the remaining
    municipalities of Japan, each published only if an entry names it.
    """

    all: tuple[Government, ...]
    others: tuple[Government, ...] = ()

    @property
    def prefectures(self) -> tuple[Government, ...]:
        """Return the prefectures alone."""
        return tuple(one for one in self.all if one.kind == "prefecture")

    def named(self, name: str) -> Government | None:
        """Return the government with this full name, or None."""
        return next((one for one in self.all if one.name == name), None)

    def prefecture(self, name: str) -> Government:
        """Return the prefecture with this full name.

        Raises:
            KeyError: No prefecture has this name.
        """
        found = self.named(name)
        if found is None or found.kind != "prefecture":
            raise KeyError(name)
        return found


@cache
def load_governments() -> Governments:
    """Read the reference tables of the package."""
    reviewed = (*_prefectures(), *_others())
    known = {one.path for one in reviewed}
    return Governments(reviewed, tuple(one for one in _municipalities() if one.path not in known))


def _municipalities() -> Iterator[Government]:
    """Yield the code and name of every municipality of Japan."""
    for row in _rows("reference/local-governments.csv"):
        code, names = row["lg_code"], (row["name_ja"], row["name_en"])
        codes = Codes(local=code)
        fields = (row["kind"], row["prefecture_ja"], row["name_kana"])
        yield Government(f"id/muni/{code}", *names, *fields, codes=codes)


def _prefectures() -> Iterator[Government]:
    people = {row["jis_code"]: row["population"] for row in _rows("reference/populations.csv")}
    for row in _rows("reference/prefectures.csv"):
        name = row["name_ja"]
        path = f"id/pref/{row['jis_code']}"
        yield Government(
            path,
            name,
            row["name_en"],
            "prefecture",
            name,
            kana=row["name_kana"],
            region=row["region"],
            population=people.get(row["jis_code"], ""),
            codes=_codes(row),
            office=(row["office_lat"], row["office_lon"]),
        )


def _others() -> Iterator[Government]:
    for row in _rows("reference/municipalities.csv"):
        path = f"id/muni/{row['lg_code']}" if row["lg_code"] else f"id/body/{row['slug']}"
        # A row with neither code nor slug is an organisation that an entry itself describes.
        if row["lg_code"] or row["slug"]:
            yield Government(
                path,
                row["name_ja"],
                row["name_en"],
                row["kind"],
                row["prefecture_ja"],
                kana=row["name_kana"],
                codes=_codes(row),
                aliases=tuple(filter(None, row["aliases"].split("|"))),
            )


def _codes(row: Mapping[str, str]) -> Codes:
    return Codes(
        jis=row.get("jis_code", ""),
        local=row["lg_code"],
        iso=row.get("iso_3166_2", ""),
        corporate=row["corporate_number"],
    )


def _rows(name: str) -> Iterator[dict[str, str]]:
    return csv.DictReader(io.StringIO(ontology.read(name).decode(), newline=""))
