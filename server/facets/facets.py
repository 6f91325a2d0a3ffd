"""The facets: the one table that the form, the index and the SPARQL are made from."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Facet:
    """A facet: the property path from an entry to its values.

    A value is known by its slug, the IRI without the base and `prefix`; `pattern` says which
    values of the path are of this facet, `tree` that they have broader ones, `ordered` that their
    codes give their order, not how many entries have them. `example` is a slug that there is.
    """

    name: str
    path: str
    prefix: str
    example: str
    pattern: str = r"[a-z0-9-]+"
    tree: bool = False
    ordered: bool = False


FACETS: tuple[Facet, ...] = (
    Facet(
        "table", "a", "ontology#", "PostEntry", r"(Procedure|SharedSystem|Post|Organisation)Entry"
    ),
    Facet("prefecture", "dg:reportedBy", "id/pref/", "13", r"\d{2}", ordered=True),
    Facet("region", "dg:reportedBy/dg:region", "concept/region/", "kanto"),
    Facet("field", "dg:policyField", "concept/policy-field/", "education"),
    Facet(
        "type",
        "dg:describes/dg:procedureType/skos:broader*",
        "concept/procedure-type/",
        "group-taxation",
        tree=True,
    ),
    Facet(
        "technology",
        "dg:describes/(dg:usesTechnology|dg:concernsTechnology)/skos:broader*",
        "concept/technology/",
        "ai-ocr",
        tree=True,
    ),
    Facet("status", "dg:implementationStatus", "concept/status/", "introduced", ordered=True),
    Facet(
        "sharing",
        "dg:sharingStatus",
        "concept/",
        "joint-use/possible",
        r"(further-)?joint-use/[a-z-]+",
        ordered=True,
    ),
    Facet("system", "dg:describes/dg:systemType", "concept/system-type/", "facility-booking"),
)
