"""spaCy's room: tokens for every language alike.

One tokenizer serves English, French and Spanish, because feeds say the wrong language too often. It differs
from spaCy's English one where headlines need it: it splits at hyphens (`anti-ICE`, `GardaWorld-run`), at
apostrophes of both shapes (`l’ICE`, `Roshel's`), at `#`, `@`, `&`, `/`, dashes and underscores, keeps dotted
acronyms (`I.C.E.`), abbreviations (`Inc.`, `Mme.`) and web and mail addresses whole, and has no exceptions that
depend on casing (spaCy #5944: `Inc.` is one token, `INC.` two).

Phrases are matched on *norms* (see `phrases`): the folded text of each token, dots of acronyms and abbreviations
dropped, `&` as "and", hyphens, underscores and the comma before a legal form left out, and signs that no reader sees.
A line break stays, as a norm that is in no phrase: the last word of a paragraph and the first of the next name nobody.
Offsets always point into the text as it is.

spaCy's vocabulary keeps every word that it ever met, so a tokenizer is replaced when it knows too many. (spaCy's own
`memory_zone` frees words, but its index grows by each *use* of a word, which is worse.)

Known failure: in plain text that is wrapped at a fixed width, a name that stands on two lines is not found.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from spacy.symbols import ORTH
from spacy.tokenizer import Tokenizer
from spacy.vocab import Vocab

from pipelines.names.sentences import Token, sentence_bounds
from pipelines.text import fold

# Company forms of the countries that the shipped feeds cover, folded, without dots.
LEGAL_FORMS = frozenset(
    "ag bv co corp corporation gmbh inc incorporated kg limited limitee llc llp lp ltd ltda ltee nv plc pty "
    "sa sarl sas sau se sl spa srl ulc".split()
)
WORDLIKE_FORMS = frozenset("co sa sas sau se sl spa".split())
"""Legal forms that, written in lower case, are words or parts of names in one of the languages."""

_PREFIX = re.compile(r"[^\w\s]|_")
_SUFFIX = re.compile(r"[^\w\s]|_")
_INFIX = re.compile(
    r"[^\w\s.,:]|_"  # quotes, hyphens, dashes, slashes, brackets, emoji …
    r"|\.{2,}"
    r"|(?<=[^\W\d_])[,:]|[,:](?=[^\W\d_])"  # a comma or colon without its space; not 1,000 and 10:30
    r"|(?<=[a-zà-ÿ])\.(?=[A-ZÀ-Þ])"  # a full stop without its space; not example.org and U.S.
    r"|(?<=[A-ZÀ-Þ0-9]{2})\.(?=[A-ZÀ-Þ][a-zà-ÿ])"
    r"|(?<=[a-zà-ÿ]{3})\.(?=[^\w\s.])"
)
_DOTTED = r"(?:[^\W\d_]\.)+[^\W\d_]\.?|(?:[^\W\d_]\.){2,}"
_ACRONYM = re.compile(_DOTTED)
_ACRONYM_END = re.compile(r"(?<![\w.])(?:[^\W\d_]\.){2,}\Z")
_ADDRESS = r"(?:https?://|www\.|(?:[\w-]+\.)+[a-z]{2,}/)\S*\w/?|[\w.+-]+@[\w-]+\.[\w.]*\w"
_WHOLE = re.compile(f"{_DOTTED}|{_ADDRESS}")
_HYPHENS = frozenset("-‐‑_")
_PLAIN_PHRASE = re.compile(r"[^\W_]+(?: (?:[^\W_]+|&))*(?:(?<= Inc)\.|(?<= Ltd)\.|(?<= Corp)\.)?")
INVISIBLE = re.compile("[\xad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
"""Signs inside words that no reader sees: soft hyphens, zero-width spaces and joiners, marks of direction."""
LARGEST_VOCABULARY = 100_000
"""Words, some 70 MB."""
LONGEST_RUN = 1000
"""Characters without a space that are tokenized at once: spaCy takes off sign by sign, each time at the cost of all."""


# Abbreviations that end in a dot without ending a sentence, in English, French and Spanish. spaCy's own lists
# hold few of news and take three seconds to load for French.
_ABBREVIATIONS = (
    "Adm. Assn. Av. Ave. Bd. Blvd. Bros. Brig. Capt. Cia. Cie. Cmdr. Co. Col. Cnel. Corp. Cpl. Ct. Dept. Dpt. Dr. "
    "Dra. Drs. Dres. EE. Etc. Ext. Fig. Fr. Ft. Gen. Gob. Gov. Gral. Hon. Inc. Ing. Insp. Jr. Lic. Lt. Ltd. Ltda. "
    "Ltee. Ltée. Maj. Me. MM. Mgr. Mlle. Mlles. Mme. Mmes. Mr. Mrs. Ms. Mt. No. Nº. Nos. Pdte. Ph.D. Pres. Prof. "
    "Profa. Pty. Rep. Reps. Rev. Rte. Sen. Sens. Sgt. Sr. Sra. Sras. Sres. Srta. St. Sta. Ste. Sto. Supt. Tel. Tte. "
    "Ud. Uds. UU. Vol. Vs. Jan. Feb. Mar. Apr. Jun. Jul. Aug. Sep. Sept. Oct. Nov. Dec. Janv. Févr. Avr. Juill. Déc. "
    "Ala. Ariz. Ark. Calif. Colo. Conn. Del. Fla. Ga. Ill. Ind. Kan. Ky. La. Md. Mich. Minn. Miss. Mo. Mont. Neb. "
    "Nev. Okla. Ont. Ore. Pa. Penn. Que. Qué. Sask. Tenn. Tex. Va. Vt. Wash. Wis. Wyo. Alta. Man. EE.UU."
)
_PLAIN = frozenset("del. fig. fr. ill. ind. la. man. mar. me. miss. mo. no. pa. vol. wash.".split())
"""In lower or upper case these are words too, which may end a sentence."""
_LAST_WORDS = LEGAL_FORMS | {"etc", "uu", "ee.uu", "jr", "sr"}
"""Abbreviations with which a sentence may end, as norms."""


def _abbreviations() -> dict[str, list[dict[int, str]]]:
    words = _ABBREVIATIONS.split()
    words += [other for word in words if word.lower() not in _PLAIN for other in (word.lower(), word.upper())]
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

    def __init__(self, text: str, tokens: list[Token], places: list[int] | None = None) -> None:
        """Take a text, and the tokens of what a reader sees of it, which `places` leads back to the text."""
        self.text = text
        self._places = places
        self.norms: list[str] = []
        self._tokens = tokens
        self._spans: list[tuple[int, int]] = []
        for index, (word, start, space) in enumerate(tokens):
            glued = index > 0 and not tokens[index - 1][2] and not space
            if (word.isspace() and "\n" not in word) or (glued and word in _HYPHENS):
                continue
            if word == "," and index + 1 < len(tokens) and norm(tokens[index + 1][0]) in LEGAL_FORMS:
                continue
            self.norms.append(norm(word))
            self._spans.append((start, start + len(word)))

    def characters(self, start: int, end: int) -> tuple[int, int]:
        """Return the character offsets of the norms from `start` up to `end`."""
        return self._in_text(self._spans[start][0], self._spans[end - 1][1])

    def is_capitalised(self, at: int) -> bool:
        """Tell whether a norm's token begins with a capital."""
        return self.text[self.characters(at, at + 1)[0]].isupper()

    def sentences(self) -> list[tuple[int, int]]:
        """Return the character offsets of the sentences; a line break ends one too."""
        bounds = sentence_bounds(self._tokens, [_may_end(word) for word, _, _ in self._tokens])
        return [self._in_text(start, end) for start, end in bounds]

    def _in_text(self, start: int, end: int) -> tuple[int, int]:
        return (start, end) if self._places is None else (self._places[start], self._places[end - 1] + 1)


