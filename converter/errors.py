"""The errors of a conversion, grouped by what the user can do about them.

ConversionError            ends a conversion; its text is the message to the user
├── InputError             the document cannot be converted: correct the document (exit 2)
├── DecisionFileError      a reviewed table cannot be read: correct it (`authority.reviewed_rows`)
├── VocabularyError        a concept scheme cannot be read: correct it (`authority.vocabulary`)
└── ValidationError        the graph violates a SHACL shape: a fault of this software (exit 3)
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DocumentFault:
    """One fault of a document: where it is, what was found, what was expected."""

    file: str
    page: int | None
    line: int | None
    found: str
    expected: str

    def __str__(self) -> str:
        """Return the fault as one line in the format of compilers: `file:line: page 3: ...`."""
        where = self.file if self.line is None else f"{self.file}:{self.line}"
        page = "" if self.page is None else f" page {self.page}:"
        return f"{where}:{page} found {self.found}; expected {self.expected}"


class ConversionError(Exception):
    """Ends a conversion; its text is for the user."""


class InputError(ConversionError):
    """The document cannot be converted; every fault found is in `faults`."""

    def __init__(self, faults: tuple[DocumentFault, ...]) -> None:
        """Keep the faults; the message is one line for each."""
        super().__init__("\n".join(map(str, faults)))
        self.faults = faults


class ValidationError(ConversionError):
    """The graph has SHACL violations; nothing was replaced."""
