"""OpenAPI: every path and parameter is described and answers as described."""

import json
from urllib.parse import urlencode

import pytest
from jsonschema import Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator
from website import sample_site, website

from server.api.interfaces import PATHS
from server.api.openapi import Parameter, Path
from server.rdf.formats import Shape, formats_for

# Media types used only for graphs.
GRAPHS = {item.media_type for item in formats_for(Shape.GRAPH)} - {
    item.media_type for item in formats_for(Shape.ROWS)
}
# A claim is about a thing or about a number.
OF_A_THING = {"subject", "property", "value"}
CASES = [(path, parameter) for path in PATHS for parameter in path.parameters]


def document() -> dict[str, dict[str, dict[str, dict[str, list[dict[str, str]]]]]]:
    reply = sample_site()("/openapi.json")
    assert (reply.status, reply.type) == (200, "application/json")
    found: dict[str, dict[str, dict[str, dict[str, list[dict[str, str]]]]]] = json.loads(reply.body)
    return found


def address_of(path: Path, *parameters: Parameter) -> str:
    needed = [item for item in path.parameters if item.required and item not in parameters]
    given = {item.name: item.example for item in (*needed, *parameters)}
    if path.path == "/api/verify":
        given = claim(path, given)
    return f"{path.path}?{urlencode(given)}"


def claim(path: Path, given: dict[str, str]) -> dict[str, str]:
    examples = {item.name: item.example for item in path.parameters}
    if given.keys() <= OF_A_THING | {"lang"}:
        return given | {name: examples[name] for name in OF_A_THING}
    chosen = {name: value for name, value in given.items() if name not in OF_A_THING}
    return chosen | {"number": examples["number"]}


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.path)
def test_every_described_path_answers_in_every_described_form(path: Path) -> None:
    for media_type, schema in path.answers:
        target = address_of(path, *path.parameters)
        if media_type in GRAPHS:
            target = f"{path.path}?{urlencode({'query': 'CONSTRUCT WHERE { ?s ?p ?o }'})}"

        reply = sample_site()(target, headers={"Accept": media_type})

        assert (reply.status, reply.type) == (200, media_type), target
        if media_type == "application/json" and schema:
            Draft202012Validator(schema).validate(json.loads(reply.body))


@pytest.mark.parametrize(("path", "parameter"), CASES, ids=lambda item: getattr(item, "name", ""))
def test_every_described_parameter_is_read(path: Path, parameter: Parameter) -> None:
    media_type = path.answers[0][0]

    reply = sample_site()(address_of(path, parameter), headers={"Accept": media_type})

    assert reply.status == 200


def test_the_document_is_valid_openapi() -> None:
    assert list(OpenAPIV31SpecValidator(document()).iter_errors()) == []


def test_the_document_has_all_paths_and_parameters_of_the_table() -> None:
    paths = document()["paths"]

    assert {
        name: [item["name"] for item in operations["get"]["parameters"]]
        for name, operations in paths.items()
    } == {path.path: [item.name for item in path.parameters] for path in PATHS}


@pytest.mark.parametrize("path", ["/api/explore", "/api/explore?page=9", "/api/search?q=a"])
def test_an_answer_with_every_kind_of_entry_is_as_described(path: str) -> None:
    described = next(item for item in PATHS if item.path == path.partition("?")[0])

    reply = sample_site()(path)

    validator = Draft202012Validator(dict(described.answers)["application/json"])
    assert list(validator.iter_errors(json.loads(reply.body))) == []


@pytest.mark.parametrize("path", ["/api/explore", "/api/search"])
def test_an_unknown_language_is_refused(path: str) -> None:
    reply = sample_site()(f"{path}?lang=fr", headers={"Accept": "application/json"})

    assert reply.status == 400
    assert "ja, en" in json.loads(reply.body)["detail"]


def test_a_refusal_is_a_problem_document_as_described() -> None:
    schema = document()["components"]["schemas"]["Problem"]

    reply = sample_site()("/api/search?page=x", headers={"Accept": "application/problem+json"})

    assert reply.type == "application/problem+json"
    Draft202012Validator(schema).validate(json.loads(reply.body))


def test_the_address_of_the_server_is_the_public_one() -> None:
    reply = website("https://example.jp/data")("/openapi.json")

    assert json.loads(reply.body)["servers"] == [{"url": "https://example.jp/data"}]