def _may_end(word: str) -> bool:
    """Tell whether a token is an abbreviation that a sentence can end with: "Inc.", "U.S."."""
    return len(word) > 1 and word[-1] == "." and (norm(word) in _LAST_WORDS or bool(_ACRONYM.fullmatch(fold(word))))


class Texts:
    """Splits texts into tokens. Not safe for use by several threads at once: the vocabulary grows."""

    def __init__(self) -> None:
        self._tokenizer = _tokenizer()

    def tokenize(self, text: str) -> Text:
        """Return `text` as tokens."""
        if len(self._tokenizer.vocab.strings) > LARGEST_VOCABULARY:
            self._tokenizer = _tokenizer()
        places = _visible_places(text)
        seen = text if places is None else "".join(text[at] for at in places)
        tokens = [
            (token.text, offset + token.idx, bool(token.whitespace_))
            for offset, piece in _pieces(seen)
            for token in self._tokenizer(piece)
        ]
        return Text(text, tokens, places)

    def norms(self, phrase: str) -> tuple[str, ...]:
        """Return the norms of a phrase as a watchlist writes it."""
        if _PLAIN_PHRASE.fullmatch(phrase):  # as the tokenizer would split it, and ten times as fast
            return tuple(map(norm, phrase.split()))
        return tuple(self.tokenize(" ".join(phrase.split())).norms)


def _visible_places(text: str) -> list[int] | None:
    """Return the offsets of the characters that a reader sees, None if that is all of them."""
    if text.isascii() or not INVISIBLE.search(text):
        return None
    return [at for at, character in enumerate(text) if not INVISIBLE.match(character)]


def _pieces(text: str) -> Iterator[tuple[int, str]]:
    """Yield the parts of a text with their offsets: one, unless it has runs without a space beyond the longest."""
    start = 0
    if any(len(run) > LONGEST_RUN for run in text.split()):
        for run in re.finditer(rf"\S{{{LONGEST_RUN}}}(?=\S)", text):
            yield start, text[start : run.end()]
            start = run.end()
    yield start, text[start:]


def _tokenizer() -> Tokenizer:
    return Tokenizer(
        Vocab(),
        rules=_abbreviations(),
        prefix_search=_PREFIX.match,
        suffix_search=_suffix_search,
        infix_finditer=_INFIX.finditer,
        token_match=_WHOLE.fullmatch,
    )


def _suffix_search(text: str) -> re.Match[str] | None:
    # Told only what is left after a prefix, spaCy would take the last dot of “U.S. for a suffix.
    return None if _ACRONYM_END.search(text) else _SUFFIX.match(text, len(text) - 1)
