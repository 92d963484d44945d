"""Which company a sentence says to have done what: patterns over words and signs, no parser.

A company must stand where the grammar of a news sentence puts it: before the verb, with nothing between but
auxiliaries, adverbs and asides; behind a verb or preposition that takes it; or before or behind the noun as its owner.
Everything looser is left out, since a fact is never guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from pipelines.facts.marks import AGENCY, COMPANY, SUM
from pipelines.facts.patterns import compiled, flat
from pipelines.facts.vocabulary import ASSETS, VOCABULARY, Words

COMPANY_WORD = flat(
    r"""
    (?:company|firm|maker|manufacturer|giant|start-?up|airline|retailer|group|chain|contractor|supplier|operator|carrier
    |bank|insurer|developer|publisher|conglomerate|builder|producer|platform|brand|brewer|miner|automaker|carmaker
    |chipmaker|drugmaker|planemaker|shipbuilder|landlord|corporation|business
    |entreprise|société|compagnie|fabricant|géant|groupe|empresa|compañía|firma|fabricante|gigante|grupo)
    """
)
_STOP = flat(
    r"""
    (?:while|whereas|but|although|though|after|before|because|when|since|that|who|which|whose|amid|despite|if|unless|as
    |tandis|mais|mientras|pero|aunque|que|qui)\b
    """
)
_PREPOSITION = flat(
    r"""
    (?:to|for|from|by|of|in|on|at|with|without|against|over|about|into|under|than
    |de|du|des|à|au|pour|par|con|por|para)\b
    """
)
_WORD = rf"(?!{_STOP})[^\s,;:()\ue000-\ue3ff]+"
#: "the contract, in an interview with Skell", "a deal similar to Skell's": what follows has no part in it.
_NO_PART = flat(
    r"""
    (?:interviews?|statements?|e-?mails?|letters?|memos?|conversations?|comments?|told|reported|published|reviewed
    |according|similar|comparable|compared|identical|thanks|next|prior|due|related
    |entretien|entrevue|communiqué|courriel|grâce|entrevista|comunicado|gracias|según)\b
    """
)
_OF_IT = rf"(?!{_NO_PART}){_WORD}"
_THING = rf"(?!{_STOP}|{_PREPOSITION})[^\s;:()\ue000-\ue1ff]+"
_UNIT = rf"{COMPANY}(?:,?\s(?:Inc|Corp|Ltd|LLC|PLC|Co|SA|Limited|Corporation)\b\.?)?"
_JOIN = flat(
    rf"""
    (?:,\s|,?\s(?:and|&|et|y|e|along\swith|as\swell\sas)\s)
    (?:(?:its|their|the|corporate|parent|sister|owner|rival|subsidiary|{COMPANY_WORD}),?\s){{0,4}}
    """
)
_WHO = rf"(?P<who>{_UNIT}(?:{_JOIN}{_UNIT}){{0,5}})"
_ASIDE = flat(
    r"""
    (?:\s\([^)]*\))?
    (?:,\s[^,;:\ue000-\ue1ff]{1,80},|\s[–—-]\s[^–—;:\ue000-\ue1ff]{1,80}\s[–—-])?
    """
)
_OTHERS = rf"(?:,?(?:\s(?:and|et|y))?\s(?:[\w-]+\s){{0,2}}?(?:{COMPANY}\s)?(?:others|staff|affiliates|partners)\b)?"
#: Each word in one way only (an atomic group), or a long row of them would take for ever.
_BETWEEN = flat(
    r"""
    (?>(?:\w+ly|has|have|had|having|is|are|was|were|be|been|being|will|would|could|may|might|must|should|can|to|not|never
    |won['’]t|\w+n['’]t|also|now|soon|just|already|again|currently|still|then|later|once|first|ever|no\slonger
    |today|yesterday|tomorrow|tonight|on|in|this|last|next|week|month|year|\d{4}|(?:mon|tues|wednes|thurs|fri|satur|sun)day
    |january|february|march|april|june|july|august|september|october|november|december
    |it|they|he|she|both|each|jointly|that|which|who|qui
    |sa(?:id|ys?)|announce[sd]?|confirm(?:s|ed)?|report(?:s|ed)?|reveal(?:s|ed)?|den(?:y|ies|ied)
    |plan(?:s|ned|ning)?|agree[sd]?|agreeing|look(?:s|ed|ing)?|seek(?:s|ing)?|sought|want(?:s|ed)?|hop(?:es|ed|ing)
    |expect(?:s|ed)?|intend(?:s|ed)?|aim(?:s|ed|ing)?|set|due|ready|about|going|consider(?:s|ed|ing)?|offer(?:s|ed|ing)?
    |propos(?:es|ed|ing)|talks|forced|ordered|vow(?:s|ed)?|pledge[sd]?|promise[sd]?|begins?|began|begun|start(?:s|ed)?
    |decide[sd]?|chose|move[sd]?|prepar(?:es|ed|ing)|threaten(?:s|ed|ing)?|refuse[sd]?|decline[sd]?|fail(?:s|ed)?
    |continue[sd]?|manage[sd]?|likely|able|allowed|among|one|of|warn(?:s|ed)?|tr(?:y|ies|ied|ying)|deal|contract|under
    |near(?:s|ing)|close|only|gets?|got|helped
    |va|vont|veut|voudrait|compte|envisage|pourrait|devrait|prévoit|a|ont|est|sont|été|avait|avoir|dit|ne|n['’]a|pas
    |d['’]|de|ha|han|fue|es|está|quiere|busca|planea|podría|prevé|no|se|había|haber|dice)(?![\w’']))
    """
)
_TASK = r"(?:\s\w+){1,5}?\s(?:task|job|business)\sof"
_GAP = rf"{_OTHERS}{_ASIDE},?(?:,?\s{_BETWEEN}){{0,12}}?(?:{_TASK})?\s"
_LATER = flat(
    rf"""
    {_ASIDE}(?:\s(?:{_WORD}|before\s(?-i:[A-Z])\w+),?){{1,30}}?
    (?:,?\s(?:and|et|y)(?:\s{_BETWEEN}){{0,8}}?|(?<=,))\s
    """
)
_KIND = flat(
    rf"""
    (?:(?:the|a|an|its|their|his|her|some|la|le|les|l['’]|el|los)\s)?
    (?:(?:[\w’'.&-]+\s){{0,5}}(?:{COMPANY_WORD}|rival|owner|parent|network)s?\s
    |(?:(?-i:[A-Z])[\w’'&-]*\s(?:of\s)?){{1,5}}(?:and|&)\s(?:the\s)?
    |(?:(?!{_PREPOSITION}|{_STOP}|(?:and|or|et|ou|y)\b|\w+(?:s|ed|ing)\b)[\w’'-]+\s){{1,3}})?
    """
)
_BE = re.compile(
    r"\b(?:is|are|was|were|be|been|being|gets?|got|est|été|fue|sido|es)\s(?:\w+ly\s|also\s)?\Z", re.IGNORECASE
)
_BEFORE_NO_SUBJECT = re.compile(rf"\b{_PREPOSITION}\s(?:(?:the|a|an|la|le|el)\s)?\Z", re.IGNORECASE)
_AWARDS = re.compile(rf"[^;:.]*?\bto\s(?:the\s)?{COMPANY}|\sawarded\s[^;:.]*?\sto\s(?:the\s)?[A-Z{AGENCY[1:-1]}]")
_LOST = re.compile(r"\b(?:los(?:e[sd]?|t|ing)|perd(?:u|ent)?|pierden?|perdió)\b(?:\s[^\s;:,]+){0,8}\s\Z", re.IGNORECASE)
_TO_WHOM = re.compile(r"\b(?:to|au?|à)\s(?:[\w’'-]+\s){0,2}\Z", re.IGNORECASE)
_OWNER = re.compile(r"\s?['’]s?\s")
_AFTER_OBJECT = re.compile(
    r"\s*(?:\Z|[.,;:!?)\"”’–—]|(?:for|in|from|as|after|and|at|to|on|with|over|by|amid|de|pour|por|para|et|y|en)\b)",
    re.IGNORECASE,
)
_BY = re.compile(r"\s(?:\w+ly\s)?(?:by|par|por)\s", re.IGNORECASE)
_PASSIVE = {"sale": "takeover", "purchase": "takeover", "lawsuit": "lawsuit"}
_FROM = {
    "en": (
        ("lease", r"leas(?:e[sd]?|ing)|rent(?:s|ed|ing)?", "from|of"),
        ("lease", r"leased|rented", "to"),
        ("sale", r"buy(?:s|ing)?|bought|purchas(?:e[sd]|ing)", "from"),
        ("order", r"order(?:s|ed|ing)(?=\s(?:\d|more|new|dozens|hundreds|thousands|another|an?\s))", "from"),
    ),
    "fr": (
        ("lease", r"lou(?:e|ent|é|er)|location", "à|de"),
        ("sale", r"achèt(?:e|ent)|acheté|acheter", "à"),
        ("order", r"command(?:e|ent|é|er)(?=\s(?:\d|des|une?))", r"à|auprès\sde|chez"),
    ),
    "es": (("sale", r"compr(?:a|ó|an|ar)", "a"), ("order", r"encarg(?:a|ó)|pidi?ó|pide", "a")),
}
_PAY = r"pay(?:s|ing)?|paid|shells?\sout|verse[rz]?|pagar?"
_PAID_FOR = (
    ("settlement", re.compile(r"\b(?:settl\w+|resolve)\b", re.IGNORECASE)),
    ("lawsuit", re.compile(r"\b(?:lawsuit|suit|damages|defamation|judge?ment|verdict)\b", re.IGNORECASE)),
    ("fine", re.compile(r"\b(?:fines?|penalt(?:y|ies))\b", re.IGNORECASE)),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One company and one action as a pattern found them; offsets into the sentence with signs."""

    action: str | None  #: None: money is paid, and nothing says for what
    company: str  #: its sign
    start: int  #: of the pattern
    cue: tuple[int, int]  #: the verb or noun
    who: int  #: where the company stands
    sum: str | None = None  #: its sign, where the pattern itself says which


def find_claims(text: str, language: str) -> Iterator[Claim]:
    """Yield what a sentence with signs claims in one language, the same perhaps in several ways."""
    if not re.search(COMPANY, text):
        return
    for action, words in VOCABULARY.items():
        if language in words and _cue(action, language).search(text):
            for name, pattern in _patterns(action, language):
                for match in pattern.finditer(text):
                    yield from _read(action, name, match)
    for action, pattern in _from_patterns(language):
        for match in pattern.finditer(text):
            yield from _read(action, "object", match)
    yield from _payments(text)


def _read(action: str, name: str, match: re.Match[str]) -> Iterator[Claim]:
    """Yield the claims of one match, if the company stands in the role that the pattern takes it for."""
    text, start = match.string, match.start("who")
    behind = text[match.end("who") :]
    if name in ("subject", "later", "gets", "passive") and _BEFORE_NO_SUBJECT.search(text, 0, start):
        return
    signs = re.findall(COMPANY, match["who"])
    if name in ("object", "beside", "gives", "done to") and _OWNER.match(behind):
        del signs[-1]
    if name == "beside" and _LOST.search(text, 0, match.start()) and _TO_WHOM.search(text, 0, start):
        return  # "Tarnlow lost a contract to Skell"
    if name == "gets" and _AWARDS.match(text[match.end("who") :], 0):
        return
    if name == "passive" and match["cue"].lower().endswith("ing"):
        return
    if name == "done to" and not (_AFTER_OBJECT.match(behind) or action in ("lawsuit", "fine", "grant")):
        return
    if name in ("subject", "later") and _is_passive(match):
        if action not in _PASSIVE:
            return
        action = _PASSIVE[action]
    for sign in signs:
        yield Claim(action=action, company=sign, start=match.start(), cue=match.span("cue"), who=text.index(sign))


def _is_passive(match: re.Match[str]) -> bool:
    """Tell whether a form of "be" stands before the verb, or "by" behind it."""
    if match["cue"].split()[0].lower().endswith("ing"):
        return False
    by = _BY.match(match.string, match.end("cue"))
    return by is not None or _BE.search(match.string, match.start("who"), match.start("cue")) is not None


@cache
def _cue(action: str, language: str) -> re.Pattern[str]:
    words = VOCABULARY[action][language]
    return compiled("|".join(filter(None, (words.does, words.done_to, words.nouns))))


@cache
def _patterns(action: str, language: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    words = VOCABULARY[action][language]
    return tuple((name, compiled(pattern)) for name, pattern in (*_verbs(words), *_nouns(action, words)))


def _verbs(words: Words) -> Iterator[tuple[str, str]]:
    if words.does:
        cue = rf"(?P<cue>\b(?:{words.does}))(?!\w)"
        yield "subject", rf"{_WHO}{_GAP}{cue}"
        yield "later", rf"\A(?:[^\s,;:]+\s){{0,3}}{_WHO}{_LATER}{cue}"
        yield "object", rf"{cue}(?:\s{_OF_IT}){{0,3}}?\s(?:by|par|por)\s{_KIND}{_WHO}"
    if words.done_to:
        cue = rf"(?P<cue>\b(?:{words.done_to}))(?!\w)"
        yield "done to", rf"{cue}\s{_KIND}{_WHO}"
        yield "passive", rf"{_WHO}{_GAP}(?<=\s)(?:(?:is|are|was|were|be|been|being|gets?|got|est|été|fue|sido)\s){cue}"


def _nouns(action: str, words: Words) -> Iterator[tuple[str, str]]:
    if not words.nouns:
        return
    cue = rf"(?P<cue>\b(?:{words.nouns}))(?!\w)"
    if words.beside:
        yield "beside", rf"{cue}(?:\s{_OF_IT}){{0,7}}?\s(?:{words.beside})\s{_KIND}{_WHO}"
    if words.owned:
        yield "owner", rf"{_WHO}['’]s?(?:\s{_THING}){{0,4}}?\s{cue}"
        yield (
            "owner",
            rf"{_WHO}(?:\s(?!\w+(?:s|ed|ing)\b){_THING}){{0,2}}?\s(?!(?:deal|order|lease|fine|grant)s\b|contracts\s(?:out|with)\b){cue}",
        )
    if words.get:
        # Who completes an acquisition has bought; only of a merger everybody is part.
        got = r"(?P<cue>\b(?:merger|fusion|fusión))(?!\w)" if action == "takeover" else cue
        yield "gets", rf"{_WHO}{_GAP}(?:{words.get})(?:\s{_THING}){{0,9}}?\s{got}"
        yield (
            "fronted",
            (
                rf"\A(?:having\s|after\s|by\s)?(?:winning|won|landing|securing|signing)(?:\s{_THING}){{0,9}}?\s{cue}[^;:]*?,\s{_KIND}{_WHO}"
            ),
        )
    if words.give:
        yield (
            "gives",
            rf"\b(?:{words.give})\s{_KIND}{_WHO}{_ASIDE}(?:\s(?:with|for|under))?(?:\s{_THING}){{0,9}}?\s{cue}",
        )
    if action in ("contract", "order"):
        yield (
            "ware",
            rf"""
            {cue}(?:\s{_WORD}){{0,7}}?\s(?:for|pour|de|por)\s(?:[\w,]+\s){{0,2}}?{_WHO}
            \s(?:{ASSETS}|véhicules|camions|vehículos)\b
            """,
        )
    if action == "lawsuit":
        yield (
            "subject",
            rf"\b(?:in|dans|en)\s(?:an?|the|its|their|une|una)\s(?:[\w-]+\s){{0,2}}{cue}[^,;:]{{0,80}},\s{_KIND}{_WHO}",
        )
    if action == "partnership":
        yield "subject", rf"\A(?:[^\s,;:]+\s){{0,3}}{_WHO}[^;:\ue000-\ue1ff]{{0,100}}?\bin\s{cue}\swith\b"


@cache
def _from_patterns(language: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple(
        (action, compiled(rf"(?P<cue>\b(?:{verbs}))(?!\w)(?:\s{_WORD}){{0,8}}?\s(?:{prepositions})\s{_KIND}{_WHO}"))
        for action, verbs, prepositions in _FROM.get(language, ())
    )


def _payments(text: str) -> Iterator[Claim]:
    """Yield what is paid: by a company to settle, as damages or as a fine; or to a company, no matter for what."""
    for match in (*_PAYS.finditer(text), *_MUST_PAY.finditer(text)):
        action = next((name for name, words in _PAID_FOR if words.search(match["tail"])), None)
        if action == "lawsuit" and not _HAS_TO.search(text, match.start(), match.start("cue")):
            continue  # "paid its witness $8 million in the lawsuit"
        if action and not _BEFORE_NO_SUBJECT.search(text, 0, match.start("who")):
            several = re.search(SUM, match["tail"]) is not None
            for sign in re.findall(COMPANY, match["who"]):
                yield Claim(
                    action=action,
                    company=sign,
                    start=match.start(),
                    cue=match.span("cue"),
                    who=text.index(sign),
                    sum="" if several else match["sum"],
                )
    for action, pattern in ((None, _IS_PAID), ("lawsuit", _IS_SENTENCED)):
        for match in pattern.finditer(text):
            if not _OWNER.match(text[match.end("who") :]):
                yield Claim(
                    action=action,
                    company=match["who"][0],
                    start=match.start(),
                    cue=match.span("cue"),
                    who=match.start("who"),
                    sum=match["sum"],
                )


_HAS_TO = re.compile(r"\b(?:ordered|must|told|forced|has\sto|have\sto|agree[sd]?|to)\b", re.IGNORECASE)
_SUM_AND_TAIL = rf"(?:[\w’'-]+\s){{0,12}}?(?P<sum>{SUM})(?P<tail>[^;:]{{0,120}})"
_PAYS = compiled(rf"{_WHO}{_GAP}(?P<cue>{_PAY})\s{_SUM_AND_TAIL}")
_MUST_PAY = compiled(rf"\b(?:order(?:s|ed)|told)\s{_KIND}{_WHO}\sto\s(?P<cue>pay)\s{_SUM_AND_TAIL}")
_IS_PAID = compiled(
    rf"\b(?P<cue>(?:over)?paid|pays?|versé|verse|pagó|paga(?:\sa)?)\s{_KIND}{_WHO}\s(?:by\s)?(?P<sum>{SUM})"
)
_IS_SENTENCED = compiled(
    rf"\b(?P<cue>wins?|won|award(?:s|ed)?)\s(?:[^\s;:]+\s){{0,6}}?(?P<sum>{SUM})\s(?:[^\s;:]+\s){{0,10}}?"
    rf"(?:suit|lawsuit|case|damages)\b[^;:]{{0,60}}?\s(?:against|that)\s{_KIND}{_WHO}"
)
