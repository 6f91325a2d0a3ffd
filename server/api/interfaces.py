"""The interfaces of the server that `/openapi.json` describes."""

from server.api.openapi import MISTAKEN, Json, Parameter, Path
from server.api.tools import TOOL_PATHS
from server.counts.facets import EDITION, FACETS, SILENT
from server.counts.view import MOST_VALUES
from server.facets.state import SORTS
from server.rdf.formats import Shape, formats_for
from server.search import GROUPS, PAGE
from server.search.parameters import MOST
from server.search.words import LONGEST, MOST_WORDS

_TEXT: dict[str, Json] = {"type": "string"}
_COUNT: Json = {"type": "integer", "minimum": 0}
_HIT: Json = {
    "type": "object",
    "required": ["property", "language", "text", "hits"],
    "properties": {
        "property": {"type": "string", "description": "IRI of the property that states the text"},
        "language": _TEXT,
        "text": {"type": "string", "description": "as printed; … marks where it was cut"},
        "hits": {
            "description": "offsets of the hits in code points, end exclusive",
            "type": "array",
            "items": {"type": "array", "items": _COUNT, "minItems": 2, "maxItems": 2},
        },
    },
}
_RESULT: Json = {
    "type": "object",
    "required": ["iri", "page", "name", "texts"],
    "properties": {
        "iri": _TEXT,
        "page": {"type": "string", "description": "address of its page"},
        "name": _HIT,
        "texts": {"type": "array", "items": _HIT},
    },
}
_FOUND: dict[str, Json] = {
    "type": "object",
    "required": ["query", "words", "total", "page", "size", "groups"],
    "properties": {
        "query": _TEXT,
        "words": {"type": "array", "items": _TEXT, "description": "folded, all must occur"},
        "total": _COUNT,
        "page": _COUNT,
        "size": _COUNT,
        "groups": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["group", "total", "results"],
                "properties": {
                    "group": _TEXT,
                    "total": _COUNT,
                    "results": {"type": "array", "items": _RESULT},
                },
            },
        },
    },
}

_CHOICE: Json = {
    "type": "object",
    "required": ["value", "iri", "label", "entries", "chosen"],
    "properties": {
        "value": _TEXT,
        "iri": _TEXT,
        "label": _TEXT,
        "entries": {"type": "integer", "description": "under the choices in all other facets"},
        "chosen": {"type": "boolean"},
    },
}

LANG = Parameter("lang", "language of names and addresses", {"enum": ["ja", "en"]}, "en")
_EDITION = Parameter(EDITION, "an edition of the survey, the latest by default", _TEXT, "nga-2020")
_SEARCH = Path(
    "/api/search",
    "Search labels, stated texts and spellings; width, case and kana make no difference.",
    (
        Parameter(
            "q",
            f"words that must all occur, at most {MOST_WORDS}; “…” holds words together",
            {"type": "string", "maxLength": LONGEST},
            "ﾁｬｯﾄﾎﾞｯﾄ",
        ),
        Parameter(
            "group",
            "one group of results instead of the first few of each",
            {"enum": [group.name for group in GROUPS]},
            "entries",
        ),
        Parameter(
            "page",
            "page of the group",
            {"type": "integer", "minimum": 1, "default": 1},
            "1",
        ),
        Parameter(
            "size",
            "results on a page of a group",
            {"type": "integer", "minimum": 1, "maximum": MOST, "default": PAGE},
            "10",
        ),
        _EDITION,
        LANG,
    ),
    (("application/json", _FOUND),),
    (MISTAKEN,),
)
_SUGGEST = Path(
    "/api/suggest",
    "Names in which all words typed so far occur, those of concepts first.",
    (Parameter("q", "the words typed so far", _TEXT, "chat"), _EDITION, LANG),
    (
        (
            "application/json",
            {
                "type": "object",
                "required": ["query", "names"],
                "properties": {"query": _TEXT, "names": {"type": "array", "items": _TEXT}},
            },
        ),
    ),
    ((400, f"The text is over a limit, or: {MISTAKEN[1]}"),),
)
_EXPLORED: dict[str, Json] = {
    "type": "object",
    "required": ["page", "total", "sparql", "facets", "rows"],
    "properties": {
        "page": {"type": "string", "description": "address of the page of this view"},
        "total": _COUNT,
        "sparql": {"type": "string", "description": "the query that has the same rows"},
        "facets": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["facet", "choices"],
                "properties": {"facet": _TEXT, "choices": {"type": "array", "items": _CHOICE}},
            },
        },
        "rows": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["entry", "name", "technologies", "types", "page"],
                "properties": {
                    "entry": _TEXT,
                    "name": _TEXT,
                    "technologies": {"type": "array", "items": _TEXT},
                    "types": {"type": "array", "items": _TEXT},
                    "page": _COUNT,
                },
            },
        },
    },
}
_EXPLORE = Path(
    "/api/explore",
    "Entries by facets, all rows; repeat a parameter for several values, any of which will do.",
    (
        Parameter(
            "q", "words that each entry has in its texts, or in a name of a value", _TEXT, "tax"
        ),
        *(
            Parameter(
                facet.name,
                f"last part of an IRI below {facet.prefix}; at most {MOST_VALUES} different ones",
                {
                    "type": "array",
                    "items": {"type": "string", "pattern": f"^({facet.pattern}|{SILENT})?$"},
                },
                facet.example,
            )
            for facet in FACETS
        ),
        Parameter(
            "sort",
            "order of the rows; a minus sign before it for the reverse",
            {"enum": [f"{sign}{sort}" for sort in SORTS for sign in ("", "-")]},
            "-name",
        ),
        LANG,
    ),
    (("application/json", _EXPLORED),),
    (MISTAKEN,),
)
_SPARQL = Path(
    "/sparql",
    "SPARQL 1.1 Protocol; POST is answered, too. The default graph is the union of all graphs.",
    (
        Parameter(
            "query",
            "a SELECT, ASK, CONSTRUCT or DESCRIBE query; without one, the service description",
            _TEXT,
            "SELECT * { ?entry a dg:Entry } LIMIT 3",
        ),
    ),
    tuple(
        {
            item.media_type: (item.media_type, {})
            for shape in (Shape.ROWS, Shape.GRAPH)
            for item in formats_for(shape)
        }.values()
    ),
    (
        (400, "The query cannot be read, or a parameter is misspelt; the detail says where."),
        (406, "No requested format fits the query."),
        (503, "Too many queries wait; Retry-After says when to come back."),
        (504, "It took too long."),
    ),
)

PATHS: tuple[Path, ...] = (_SEARCH, _SUGGEST, _EXPLORE, _SPARQL, *TOOL_PATHS)
