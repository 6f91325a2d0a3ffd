"""The table of facets, from which forms, indexes, counts and SPARQL are made."""

import re
from dataclasses import dataclass

# The pseudo value for answers without a value, although they could have one.
SILENT = "not-named"
# The facet for editions of the survey, and its value for all editions.
EDITION, EVERY = "edition", "all"
# Slugs of most facets.
PATTERN = r"[a-z0-9-]+"
_PROCEDURES, _SYSTEMS = "ProcedureEntry", "SharedSystemEntry"
_POSTS, _ORGANISATIONS = "PostEntry", "OrganisationEntry"


@dataclass(frozen=True, slots=True)
class Facet:
    """A facet: the property path to its values.

    The path starts at the entry, or at the thing that it describes (`of_thing`). The slug of a
    value is its IRI without the base and `prefix`; `pattern` matches the slugs of this facet.
    `tree`: a broader value includes its narrower ones. `ordered`: values are sorted by code, not by
    frequency. `within` are the classes of entries that can have a value; only these are counted as
    having none. `example` is an existing slug.
    """

    name: str
    path: str
    prefix: str
    example: str
    pattern: str = PATTERN
    tree: bool = False
    ordered: bool = False
    of_thing: bool = False
    within: tuple[str, ...] = ()

    @property
    def entry_path(self) -> str:
        """Return the path from an entry to its values."""
        return f"dg:describes/{self.path}" if self.of_thing else self.path

    def accepts(self, slug: str) -> bool:
        """Return whether a slug is valid for this facet."""
        silent = bool(self.within) and slug == SILENT
        return silent or re.fullmatch(self.pattern, slug) is not None


FACETS: tuple[Facet, ...] = (
    Facet("table", "a", "ontology#", _POSTS, r"(Procedure|SharedSystem|Post|Organisation)Entry"),
    Facet("prefecture", "dg:reportedBy", "id/pref/", "13", r"\d{2}", ordered=True),
    Facet("region", "dg:reportedBy/dg:region", "concept/region/", "kanto"),
    Facet(
        "field",
        "dg:policyField",
        "concept/policy-field/",
        "education",
        within=(_PROCEDURES, _SYSTEMS, _POSTS),
    ),
    Facet(
        "type",
        "dg:procedureType/skos:broader*",
        "concept/procedure-type/",
        "group-taxation",
        tree=True,
        of_thing=True,
        within=(_PROCEDURES,),
    ),
    Facet(
        "technology",
        "(dg:usesTechnology|dg:concernsTechnology)/skos:broader*",
        "concept/technology/",
        "ai-ocr",
        tree=True,
        of_thing=True,
        within=(_PROCEDURES, _SYSTEMS, _POSTS, _ORGANISATIONS),
    ),
    Facet("status", "dg:implementationStatus", "concept/status/", "introduced", ordered=True),
    Facet(
        "sharing",
        "dg:sharingStatus",
        "concept/",
        "joint-use/possible",
        r"(further-)?joint-use/[a-z-]+",
        ordered=True,
        within=(_PROCEDURES, _SYSTEMS),
    ),
    Facet(
        "system",
        "dg:systemType",
        "concept/system-type/",
        "facility-booking",
        of_thing=True,
        within=(_SYSTEMS,),
    ),
    Facet(
        "task",
        "dg:automatedTask",
        "concept/task/",
        "data-entry",
        of_thing=True,
        within=(_PROCEDURES,),
    ),
    Facet(
        "internal",
        "dg:actsOn",
        "concept/internal-system/",
        "personnel-and-payroll",
        of_thing=True,
        within=(_PROCEDURES,),
    ),
    Facet(
        "reason",
        "dg:sharingReason",
        "concept/sharing-reason/",
        "own-system",
        within=(_PROCEDURES, _SYSTEMS),
    ),
    Facet(
        "offer",
        "dg:offersToShare",
        "concept/shareable/",
        "scenario",
        within=(_PROCEDURES, _SYSTEMS),
    ),
    Facet(
        "scope",
        "dg:participation/dg:participantScope",
        "concept/participant-scope/",
        "all-municipalities",
        of_thing=True,
        within=(_SYSTEMS,),
    ),
    Facet(
        "participation",
        "dg:participation/dg:participationStatus",
        "concept/participation-status/",
        "current",
        of_thing=True,
        within=(_SYSTEMS,),
    ),
    Facet(
        "recruitment",
        "dg:recruitment",
        "concept/recruitment/",
        "external",
        ordered=True,
        within=(_POSTS,),
    ),
    Facet(
        "employment",
        "dg:employment",
        "concept/employment/",
        "full-time",
        ordered=True,
        within=(_POSTS,),
    ),
    Facet("kind", "dg:organisationKind", "concept/organisation-kind/", "unit"),
    Facet("source", "prov:hadPrimarySource", "id/source/", "nga-2020"),
    Facet(EDITION, "dg:edition", "id/edition/", "nga-2020"),
)


# A tree's path ends with it: a broader value includes its narrower ones.
_BROADER = "/skos:broader*"


def path_to_concepts(path: str) -> str:
    """Return the path from an entry to its concepts of the scheme at `path`, none broader.

    `path` may be that of one of the concepts; "" is returned where no facet has the scheme.
    """
    found = value_at(path) or value_at(f"{path}/any")
    return found[0].entry_path.removesuffix(_BROADER) if found else ""


def facet_named(name: str) -> Facet:
    """Return the facet with this name.

    Raises:
        KeyError: There is no such facet.
    """
    for facet in FACETS:
        if facet.name == name:
            return facet
    raise KeyError(name)


def value_at(path: str) -> tuple[Facet, str] | None:
    """Return the facet and slug of the resource at a path below the base, if it is a value."""
    for facet in FACETS:
        slug = path.removeprefix(facet.prefix)
        if slug != path and re.fullmatch(facet.pattern, slug):
            return facet, slug
    return None
