"""Citations are read by parsers of their formats, whatever the title."""

import json

import rispy
from bibtexparser.entrypoint import parse_string
from bibtexparser.middlewares import LatexDecodingMiddleware, RemoveEnclosingMiddleware
from hypothesis import given
from hypothesis import strategies as st

from server.share.citations import Citation, as_bibtex, as_csl, as_ris

# Titles: any printable characters, and those that mean something in TeX.
TITLES = st.text(
    st.characters(categories=("L", "N", "P", "S", "Zs")) | st.sampled_from("{}\\&%$#_~^ "),
    min_size=1,
).filter(str.strip)
# The variables of CSL-JSON used here, from its schema:
# https://github.com/citation-style-language/schema/blob/master/schemas/input/csl-data.json
TEXTS = {"id", "title", "container-title", "version", "URL", "language"}


def citation(title: str = "Map") -> Citation:
    return Citation(
        key="digigov-compare-map",
        title=title,
        author="The digigov developers",
        site="Digital Prefectures Graph",
        version="1.0.0",
        year="2026",
        address="https://example.org/en/compare/map?edition=nga_2020",
        language="en",
    )


def folded(text: str) -> str:
    return " ".join(text.split())


@given(TITLES)
def test_bibtex_is_one_entry_whatever_the_title(title: str) -> None:
    library = parse_string(as_bibtex(citation(title)))

    assert library.failed_blocks == []
    (entry,) = library.entries
    assert (entry.entry_type, entry.key, entry["year"]) == ("misc", "digigov-compare-map", "2026")


def test_bibtex_writes_characters_that_tex_reads_as_commands() -> None:
    title = "100 % of A&B_C \\ ~ $1 #2\nin two lines"
    layers = [RemoveEnclosingMiddleware(), LatexDecodingMiddleware()]

    (entry,) = parse_string(as_bibtex(citation(title)), layers).entries

    assert entry["title"].strip("{}") == folded(title)


def test_names_in_bibtex_are_kept_whole_and_the_address_as_it_is() -> None:
    (entry,) = parse_string(as_bibtex(citation())).entries

    assert entry["author"] == "{The digigov developers}"
    assert entry["url"] == "https://example.org/en/compare/map?edition=nga_2020"


@given(TITLES)
def test_ris_is_one_record_with_the_title_that_was_written(title: str) -> None:
    (record,) = rispy.loads(as_ris(citation(title)))

    assert record["title"] == folded(title)
    assert record["authors"] == ["The digigov developers"]
    assert record["urls"] == ["https://example.org/en/compare/map?edition=nga_2020"]
    assert (record["type_of_reference"], record["year"]) == ("DATA", "2026")


@given(TITLES)
def test_csl_has_only_the_variables_of_its_schema(title: str) -> None:
    (item,) = json.loads(as_csl(citation(title)))

    assert set(item) == TEXTS | {"type", "author", "issued"}
    assert all(isinstance(item[name], str) for name in TEXTS)
    assert item["title"] == folded(title)
    assert item["type"] == "dataset"
    assert item["author"] == [{"literal": "The digigov developers"}]
    assert item["issued"] == {"date-parts": [[2026]]}
