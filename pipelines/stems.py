"""Words without their inflection: the Snowball stemmers (Porter 2001)."""

from __future__ import annotations

import snowballstemmer

LANGUAGES = ("en", "fr", "es")
"""Those whose words are stemmed."""

_STEMMERS = {
    code: snowballstemmer.stemmer(name) for code, name in zip(LANGUAGES, ("english", "french", "spanish"), strict=True)
}


def stem(word: str, language: str) -> str:
    """Return the stem of a word in small letters, accents and all; of another language the word itself."""
    stemmer = _STEMMERS.get(language)
    return str(stemmer.stemWord(word)) if stemmer else word
