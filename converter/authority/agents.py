"""The agents of `ontology/reference/agents.csv`: publishers and makers of sources and dataset."""

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
    """Read every agent of the table."""
    text = ontology.read("reference/agents.csv").decode()
    rows = csv.DictReader(io.StringIO(text, newline=""))
    return tuple(Agent(row["slug"], row["class"], row["name_ja"], row["name_en"]) for row in rows)
