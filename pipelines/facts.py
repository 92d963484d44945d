"""Who did what with whom, and for how much: the first version. Precision before recall.

A fact is one sentence with exactly one company that is surely meant, and an action or an amount beside it.
Two companies, two agencies, two amounts or two actions in one sentence leave that key null, because the
sentence alone does not say which belongs to which. A sentence that denies something gives no fact.

Amounts are read in English, French and Spanish ("$8 million", "US$10-million", "8 millions de dollars",
"3.000 millones de euros", "C$100M", "€3bn"). A bare `$` is taken for the US dollar.

Known failures: a bare `$` in Canadian news often means the Canadian dollar; irregular verbs; actions that a
sentence only plans or asks for count like those that happened.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipelines.model import Entry, Fact, Field, Kind, Mention, Status
from pipelines.rules import has_cue
from pipelines.text import fold

ACTIONS: dict[str, tuple[str, ...]] = {
    "contract": ("contract", "contrat", "contrato", "task order", "procurement"),
    "order": ("purchase order", "commande", "pedido", "orders for", "order for", "ordered"),
    "sale": ("sale", "sell", "sold", "vente", "vendre", "venta", "vender"),
    "lease": ("lease", "rent", "bail", "location", "arrendamiento", "alquiler"),
    "purchase": ("purchase", "buy", "bought", "acquire", "achat", "acheter", "compra", "comprar"),
    "donation": ("donation", "donate", "don", "donación", "donar"),
    "lawsuit": ("lawsuit", "sue", "poursuite", "demanda", "demandar"),
    "layoff": ("layoff", "lay off", "laid off", "licenciement", "mise à pied", "despido"),
}
"""The closed list of actions, each with the words that say it."""

_NEGATION = re.compile(
    r"\b(?:not|no|never|without|den(?:y|ies|ied)|n't|cannot|ne|pas|aucun|jamais|sans|niega|nunca|ning[uú]n|sin)\b"
    r"|n['’]t\b",
    re.IGNORECASE,
)

_NUMBER = r"\d{1,3}(?:[  ,.]\d{3})+(?:[.,]\d{1,2})?|\d+(?:[.,]\d+)?"
_SCALES = {
    "thousand": 1e3, "mille": 1e3, "mil": 1e3, "k": 1e3,
    "million": 1e6, "millions": 1e6, "millon": 1e6, "millones": 1e6, "m": 1e6, "mn": 1e6,
    "billion": 1e9, "billions": 1e9, "milliard": 1e9, "milliards": 1e9, "b": 1e9, "bn": 1e9,
    "mil millones": 1e9, "trillion": 1e12,
}  # fmt: skip
_SCALE = r"mil\s+millones|millones|mill[oó]n|millions?|milliards?|billions?|trillion|thousand|mille|mil|mn|bn|[kmb]"
_SYMBOLS = {
    "us$": "USD", "u.s.$": "USD", "$us": "USD", "usd": "USD", "$": "USD",
    "c$": "CAD", "ca$": "CAD", "cad$": "CAD", "cdn$": "CAD", "$ca": "CAD", "cad": "CAD", "$c": "CAD",
    "a$": "AUD", "mx$": "MXN", "€": "EUR", "eur": "EUR", "£": "GBP", "gbp": "GBP",
}  # fmt: skip
_WORDS = (
    (r"dollars?\s+canadiens?|canadian\s+dollars?|d[oó]lares\s+canadienses", "CAD"),
    (r"dollars?\s+am[eé]ricains?|u\.?s\.?\s+dollars?|d[oó]lares\s+estadounidenses|dollars?|d[oó]lar(?:es)?", "USD"),
    (r"euros?", "EUR"),
    (r"pesos?", "MXN"),
)
_BEFORE = re.compile(
    rf"(?<![\w$])(?P<symbol>US\$|U\.S\.\$|CAD?\$|CDN\$|C\$|A\$|MX\$|USD|CAD|EUR|GBP|[$€£])\s?"
    rf"(?P<number>{_NUMBER})(?:[\s  -]*(?P<scale>{_SCALE})(?![^\W\d_]))?",
    re.IGNORECASE,
)
_AFTER = re.compile(
    rf"(?<![\w$€£.,])(?P<number>{_NUMBER})[\s  -]*(?P<scale>{_SCALE})?(?:\s+de|\s+d['’]|\s)?[\s  ]*"
    rf"(?P<symbol>\$\s?US|\$\s?CA|\$|€|USD|CAD|EUR|{'|'.join(pattern for pattern, _ in _WORDS)})(?![^\W_])",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """A sum of money as a text has it."""

    value: int | float  #: in units of the currency
    currency: str  #: ISO 4217
    text: str
    start: int


def amounts(text: str) -> list[Amount]:
    """Return the sums of money in `text`, in order."""
    found: list[Amount] = []
    end = -1
    for match in sorted([*_BEFORE.finditer(text), *_AFTER.finditer(text)], key=lambda m: (m.start(), -m.end())):
        if match.start() >= end:
            found.append(
                Amount(
                    value=_value(match["number"], match["scale"]),
                    currency=_currency(match["symbol"]),
                    text=match[0].strip(),
                    start=match.start(),
                )
            )
            end = match.end()
    return found


def _value(number: str, scale: str | None) -> int | float:
    digits = re.sub(r"\s", "", number)
    separators = [character for character in digits if character in ".,"]
    # A separator that stands twice, or before exactly three digits, groups thousands; the other is decimal.
    if len(separators) == 2 and separators[0] != separators[1]:
        digits = digits.replace(separators[0], "").replace(",", ".")
    elif len(separators) > 1 or re.search(r"[.,]\d{3}$", digits):
        digits = re.sub(r"[.,]", "", digits)
    else:
        digits = digits.replace(",", ".")
    word = re.sub(r"\s+", " ", fold(scale)) if scale else ""
    value = float(digits) * _SCALES.get(word, 1)
    return round(value) if value == round(value) else round(value, 2)


def _currency(symbol: str) -> str:
    plain = re.sub(r"\s", "", symbol.lower())
    if plain in _SYMBOLS:
        return _SYMBOLS[plain]
    return next(code for pattern, code in _WORDS if re.fullmatch(pattern, symbol, re.IGNORECASE))


def find_facts(entry: Entry, mentions: Sequence[Mention]) -> tuple[Fact, ...]:
    """Return one fact for each sentence of `entry` that states one, in reading order."""
    sentences: dict[tuple[Field, int, int], list[Mention]] = {}
    for mention in mentions:
        if mention.status is Status.SURE:
            place = (mention.field, mention.sentence_start, mention.sentence_end)
            sentences.setdefault(place, []).append(mention)
    facts: dict[tuple[object, ...], Fact] = {}
    for (field, start, end), group in sentences.items():
        sentence = entry.text(field)[start:end]
        company = _only(m.watch for m in group if m.kind is Kind.COMPANY)
        if company is None or _NEGATION.search(sentence):
            continue
        action = _only(name for name, words in ACTIONS.items() if has_cue(sentence, words, entry.language))
        sums = amounts(sentence)
        amount = sums[0] if len(sums) == 1 else None
        if action is None and amount is None:
            continue
        fact = Fact(
            company=company,
            agency=_only(m.watch for m in group if m.kind is Kind.AGENCY),
            action=action,
            amount=amount.value if amount else None,
            currency=amount.currency if amount else None,
            amount_text=amount.text if amount else None,
            sentence=sentence,
        )
        # A headline and its summary often say the same: once is enough.
        facts.setdefault((fact.company, fact.agency, fact.action, fact.amount, fact.currency), fact)
    return tuple(facts.values())


def _only(names: Iterable[str]) -> str | None:
    """The one name there is, None if there are several or none."""
    distinct = set(names)
    return distinct.pop() if len(distinct) == 1 else None
