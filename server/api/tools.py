"""Describes the tools over plain HTTP; the schemas come from the tools."""

from server.api.openapi import MISTAKEN, Json, Parameter, Path
from server.mcp.arguments import Unit
from server.mcp.tools import tool_named

_DEFINITION = "#/$defs/"
_LANG = Parameter("lang", "language of names and notes", {"enum": ["ja", "en"]}, "en")
_NAME: dict[str, Json] = {"type": "string", "maxLength": 2000}
_UNIT = Parameter(
    "unit",
    "what is counted",
    {"enum": [*Unit], "default": "answers"},
    "prefectures",
)
# Parameters that select entries; all facets of /api/explore are allowed as well.
_CHOOSING = tuple(
    Parameter(
        name,
        "values that choose, as slugs or labels; every facet of /api/explore is read, too",
        {"type": "array", "items": {"type": "string"}},
        example,
    )
    for name, example in (
        ("table", "ProcedureEntry"),
        ("prefecture", "01"),
        ("technology", "robotic-process-automation"),
        ("status", "introduced"),
    )
)


def _name(name: str, description: str, example: str) -> Parameter:
    return Parameter(name, description, _NAME, example, required=True)


def _part_of_claim(name: str, description: str, example: str) -> Parameter:
    return Parameter(name, f"{description}; required unless `number` is given", _NAME, example)


def _path(name: str, summary: str, *parameters: Parameter) -> Path:
    schema = tool_named(name).output_schema
    answer = _inlined({key: item for key, item in schema.items() if key != "$defs"}, schema)
    answers = (("application/json", answer),) if isinstance(answer, dict) else ()
    return Path(f"/api/{name}", summary, (*parameters, _LANG), answers, (MISTAKEN,))


def _inlined(part: Json, schema: dict[str, Json]) -> Json:
    """Return a part of a schema with all references replaced, since the document has no `$defs`."""
    if isinstance(part, dict):
        reference = part.get("$ref")
        if isinstance(reference, str):
            definitions = schema["$defs"]
            name = reference.removeprefix(_DEFINITION)
            return _inlined(definitions[name], schema) if isinstance(definitions, dict) else part
        return {key: _inlined(item, schema) for key, item in part.items()}
    if isinstance(part, list):
        return [_inlined(item, schema) for item in part]
    return part


TOOL_PATHS: tuple[Path, ...] = (
    _path(
        "count",
        "Count answers or prefectures, with the words that the first entries are counted by.",
        *_CHOOSING,
        _UNIT,
        Parameter("by", "facet by which it is counted", {"type": "string"}, "technology"),
        Parameter(
            "entries",
            "entries that are listed with their words",
            {"type": "integer", "minimum": 0, "maximum": 50, "default": 5},
            "2",
        ),
    ),
    _path(
        "evidence",
        "What a statement rests on: words with offsets, page, rule; or that it quotes none.",
        _name("subject", "IRI, prefixed name, path or label", "id/entry/1-1"),
        _name("property", "IRI, prefixed name or label", "dg:implementationStatus"),
        Parameter("value", "IRI, path, label or text", _NAME, "concept/status/introduced"),
    ),
    _path(
        "verify",
        "Whether a claim is true, false or not stated; where `number` is given, that of a count.",
        _part_of_claim("subject", "IRI, prefixed name, path or label", "id/entry/1-1"),
        _part_of_claim("property", "IRI, prefixed name, label or facet", "dg:implementationStatus"),
        _part_of_claim("value", "IRI, path, label or text", "concept/status/introduced"),
        *_CHOOSING,
        _UNIT,
        Parameter(
            "number",
            "claimed number of what is chosen, in place of subject, property and value",
            {"type": "integer", "minimum": 0},
            "3",
        ),
    ),
)
