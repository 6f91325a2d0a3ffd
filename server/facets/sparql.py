"""The SPARQL of a view: exactly its rows, in its order."""

from collections.abc import Mapping

from server.facets.facets import FACETS, Facet
from server.facets.state import State
from server.http.language import Language

# Of the result, in order: name of the variable, and whether it is a resource with a label.
COLUMNS: tuple[tuple[str, bool], ...] = (
    ("entry", False),
    ("name", False),
    ("prefecture", True),
    ("field", True),
    ("status", True),
    ("sharing", True),
    ("technologies", False),
    ("types", False),
    ("page", False),
)
_PRINTED = ("?page", "?number", "?entry")
_ORDERS: Mapping[str, tuple[str, ...]] = {
    "printed": _PRINTED,
    "prefecture": ("?prefecture", *_PRINTED),
    "status": ("?statusCode", *_PRINTED),
    "name": ("STR(?name)", *_PRINTED),
}
_CODE = " OPTIONAL { ?status skos:notation ?statusCode }"
_KEYS = "?entry ?number ?page ?name ?statusCode"


def select_of(state: State, language: Language, base: str) -> str:
    """Return the query whose rows are those of all pages of the view, in its order."""
    labelled = [name for name, has_label in COLUMNS if has_label]
    plain = {"technologies", "types"}
    heads = [
        _concatenated(name) if name in plain else f"?{name}" + f" ?{name}Label" * has_label
        for name, has_label in COLUMNS
    ]
    grouped = " ".join(f"?{name} ?{name}Label" for name in labelled)
    return (
        f"{_prologue(base)}SELECT {' '.join(heads)}\nWHERE {{\n{_selection(state, base)}"
        "  ?entry dg:statedName ?name ; dg:entryNumber ?number ; dg:page ?page .\n"
        f"{_optional('prefecture', 'dg:reportedBy', language)}"
        f"{_optional('field', 'dg:policyField', language)}"
        f"{_optional('status', 'dg:implementationStatus', language, _CODE)}"
        f"{_optional('sharing', 'dg:sharingStatus', language)}"
        f"{_texts('technology', 'dg:usesTechnology|dg:concernsTechnology', language)}"
        f"{_texts('type', 'dg:procedureType|dg:systemType', language)}"
        f"}}\nGROUP BY {_KEYS} {grouped}\nORDER BY {' '.join(_order(state.sort))}\n"
    )


def construct_of(state: State, base: str) -> str:
    """Return the query for all that is said about the entries of the view, and what they describe.

    What the entries describe comes with them: technologies and types are said of it.
    """
    return (
        f"{_prologue(base)}CONSTRUCT {{ ?subject ?property ?value }}\nWHERE {{\n"
        f"{_selection(state, base)}"
        "  { ?entry ?property ?value BIND(?entry AS ?subject) }\n"
        "  UNION { ?entry dg:describes ?subject . ?subject ?property ?value }\n}\n"
    )


def counts_of(state: State, facet: Facet, language: Language, base: str) -> str:
    """Return the query that counts the entries of a view by the values of a facet."""
    name = facet.name
    label = f'?{name} rdfs:label ?{name}Label FILTER(LANG(?{name}Label) = "{language}")'
    return (
        f"{_prologue(base)}SELECT ?{name} ?{name}Label (COUNT(DISTINCT ?entry) AS ?entries)\n"
        f"WHERE {{\n{_selection(state, base)}"
        f"  ?entry {facet.path} ?{name} .\n"
        f'  FILTER(STRSTARTS(STR(?{name}), "{base}{facet.prefix}"))\n'
        f"  OPTIONAL {{ {label} }}\n}}\n"
        f"GROUP BY ?{name} ?{name}Label\nORDER BY DESC(?entries) ?{name}\n"
    )


def _prologue(base: str) -> str:
    return (
        f"PREFIX dg: <{base}ontology#>\n"
        "PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>\n"
        "PREFIX skos: <http://www.w3.org/2004/02/skos/core#>\n"
    )


def _selection(state: State, base: str) -> str:
    """Return the pattern that binds ?entry to each entry of the view once."""
    lines = ["?entry a dg:Entry ."]
    for facet in FACETS:
        slugs = state.of(facet.name)
        if slugs:
            values = " ".join(f"<{base}{facet.prefix}{slug}>" for slug in slugs)
            variable = f"?chosen{facet.name.capitalize()}"
            lines.append(f"VALUES {variable} {{ {values} }}")
            lines.append(f"?entry {facet.path} {variable} .")
    if len(lines) == 1:
        return f"  {lines[0]}\n"
    inner = "\n".join(f"    {line}" for line in lines)
    return f"  {{ SELECT DISTINCT ?entry WHERE {{\n{inner}\n  }} }}\n"


def _optional(name: str, path: str, language: Language, more: str = "") -> str:
    label = f'?{name} rdfs:label ?{name}Label FILTER(LANG(?{name}Label) = "{language}")'
    return f"  OPTIONAL {{ ?entry {path} ?{name} OPTIONAL {{ {label} }}{more} }}\n"


def _texts(name: str, path: str, language: Language) -> str:
    return (
        f"  OPTIONAL {{ ?entry dg:describes/({path}) ?{name} . ?{name} rdfs:label ?{name}Label "
        f'FILTER(LANG(?{name}Label) = "{language}") }}\n'
    )


def _concatenated(name: str) -> str:
    single = {"technologies": "technology", "types": "type"}[name]
    return f'(GROUP_CONCAT(DISTINCT ?{single}Label; SEPARATOR=" | ") AS ?{name})'


def _order(sort: str) -> list[str]:
    keys = _ORDERS[sort.removeprefix("-")]
    return [f"DESC({key})" if sort.startswith("-") else key for key in keys]
