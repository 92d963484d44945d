"""Who did what with whom, and for how much: the first version. Precision before recall.

A fact is one sentence with exactly one company that is surely meant, and an action or an amount beside it.
Two companies, two agencies, two amounts or two actions in one sentence leave that key null, because the
sentence alone does not say which belongs to which. A sentence that denies something gives no fact.

The words for an action belong to a language: French "location" is a lease, English "location" is none. Where an
entry does not name its language, the sentence's articles and prepositions tell it.

Known failures: irregular verbs; actions that a sentence only plans or asks for count like those that happened;
"not only" denies.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from pipelines.amounts import amounts
from pipelines.model import Entry, Fact, Field, Kind, Mention, Status
from pipelines.rules import has_cue
from pipelines.text import fold

ACTIONS: dict[str, dict[str, tuple[str, ...]]] = {
    "contract": {
        "en": ("contract", "subcontract", "task order", "procurement"),
        "fr": ("contrat", "marché public"),
        "es": ("contrato",),
    },
    "order": {
        "en": ("purchase order", "order for", "order from"),  # not "in order to"
        "fr": ("commande", "commander"),
        "es": ("pedido de", "orden de compra"),  # not "ha pedido"
    },
    "sale": {"en": ("sale", "sell", "sold"), "fr": ("vente", "vendre"), "es": ("venta", "vender")},
    "lease": {"en": ("lease", "rent"), "fr": ("bail", "location"), "es": ("arrendamiento", "alquiler")},
    "purchase": {
        "en": ("purchase", "buy", "bought", "acquire"),
        "fr": ("achat", "acheter"),
        "es": ("compra", "comprar"),
    },
    "donation": {"en": ("donation", "donate"), "fr": ("un don", "donation"), "es": ("donación", "donativo")},
    "lawsuit": {
        "en": ("lawsuit", "sue", "sued", "suing"),
        "fr": ("poursuite judiciaire", "poursuite contre", "recours collectif"),
        "es": ("demanda", "demandar"),
    },
    "layoff": {
        "en": ("layoff", "lay off", "laid off"),
        "fr": ("licenciement", "licencier", "mise à pied"),
        "es": ("despido", "despedir", "despide"),
    },
}
"""The closed list of actions, each with the words that say it, by language."""

_NEGATION = re.compile(
    r"\b(?:not|no(?!\.?\s*\d)|never|without|den(?:y|ies|ied|ying)|cannot|ne|pas|aucun|aucune|jamais|sans|niega|nunca"
    r"|ning[uú]n|sin)\b|n['’]t\b",
    re.IGNORECASE,
)
_FUNCTION_WORDS = {
    "en": frozenset("and by for from in is of on the to with".split()),
    "fr": frozenset("au aux avec d dans des du est et l la le les par pour sur un une".split()),
    "es": frozenset("al con del el en es la las los para por un una y".split()),
}


def find_facts(entry: Entry, mentions: Sequence[Mention]) -> tuple[Fact, ...]:
    """Return the facts that sentences of `entry` state, each once and in its fullest form, in reading order."""
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
        action = _only(_actions(sentence, entry.language))
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
        facts.setdefault(_said(fact), fact)
    # A headline and its summary often say the same, one of them in more detail: once is enough.
    return tuple(
        fact
        for said, fact in facts.items()
        if not any(said != other and all(a in (None, b) for a, b in zip(said, other, strict=True)) for other in facts)
    )


def _said(fact: Fact) -> tuple[object, ...]:
    return fact.company, fact.agency, fact.action, fact.amount, fact.currency


def _actions(sentence: str, language: str) -> list[str]:
    """The actions that a sentence names in its language, in all of those that it may be in."""
    languages = [language]
    if language not in _FUNCTION_WORDS:
        words = set(re.findall(r"[^\W_]+", fold(sentence)))
        counts = {code: len(words & function) for code, function in _FUNCTION_WORDS.items()}
        languages = [code for code, count in counts.items() if count == max(counts.values())]
    found: dict[str, str] = {}
    for name, cues in ACTIONS.items():
        for code in languages:
            if cue := has_cue(sentence, cues[code], code):
                found.setdefault(name, cue)
    # A "purchase order" is no purchase besides.
    return [name for name, cue in found.items() if not any(f"{cue} " in other for other in found.values())]


def _only(names: Iterable[str]) -> str | None:
    """The one name there is, None if there are several or none."""
    distinct = set(names)
    return distinct.pop() if len(distinct) == 1 else None
