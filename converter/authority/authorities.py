"""The authority files, loaded once, in which the mappings look up names."""

from collections.abc import Mapping
from dataclasses import dataclass

import ontology
from converter.authority.agents import Agent, load_agents
from converter.authority.governments import Governments, load_governments
from converter.authority.named_things import NamedThing, load_named_things
from converter.authority.vocabulary import Vocabulary, load_vocabulary


@dataclass(frozen=True, slots=True)
class Authorities:
    """Concepts, governments, agents, English names of the headings, products and laws."""

    vocabulary: Vocabulary
    governments: Governments
    agents: tuple[Agent, ...]
    headings_en: Mapping[str, str]
    named_things: tuple[NamedThing, ...] = ()


def load_authorities() -> Authorities:
    """Read all authority files of the package."""
    return Authorities(
        load_vocabulary(), load_governments(), load_agents(), _headings(), load_named_things()
    )


def _headings() -> dict[str, str]:
    lines = ontology.read("translations/sections.tsv").decode().splitlines()[1:]
    return dict(line.split("\t") for line in lines if line and not line.startswith("#"))
