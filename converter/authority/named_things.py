"""The products, services and laws of `ontology/reference/named-things.csv` that texts name."""

import csv
import io
from dataclasses import dataclass

import ontology

FILE = "reference/named-things.csv"
LAW = "schema:Legislation"


@dataclass(frozen=True, slots=True)
class NamedThing:
    """A product, a service or a law: its path below the base, class (a CURIE) and names.

    `spellings` are the wordings by which texts name it.
    """

    path: str
    kind: str
    name: str
    name_en: str
    spellings: tuple[str, ...]

    @property
    def is_law(self) -> bool:
        """Return whether it is a law or an ordinance."""
        return self.kind == LAW


def load_named_things() -> tuple[NamedThing, ...]:
    """Read every named thing of the table, in file order."""
    rows = csv.DictReader(io.StringIO(ontology.read(FILE).decode(), newline=""))
    return tuple(
        NamedThing(
            row["path"],
            row["class"],
            row["name_ja"],
            row["name_en"],
            tuple(row["spellings"].split("|")),
        )
        for row in rows
    )
