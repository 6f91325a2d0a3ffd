"""The agents of `ontology/reference/agents.csv`: who published the sources and who made this."""

import csv
import io
from dataclasses import dataclass

import ontology


@dataclass(frozen=True, slots=True)
class Agent:
    """An agent: the slug of `id/agent/`, its class (a CURIE) and its names."""

    slug: str
    kind: str
    name: str
    name_en: str


def load_agents() -> tuple[Agent, ...]:
    """Read every agent that the package describes."""
    text = ontology.read("reference/agents.csv").decode()
    rows = csv.DictReader(io.StringIO(text, newline=""))
    return tuple(Agent(row["slug"], row["class"], row["name_ja"], row["name_en"]) for row in rows)
