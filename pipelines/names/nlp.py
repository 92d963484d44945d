"""spaCy's only room: tokens, sentences and phrase matching for every language alike.

One tokenizer serves English, French and Spanish, because feeds say the wrong language too often. It differs
from spaCy's English one where headlines need it: it splits at hyphens (`anti-ICE`, `GardaWorld-run`), at
apostrophes of both shapes (`l’ICE`, `Roshel's`), at `#`, `@`, `/`, dashes and underscores, keeps dotted
acronyms (`I.C.E.`) and abbreviations (`Inc.`, `M.`) whole, and has no exceptions that depend on casing
(spaCy #5944: `Inc.` is one token, `INC.` two).

Phrases are matched on *norms*: the folded text of each token, dots of acronyms and abbreviations dropped,
`&` as "and", hyphens and the comma before a legal form left out. Offsets always point into the text as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from spacy.lang.en.tokenizer_exceptions import TOKENIZER_EXCEPTIONS as ENGLISH
from spacy.lang.es.tokenizer_exceptions import TOKENIZER_EXCEPTIONS as SPANISH
from spacy.lang.fr.tokenizer_exceptions import TOKENIZER_EXCEPTIONS as FRENCH
from spacy.matcher import PhraseMatcher
from spacy.pipeline import Sentencizer
from spacy.symbols import ORTH
from spacy.tokenizer import Tokenizer
from spacy.tokens import Doc
from spacy.vocab import Vocab

from pipelines.text import fold

# Company forms of the countries that the shipped feeds cover, folded, without dots.
LEGAL_FORMS = frozenset(
    "ag bv co corp corporation gmbh inc incorporated kg limited limitee llc llp lp ltd ltda ltee nv plc pty "
    "sa sarl sas sau se sl spa srl ulc".split()
)

_PREFIX = re.compile(r"[^\w\s&]|_")
_SUFFIX = re.compile(r"[^\w\s]|_")
_INFIX = re.compile(
    r"[^\w\s.,:&+]|_"  # quotes, hyphens, dashes, slashes, brackets, emoji …
    r"|\.{2,}"
    r"|(?<=[^\W\d_])[,:](?=[^\W\d_])"  # a comma or colon without its space
    r"|(?<=[a-zà-ÿ])\.(?=[A-ZÀ-Þ])"  # a full stop without its space
)
_DOTTED = r"(?:[^\W\d_]\.)+[^\W\d_]\.?|(?:[^\W\d_]\.){2,}"
_ACRONYM = re.compile(_DOTTED)
_WHOLE = re.compile(_DOTTED + r"|(?:https?://|www\.)\S*\w/?|[\w.+-]+@[\w-]+\.[\w.]*\w")
_HYPHENS = frozenset("-‐‑")


def _abbreviations() -> dict[str, list[dict[int, str]]]:
    """Abbreviations of the three languages that end in a dot and are one token: Inc., Mme., Sr."""
    words = {
        text
        for exceptions in (ENGLISH, FRENCH, SPANISH)
        for text, tokens in exceptions.items()
        if text.endswith(".") and len(tokens) == 1 and len(text) > 2 and text[-2].isalpha()
    } | {f"{form.capitalize()}." for form in ("inc", "ltd", "corp", "co", "ltee", "cie", "sgt", "gov", "sen", "rep")}
    words |= {word.capitalize() for word in words} | {word.upper() for word in words}
    return {word: [{ORTH: word}] for word in words}


@lru_cache(maxsize=65536)
def norm(token: str) -> str:
    """Return the folded form of a token's text: "I.C.E." → "ice", "Inc." → "inc", "&" → "and"."""
    folded = fold(token)
    if folded == "&":
        return "and"
    if _ACRONYM.fullmatch(folded):
        return folded.replace(".", "")
    return folded.rstrip(".") or folded


class Text:
    """One tokenized text: norms with the characters they stand for, and sentences."""

    def __init__(self, doc: Doc) -> None:
        self.text = doc.text
        self._doc = doc
        self.norms: list[str] = []
        self._spans: list[tuple[int, int]] = []
        tokens = [(token.text, token.idx, token.whitespace_) for token in doc]
        for index, (text, start, space) in enumerate(tokens):
            glued = index > 0 and not tokens[index - 1][2] and not space
            if glued and text in _HYPHENS:
                continue
            if text == "," and index + 1 < len(tokens) and norm(tokens[index + 1][0]) in LEGAL_FORMS:
                continue
            if text.isspace():
                continue
            self.norms.append(norm(text))
            self._spans.append((start, start + len(text)))

    def characters(self, start: int, end: int) -> tuple[int, int]:
        """Return the character offsets of the norms from `start` up to `end`."""
        return self._spans[start][0], self._spans[end - 1][1]

    def sentences(self) -> list[tuple[int, int]]:
        """Return the character offsets of the sentences; a line break ends one too."""
        doc = _SENTENCIZER(self._doc)
        bounds: list[tuple[int, int]] = []
        start = 0
        for token in doc:
            if token.i and (token.is_sent_start or "\n" in doc[token.i - 1].text):
                bounds.append((start, token.idx))
                start = token.idx
        bounds.append((start, len(self.text)))
        return [_trimmed(self.text, *bound) for bound in bounds if self.text[slice(*bound)].strip()]


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    part = text[start:end]
    return start + len(part) - len(part.lstrip()), end - len(part) + len(part.rstrip())


_SENTENCIZER = Sentencizer()


class Phrases:
    """Phrases, and where they stand in a text: spaCy's PhraseMatcher over norms.

    Not safe for use by several threads at once: the vocabulary grows as it meets new words.
    """

    def __init__(self) -> None:
        self._vocab = Vocab()
        self._tokenizer = Tokenizer(
            self._vocab,
            rules=_abbreviations(),
            prefix_search=_PREFIX.match,
            suffix_search=_suffix_search,
            infix_finditer=_INFIX.finditer,
            token_match=_WHOLE.fullmatch,
        )
        self._matcher = PhraseMatcher(self._vocab, attr="ORTH")
        self._labels: dict[int, str] = {}

    def tokenize(self, text: str) -> Text:
        """Return `text` as tokens."""
        return Text(self._tokenizer(text))

    def norms(self, phrase: str) -> tuple[str, ...]:
        """Return the norms of a phrase, the form in which `add` takes it."""
        return tuple(self.tokenize(phrase).norms)

    def add(self, label: str, phrases: Iterable[tuple[str, ...]]) -> None:
        """Have `find` report `label` wherever one of `phrases` (norms) stands."""
        docs = [Doc(self._vocab, words=list(words)) for words in phrases]
        self._matcher.add(label, docs)
        self._labels[self._vocab.strings[label]] = label

    def find(self, text: Text) -> Iterator[tuple[str, int, int]]:
        """Yield label, first norm and end norm of every phrase in `text`, overlapping ones too."""
        if text.norms:
            for label, start, end in self._matcher(Doc(self._vocab, words=text.norms)):
                yield self._labels[label], start, end


def _suffix_search(text: str) -> re.Match[str] | None:
    return _SUFFIX.match(text, len(text) - 1)
