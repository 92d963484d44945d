"""Sums of money in English, French and Spanish text.

"$8 million", "US$10-million", "$5 million Cdn", "8 millions de dollars", "100 M$", "3.000 millones de euros",
"C$100M", "€3bn", "three million dollars". A word of measure before it belongs to its text: "more than C$100M". What
kind of dollar a bare `$` is, the caller says; of a peso nobody knows. A range ("$10 to $12 million") is no sum.

Known failures: numbers in words above twelve other than hundreds, and "a million dollars", which is mostly a manner
of speaking; "1.375 millones" means thousands of millions here, as Spain and most of Latin America write it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipelines.text import fold

_NUMBER = r"\d{1,3}(?:[\s,.]\d{3})+(?!\d)(?:[.,]\d{1,2})?|\d+(?:[.,]\d+)?"
_GAP = r"[\s\-‑]*"
_SCALES = {
    "thousand": 1e3, "mille": 1e3, "mil": 1e3, "k": 1e3,
    "million": 1e6, "millions": 1e6, "millon": 1e6, "millones": 1e6, "m": 1e6, "mn": 1e6, "mln": 1e6, "mm": 1e6,
    "billion": 1e9, "billions": 1e9, "milliard": 1e9, "milliards": 1e9, "b": 1e9, "bn": 1e9, "md": 1e9, "mds": 1e9,
    "mil millones": 1e9, "trillion": 1e12,
}  # fmt: skip
_SCALE = (
    r"mil\s+millones|millones|mill[oó]n|millions?|milliards?|billions?|trillion|thousand|mille|mil|"
    r"mln|mds?|mm|mn|bn|[kmb]"
)
_SPANISH = frozenset({"mil", "millon", "millones", "mil millones"})
_FRENCH = frozenset({"millions", "milliard", "milliards", "md", "mds"})
_NUMBER_WORDS = {
    **{word: value + 1 for value, word in enumerate(
        "one two three four five six seven eight nine ten eleven twelve".split())},
    **{word: value + 1 for value, word in enumerate(
        "un deux trois quatre cinq six sept huit neuf dix onze douze".split())},
    **{word: value + 1 for value, word in enumerate(
        "un dos tres cuatro cinco seis siete ocho nueve diez once doce".split())},
    "cent": 100, "cien": 100, "hundred": 100, "half a": 0.5,
}  # fmt: skip
_WORD = "|".join(_NUMBER_WORDS)
_WRITTEN = rf"(?:(?:{_WORD})\s)?hundred|half\sa|{_WORD}"
_MEASURES = re.compile(
    r"""(?<!\w)(?P<measure>
        (?:well\s)?(?:more|less|fewer)\sthan|at\s(?:least|most)|up\sto|as\s(?:much|little)\sas|an?\sestimated|close\sto
        |about|around|roughly|nearly|almost|approximately|some|upwards\sof
        |plus\sd(?:e\s|['’])|moins\sd(?:e\s|['’])|près\sd(?:e\s|['’])|jusqu['’]à|au\s(?:moins|plus)|environ|quelque
        |más\sde|menos\sde|cerca\sde|alrededor\sde|al\smenos|hasta|casi|unos
    )\s*\Z
    # "sued over $8 million" tells what it is about, "worth over $8 million" how much it is.
    |(?:\A|[(,]|(?<!\w)(?:at|of|for|by|is|was|worth|paid|pays?|raised|spent|costs?|donate[sd]?|invest(?:s|ed)?))\s*
     (?P<over>(?<!\w)(?:well\s)?over)\s*\Z
    """,
    re.IGNORECASE | re.VERBOSE,
)
_TOO_MUCH = 1e15
"""More money than there is; such a number is something else, and no database holds it."""
_BARE = "dollar"
_DOLLARS = {
    "US$": "USD", "U.S.$": "USD", "USD$": "USD", "C$": "CAD", "CA$": "CAD", "Can$": "CAD", "CAD$": "CAD",
    "Cdn$": "CAD", "A$": "AUD", "AU$": "AUD", "NZ$": "NZD", "HK$": "HKD", "MX$": "MXN", "Mex$": "MXN",
    "$US": "USD", "$CA": "CAD", "$CAN": "CAD", "$": _BARE,
}  # fmt: skip
_SIGNS = {"€": "EUR", "£": "GBP"}
_CODES = ("USD", "CAD", "AUD", "NZD", "EUR", "GBP", "MXN", "CHF")
_CURRENCIES = {
    sign.lower(): code for sign, code in {**_DOLLARS, **_SIGNS, **dict(zip(_CODES, _CODES, strict=True))}.items()
}
_WORDS = (
    (r"dollars?\s+(?:canadiens?|CAN?)|canadian\s+dollars?|d[oó]lares\s+canadienses", "CAD"),
    (r"dollars?\s+(?:am[eé]ricains?|US)|u\.?s\.?\s+dollars?|d[oó]lares\s+estadounidenses", "USD"),
    (r"dollars?|d[oó]lar(?:es)?", _BARE),
    (r"euros?", "EUR"),
    (r"pounds\s+sterling|livres\s+sterling|libras\s+esterlinas", "GBP"),
    (r"pesos\s+mexicanos|mexican\s+pesos", "MXN"),
    (r"pesos?", None),
)
_HEAD = r"(?:US|U\.S\.|CAN?|CDN|C|AU?|NZ|HK|MEX|MX)\$|(?:USD|CAD)\s?\$|[$€£]|" + "|".join(_CODES)
_BEFORE = re.compile(
    rf"(?<![\w$])(?P<symbol>{_HEAD})\s?(?P<number>{_NUMBER})(?:{_GAP}(?P<scale>{_SCALE})(?![^\W\d_]))?"
    # What kind of dollar, if it comes last; "$5 million US contract" says nothing of the kind.
    r"(?:\s\(?(?P<kind>CAD|USD|Cdn|CAN|(?:Canadian|US|U\.S\.)(?!\s+\w))(?!\w)\)?)?",
    re.IGNORECASE,
)
_AFTER = re.compile(
    rf"(?<![\w$€£.,])(?:(?P<number>{_NUMBER}){_GAP}(?P<scale>{_SCALE})?|(?P<written>{_WRITTEN})[\s-](?P<of>{_SCALE}))"
    rf"(?:\s+de|\s+d['’]|\s)?\s*"
    rf"(?P<symbol>\$\s?US|\$\s?CAN?|\$|€|£|{'|'.join(_CODES)}|{'|'.join(pattern for pattern, _ in _WORDS)})(?![^\W_])",
    re.IGNORECASE,
)
_RANGE = re.compile(
    rf"(?:{_NUMBER})(?:{_GAP}(?:{_SCALE})(?![^\W\d_]))?\s?(?:[-‑–—]|to|or|and|à|ou|et|a|o|y)\s?(?:{_HEAD})?\s?"
    rf"(?:{_NUMBER}){_GAP}(?:{_SCALE})(?![^\W\d_])",
    re.IGNORECASE,
)
_KINDS = {"cad": "CAD", "cdn": "CAD", "can": "CAD", "canadian": "CAD", "usd": "USD", "us": "USD", "u.s.": "USD"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """A sum of money as a text has it."""

    value: int | float  #: in units of the currency
    currency: str | None  #: ISO 4217; None: the text does not say which
    text: str  #: with the word of measure before it: "more than C$100M"
    start: int


def amounts(text: str, *, dollar: str | None = "USD") -> list[Amount]:
    """Return the sums of money in `text`, in order; `dollar` is the currency of a bare `$` or "dollars"."""
    found: list[Amount] = []
    unclear = [match.span() for match in _RANGE.finditer(text)]
    end = -1
    for match in sorted([*_BEFORE.finditer(text), *_AFTER.finditer(text)], key=lambda m: (m.start(), -m.end())):
        if match.start() < end or any(match.start() < last and first < match.end() for first, last in unclear):
            continue
        end = match.end()
        value = _value(match)
        if value >= _TOO_MUCH:
            continue
        measure = _MEASURES.search(text, 0, match.start())
        start = measure.start(measure.lastgroup or 0) if measure else match.start()
        currency = _currency(match)
        found.append(
            Amount(
                value=value,
                currency=dollar if currency == _BARE else currency,
                text=text[start : match.end()].strip(),
                start=start,
            )
        )
    return found


def _value(match: re.Match[str]) -> int | float:
    groups = match.groupdict()
    if written := groups.get("written"):
        *factor, last = " ".join(written.lower().split()).rsplit(" hundred", 1)
        value = _NUMBER_WORDS[factor[0]] * 100 if factor else _NUMBER_WORDS[last]
        return round(value * _SCALES[re.sub(r"\s+", " ", fold(groups["of"]))])
    return _of_digits(match["number"], match["scale"])


def _of_digits(number: str, scale: str | None) -> int | float:
    digits = re.sub(r"\s", "", number)
    word = re.sub(r"\s+", " ", fold(scale)) if scale else ""
    separators = [character for character in digits if character in ".,"]
    if len(separators) > 1 and separators[0] != separators[-1]:  # 1,250.50
        digits = digits.replace(separators[0], "")
    elif len(separators) > 1 or (separators and _groups(separators[0], digits, word)):
        digits = re.sub(r"[.,]", "", digits)
    value = min(float(digits.replace(",", ".")) * _SCALES.get(word, 1), _TOO_MUCH)
    return round(value) if value == round(value) else round(value, 2)


def _groups(separator: str, digits: str, scale: str) -> bool:
    """Tell whether the only separator groups thousands: "$75,000", "3.000 millones", not "$1.375 billion"."""
    if not re.search(r"[.,]\d{3}$", digits):
        return False
    if separator == ".":
        return not scale or scale in _SPANISH
    return scale not in _FRENCH


def _currency(match: re.Match[str]) -> str | None:
    symbol, kind = match["symbol"], match.groupdict().get("kind")
    if symbol == "$" and kind:
        return _KINDS[kind.lower()]
    plain = re.sub(r"\s", "", symbol.lower())
    if plain in _CURRENCIES:
        return _CURRENCIES[plain]
    return next(code for pattern, code in _WORDS if re.fullmatch(pattern, symbol, re.IGNORECASE))
