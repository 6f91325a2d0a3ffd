"""Writes how to cite the dataset: https://citation-file-format.github.io, version 1.2.0."""

import json
from collections.abc import Iterator

from converter.authority.agents import load_agents
from converter.model import Document
from converter.publication.manifest import BuildDescription, File, FileKind
from converter.publication.words import AUTHOR, DESCRIPTION, KEYWORDS, TITLE

PATH = "CITATION.cff"


def citation_file(description: BuildDescription) -> File:
    """Return `CITATION.cff` as YAML; values are written as JSON strings, which are YAML strings."""
    said = {
        "title": f"{TITLE['en']} ({TITLE['ja']})",
        "abstract": DESCRIPTION["en"],
        "version": description.version,
        "url": dataset_iri(description),
        "license": "CC-BY-4.0",
    }
    lines = (
        "cff-version: 1.2.0",
        "type: dataset",
        'message: "If you use this dataset, please cite it as below."',
        *(f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in said.items()),
        "authors:",
        f"  - name: {json.dumps(AUTHOR)}",
        "keywords:",
        *(f"  - {json.dumps(word)}" for word in KEYWORDS["en"]),
        *_references(description.documents),
    )
    content = "\n".join(lines) + "\n"
    return File(PATH, "application/yaml", content.encode(), None, FileKind.CITATION)


def dataset_iri(description: BuildDescription) -> str:
    """Return the IRI of the dataset."""
    return f"{description.base}id/dataset/digigov"


def _references(documents: tuple[Document, ...]) -> Iterator[str]:
    """Yield the references to sources with known title and publisher."""
    names = {agent.slug: agent.name for agent in load_agents()}
    known = [one for one in documents if one.titles and one.publisher in names]
    if known:
        yield "references:"
    for one in known:
        title = one.titles.get("ja") or next(iter(one.titles.values()))
        yield "  - type: report"
        yield f"    title: {json.dumps(title, ensure_ascii=False)}"
        yield "    authors:"
        yield f"      - name: {json.dumps(names[one.publisher], ensure_ascii=False)}"
