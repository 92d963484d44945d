"""Where sentences begin and end, over tokens.

A sentence ends with `.`, `!`, `?` or `…` and the closing quotes and brackets behind it, or with a line. It does
not end where the next word is in lower case, after an initial (`J. Roy`, `M. Roy`, `v. Roy`), or between `art.`
and its number. Abbreviations are tokens of their own (see `nlp`); of these only a legal form or an acronym can
end a sentence, and does so before an article or preposition with a capital: "… to Roy Inc. The union …".

Known failures: names of eBay's kind at the beginning; an acronym or legal form before any other word; a
sentence that ends in a single letter ("plan B.").
"""

from __future__ import annotations

from collections.abc import Sequence

from pipelines.text import fold

Token = tuple[str, int, bool]
"""Its text, where it starts, and whether a space follows."""

_ENDS = frozenset(".!?…。！？")
_CLOSING = frozenset("\"'”’»›)]}“‘")  # German closes with “ and ‘
_OPENING = frozenset("\"'“‘«‹([{¿¡„‚—–-•*")
_BEFORE_NUMBERS = frozenset("art ch env fig n no nos num nº p pag pp vol".split())
_STARTERS = frozenset("an and at el elle en il ils in la las le les los on the un una une".split())


def sentence_bounds(tokens: Sequence[Token], may_end: Sequence[bool]) -> list[tuple[int, int]]:
    """Return the character offsets of the sentences, without the white space around them.

    `may_end` tells which tokens are abbreviations that a sentence can end with.
    """
    bounds: list[tuple[int, int]] = []
    first = at = 0
    while at < len(tokens):
        end = at + 1
        if "\n" in tokens[at][0] or _ends(tokens, at) or (may_end[at] and _starter(tokens, end)):
            while end < len(tokens) and _closes(tokens, end):
                end += 1
            bounds += _bound(tokens[first:end])
            first = end
        at = end
    return bounds + _bound(tokens[first:])


def _bound(tokens: Sequence[Token]) -> list[tuple[int, int]]:
    words = [token for token in tokens if not token[0].isspace()]
    return [(words[0][1], words[-1][1] + len(words[-1][0]))] if words else []


def _ends(tokens: Sequence[Token], at: int) -> bool:
    text = tokens[at][0]
    if not _ENDS.issuperset(text):
        return False
    after = at + 1
    while after < len(tokens) and (tokens[after][0] in _OPENING or _closes(tokens, after)):
        after += 1
    following = tokens[after][0] if after < len(tokens) else ""
    if following[:1].islower():
        return False
    before, _, spaced = tokens[at - 1] if at else ("", 0, True)
    if text != "." or spaced:
        return True
    if len(before) == 1 and before.isalpha() and (at == 1 or tokens[at - 2][2]):
        return not following
    return not (following[:1].isdigit() and fold(before) in _BEFORE_NUMBERS)


def _closes(tokens: Sequence[Token], at: int) -> bool:
    """Tell whether a closing mark follows without a space, or a French one with it, or a second full stop."""
    text = tokens[at][0]
    return text == "»" or (not tokens[at - 1][2] and (text in _CLOSING or _ENDS.issuperset(text)))


def _starter(tokens: Sequence[Token], at: int) -> bool:
    return at < len(tokens) and tokens[at][0].istitle() and fold(tokens[at][0]) in _STARTERS
