"""The manifest of the seeds, read."""

from converter.documents import bundled_documents


def test_the_manifest_describes_the_first_edition_in_both_languages() -> None:
    document = bundled_documents()[0]

    assert (document.key, document.edition, document.reader) == ("nga-2020", "", "text")
    assert set(document.titles) == set(document.rights) == {"ja", "en"}
    assert (document.survey_start, document.survey_end) == ("2020-06-01", "2020-07-31")
    assert document.published == "2020-10"
