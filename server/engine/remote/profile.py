"""What the probes of an engine have found."""

from collections.abc import Sequence
from dataclasses import dataclass

from server.engine.errors import DatasetError


@dataclass(frozen=True, slots=True)
class ProbeResult:
    """The outcome of a probe: `said` is what was found, for people.

    Without a `required` one the engine cannot be used; for the others there is a way around.
    """

    name: str
    meaning: str
    required: bool
    passed: bool
    said: str


@dataclass(frozen=True, slots=True)
class Profile:
    """The findings about one replica, in the order of the probes."""

    url: str
    findings: Sequence[ProbeResult]

    def has(self, name: str) -> bool:
        """Return whether a probe has passed."""
        return any(one.passed for one in self.findings if one.name == name)

    def faults(self) -> list[ProbeResult]:
        """Return the findings with which the engine cannot be used."""
        return [one for one in self.findings if one.required and not one.passed]

    def lines(self) -> list[str]:
        """Return the findings as lines for people."""
        return [
            f"{'yes' if one.passed else 'no':3} {one.name}: {one.said}" for one in self.findings
        ]


def common(profiles: Sequence[Profile], name: str) -> bool:
    """Return whether a probe has passed with every replica."""
    return all(profile.has(name) for profile in profiles)


def check_usable(found: Sequence[Profile], answering: Sequence[Profile]) -> None:
    """Refuse engines of which none answers, or one lacks what this server needs.

    Raises:
        DatasetError: what is wrong with each of them.
    """
    faults = [f"{one.url}: {fault.said}" for one in answering for fault in one.faults()]
    if not answering:
        faults = [f"{one.url}: {one.findings[0].said}" for one in found]
    if faults:
        message = "the engine cannot be used: " + "; ".join(faults)
        raise DatasetError(message)
