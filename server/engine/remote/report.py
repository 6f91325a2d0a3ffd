"""Reports a profile as EARL in Turtle (https://www.w3.org/TR/EARL10-Schema/)."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox

from server.engine.remote.client import Client
from server.engine.remote.expected import Expected
from server.engine.remote.probes import probe
from server.engine.remote.profile import ProbeResult, Profile

_EARL = "http://www.w3.org/ns/earl#"
_DCT = "http://purl.org/dc/terms/"
_RDF_TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
# A URN for the names of probes, which have no web address.
_PROBES = "urn:x-digigov:probe:"
_ASSERTOR = ox.NamedNode("urn:x-digigov:digigov-serve")
_CONNECTIONS = 2


async def probe_endpoint(url: str, path: Path) -> Profile:
    """Probe an endpoint with the dataset of a folder and return its profile.

    Raises:
        DatasetError: The converter did not write the folder.
    """
    expected = Expected.of(path)
    client = Client(_CONNECTIONS)
    client.open()
    try:
        return await probe(client, url, expected)
    finally:
        await client.close()


async def print_report(url: str, path: Path) -> int:
    """Print the profile of an endpoint; return 1 if the server cannot use it, else 0.

    Raises:
        DatasetError: The converter did not write the folder.
    """
    profile = await probe_endpoint(url, path)
    sys.stdout.write(profile_to_earl(profile))
    sys.stderr.writelines(f"{line}\n" for line in profile.lines())
    return 1 if profile.faults() else 0


def profile_to_earl(profile: Profile) -> str:
    """Return a profile as Turtle."""
    triples = [triple for finding in profile.findings for triple in _assertion(profile, finding)]
    prefixes = {"earl": _EARL, "dct": _DCT}
    body = ox.serialize(triples, format=ox.RdfFormat.TURTLE, prefixes=prefixes)
    return body.decode() if body else ""


def _assertion(profile: Profile, finding: ProbeResult) -> Iterator[ox.Triple]:
    assertion, result = ox.BlankNode(), ox.BlankNode()
    test = ox.NamedNode(_PROBES + finding.name)
    outcome = ox.NamedNode(_EARL + ("passed" if finding.passed else "failed"))
    yield ox.Triple(test, _RDF_TYPE, ox.NamedNode(_EARL + "TestCase"))
    yield ox.Triple(test, _term("title"), ox.Literal(finding.meaning, language="en"))
    yield ox.Triple(assertion, _RDF_TYPE, ox.NamedNode(_EARL + "Assertion"))
    yield ox.Triple(assertion, _earl("assertedBy"), _ASSERTOR)
    yield ox.Triple(assertion, _earl("mode"), _earl("automatic"))
    yield ox.Triple(assertion, _earl("subject"), ox.NamedNode(profile.url))
    yield ox.Triple(assertion, _earl("test"), test)
    yield ox.Triple(assertion, _earl("result"), result)
    yield ox.Triple(result, _RDF_TYPE, ox.NamedNode(_EARL + "TestResult"))
    yield ox.Triple(result, _earl("outcome"), outcome)
    yield ox.Triple(result, _earl("info"), ox.Literal(finding.said, language="en"))


def _earl(name: str) -> ox.NamedNode:
    return ox.NamedNode(_EARL + name)


def _term(name: str) -> ox.NamedNode:
    return ox.NamedNode(_DCT + name)
