"""Misspelt parameters are mistakes; parameters that others add to shared links are not."""

import pytest

from server.counts.facets import FACETS
from server.http.unknown_parameters import UnknownParameter, mistaken

FACET_NAMES = tuple(facet.name for facet in FACETS)
KNOWN = (*FACET_NAMES, "q", "of", "sort", "size", "page", "list", "part", "group", "measure")
# Parameters that mail programs, social networks, search engines and advertisers add to links.
OF_OTHERS = (
    *("utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content", "utm_id"),
    *("fbclid", "gclid", "gclsrc", "dclid", "gbraid", "wbraid", "msclkid", "twclid", "ttclid"),
    *("yclid", "li_fat_id", "igshid", "igsh", "mc_cid", "mc_eid", "mkt_tok", "_hsenc", "_hsmi"),
    *("_ga", "_gl", "srsltid", "ref", "ref_src", "ref_url", "s", "t", "si", "v", "via", "hl"),
    *("ved", "usg", "ei", "cx", "spm", "scm", "epik", "vero_id", "wickedid", "_openstat", "amp"),
    *("openExternalBrowser", "n_cid", "yj_r", "cmpid", "share_id", "feature", "from", "fb_ref"),
    "amp;utm_source",
)


@pytest.mark.parametrize(
    ("sent", "near"),
    [
        *(("technolgy", ["technology"]), ("Technology", ["technology"])),
        *(("tech", ["technology"]), ("technologies", ["technology"]), ("pref", ["prefecture"])),
        *(("prefectures", ["prefecture"]), ("stauts", ["status"]), ("tpye", ["type"])),
        *(("amp;technology", ["technology"]), ("amp;technolgy", ["technology"])),
        *(("Q", ["q"]), ("pge", ["page"]), ("szie", ["size"]), ("measur", ["measure"])),
    ],
)
def test_a_misspelt_or_shortened_name_is_a_mistake(sent: str, near: list[str]) -> None:
    assert mistaken([sent], KNOWN) == UnknownParameter(sent, tuple(near))


@pytest.mark.parametrize("name", OF_OTHERS)
def test_a_parameter_that_others_add_to_links_is_no_mistake(name: str) -> None:
    assert mistaken([name], KNOWN) is None
    assert mistaken([name], ("page",), KNOWN) is None


@pytest.mark.parametrize("sent", ["technology", "technolgy", "tech"])
def test_a_parameter_of_another_page_is_a_mistake_without_a_similar_one(sent: str) -> None:
    assert mistaken([sent], ("page", "edition"), FACET_NAMES) == UnknownParameter(sent)


@pytest.mark.parametrize("sent", [[], ["page"], ["page", "page"], [""], ["x" * 10_000]])
def test_known_empty_and_very_long_names_are_no_mistakes(sent: list[str]) -> None:
    assert mistaken(sent, KNOWN) is None


def test_the_first_mistake_of_several_parameters_is_found() -> None:
    found = mistaken(["utm_source", "page", "stauts", "technolgy"], KNOWN)

    assert found == UnknownParameter("stauts", ("status",))
