"""The facets: the one table that forms, indexes, definitions of counts and SPARQL are made from."""

import re
from dataclasses import dataclass

# Instead of a value: the answers that name none, where the survey could have had one.
SILENT = "not-named"
# The facet of the editions of the survey, and the value of it that means all of them.
EDITION, EVERY = "edition", "all"
# Slugs of most facets.
PATTERN = r"[a-z0-9-]+"
_PROCEDURES, _SYSTEMS = "ProcedureEntry", "SharedSystemEntry"
_POSTS, _ORGANISATIONS = "PostEntry", "OrganisationEntry"


@dataclass(frozen=True, slots=True)
class Facet:
    """A facet: the property path to its values.

    The path starts at the entry, or at the thing that it describes (`of_thing`). A value is known
    by its slug, the IRI without the base and `prefix`; `pattern` says which values of the path are
    of this facet, `tree` that a broader one includes its narrower ones, `ordered` that their codes
    give their order, not how many entries have them. `within` are the classes of entries that can
    have a value: only there silence means something. `example` is a slug that there is.
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
        """Return whether a slug is a possible choice."""
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


def facet_named(name: str) -> Facet:
    """Return a facet of the table.

    Raises:
        KeyError: no facet has this name.
    """
    for facet in FACETS:
        if facet.name == name:
            return facet
    raise KeyError(name)


def value_at(path: str) -> tuple[Facet, str] | None:
    """Return the facet and the slug that the resource at a path below the base is a value of."""
    for facet in FACETS:
        slug = path.removeprefix(facet.prefix)
        if slug != path and re.fullmatch(facet.pattern, slug):
            return facet, slug
    return None
