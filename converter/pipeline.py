"""The stages of a conversion, in reading order."""

import seeds
from converter.documents import bundled_documents
from converter.model import Survey
from converter.reading import bytes_to_survey, load_words
from converter.vocabulary import load_vocabulary


def read_bundled_survey() -> Survey:
    """Return the bundled survey of 2020: 594 records and their sections."""
    document = bundled_documents()[0]
    return bytes_to_survey(seeds.document(document.file), document, load_words(load_vocabulary()))
