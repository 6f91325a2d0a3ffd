"""The results of the probes of an engine."""

from collections.abc import Sequence
from dataclasses import dataclass

from server.engine.errors import DatasetError


@dataclass(frozen=True, slots=True)
class ProbeResult:
    """The result of a probe; `said` describes it for people.

    An engine that fails a `required` probe cannot be used; the server works around other failures.
    """

    name: str
    meaning: str
    required: bool
    passed: bool
    said: str


@dataclass(frozen=True, slots=True)
class Profile:
    """The results for one replica, in the order of the probes."""

    url: str
    findings: Sequence[ProbeResult]

    def has(self, name: str) -> bool:
        """Return whether a probe has passed."""
        return any(one.passed for one in self.findings if one.name == name)

    def faults(self) -> list[ProbeResult]:
        """Return the failures of required probes."""
        return [one for one in self.findings if one.required and not one.passed]

    def lines(self) -> list[str]:
        """Return the results as lines of text."""
        return [
            f"{'yes' if one.passed else 'no':3} {one.name}: {one.said}" for one in self.findings
        ]


def common(profiles: Sequence[Profile], name: str) -> bool:
    """Return whether every replica has passed a probe."""
    return all(profile.has(name) for profile in profiles)


def check_usable(found: Sequence[Profile], answering: Sequence[Profile]) -> None:
    """Check that a replica answers, and that none fails a required probe.

    Raises:
        DatasetError: No replica answers, or some fail; the message lists the failures of each.
    """
    faults = [f"{one.url}: {fault.said}" for one in answering for fault in one.faults()]
    if not answering:
        faults = [f"{one.url}: {one.findings[0].said}" for one in found]
    if faults:
        message = "the engine cannot be used: " + "; ".join(faults)
        raise DatasetError(message)
