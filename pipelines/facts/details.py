"""What belongs to a claim: whether it is done, with which agency or buyer, for how much. None where that is open."""

from __future__ import annotations

import re
from functools import cache

from pipelines.facts.claims import Claim
from pipelines.facts.marks import AGENCY, COMPANY, SUM, Marked
from pipelines.facts.patterns import compiled, flat
from pipelines.facts.vocabulary import VOCABULARY

DONE, PLANNED, ENDED = "done", "planned", "ended"

_HARD_BREAK = compiled(r";|,\s(?:but|mais|pero)\b|\b(?:while|whereas|tandis\sque|mientras)\b")
_BREAK = compiled(
    r"""
    [;:]|\s[–—]\s
    |\b(?:while|whereas|but|although|though|after|before|because|when|since|that|who|which|whose|amid|despite|as
    |tandis\sque|pendant\sque|mais|mientras|pero|aunque|que|qui|après|avant|antes|tras)\b(?!\s(?:part|well|much)\b)
    """
)
_NEGATION = compiled(
    r"""
    \b(?:not(?!\sonly)|no(?!\.?\s*\d|\w)|never|without|neither|nor|den(?:y|ies|ied|ying)|cannot|refus(?:e[sd]?|ing)
    |declin(?:e[sd]?|ing)|fail(?:s|ed|ing)?\sto|reject(?:s|ed|ing)?|rul(?:es|ed)\sout|barred|ban(?:s|ned)?
    |if|whether|accused\sof|allegedly|suspected\sof|instead\sof|rather\sthan|rumou?r\w*|speculat\w+|presag\w+
    |ne|pas|aucune?|jamais|sans|refuse|niega|nunca|ning[uú]n|sin|rechaz(?:a|ó)|si)\b
    |n['’]t\b|\bn['’](?=a\b|ont\b)
    """
)
_DENIED_AFTER = compiled(
    r"""
    \A\s(?:nothing|no(?!\.?\s*\d)|rien|nada)\b
    |\A(?:\s\w+){0,4}?\s(?:\w+n['’]t|(?:was|were|is|has|had|be)\s(?:never|not))\s(?:been\s)?
    (?:signed|awarded|won|made|sold|given|reached|agreed)\b
    |\A(?:\s\w+){0,4}?\s(?:was|were|is|are|has\sbeen|been)\s(?:overturned|quashed|annulled|thrown\sout)\b
    """
)
_ASKED = compiled(
    rf"""
    \b(?:calls?|called|calling|urg(?:e[sd]?|ing)|ask(?:s|ed|ing)?|press(?:e[sd]|ing)?|demand(?:s|ed|ing)?|want(?:s|ed)?
    |push(?:e[sd]|ing)?|petition(?:s|ed)?|pressur(?:e[sd]?|ing)|beg(?:s|ged)?|tell(?:s|ing)?|told|order(?:s|ed)?
    |forc(?:e[sd]?|ing)|exhorte|demande|pide|exige|insta)\s(?:(?:on|upon|for|that|à|a)\s)?(?:\S+\s){{0,2}}?
    {COMPANY}['’]?\s(?:to|not|d['’]|de|à|a|que)\b
    """
)
_PLANNED = compiled(
    r"""
    \bto\s(?:help\s)?(?:award|give|hand|grant|sign|win|get|secure|land|ink|reach|announce|form|make|pay|receive|complete)\b
    |\b(?:will|would|could|may|might|should|shall|plan(?:s|ned|ning)?|look(?:s|ing)|seek(?:s|ing)?|wants?|wanted
    |hop(?:es|ed|ing)|expect(?:s|ed)?|intend(?:s|ed)?|aim(?:s|ed|ing)|due\sto|about\sto|going\sto|consider(?:s|ed|ing)?
    |offer(?:s|ed|ing)?|propos(?:es|ed|ing|al)|talks|vow(?:s|ed)?|pledge[sd]?|promise[sd]?|threaten(?:s|ed|ing)?
    |near(?:s|ing)|close\sto|bid(?:s|ding)?|(?:begging|begs|asks|asking|calls|pleads|pleading)\sfor|possible|potential|prospective|intended|would-be|pending|draft|likely
    |eyes|mulls|weighs|negotiat\w+|option|va|vont|veut|voudrait|compte|envisage|pourrait|devrait|prévoit
    |quiere|busca|planea|podría|prevé)\b|['’]ll\b
    """
)
#: "to sell" lies ahead, "began to sell" does not.
_TO = re.compile(
    r"(?<!\bbegan\s)(?<!\bbegun\s)(?<!\bbegins\s)(?<!\bstarted\s)(?<!\bcontinues\s)(?<!\bcontinued\s)\bto\s(?:\w+ly\s)?\Z"
)
_BEFORE_IT = compiled(r"\b(?:before|ahead\sof|pending|until)\s(?:an?\s|the\s|its\s)?\Z")
_FUTURE = compiled(r"(?:[aei]r|dr)(?:á|án)\Z|(?:dra|era|ront)\Z")  # "venderá", "vendra"
_OPEN = compiled(
    r"""
    \b(?:may|might|could|should|would|near(?:s|ing)?|talks|consider\w*|likely|expect\w*|offer\w*|close|propos\w+
    |possible|potential|seek\w*|negotiat\w+)\b
    """
)
_END_WORDS = flat(
    r"""
    (?:cancel(?:s|led|ed|ling)?|end(?:s|ed|ing)?|terminat(?:e[sd]?|ing)|drop(?:s|ped|ping)?|scrap(?:s|ped)?|los(?:e[sd]?|t|ing)
    |revok(?:e[sd]?|ing)|rescind(?:s|ed)?|suspend(?:s|ed)?|halt(?:s|ed)?|withdr[ae]ws?|withdrawn|pull(?:s|ed)?\sout
    |dismiss(?:e[sd]|ing)?|toss(?:e[sd])?|annul(?:e|é|er|ée)?|résili(?:e|é|er|ée)|perd(?:u)?
    |cancel(?:a|ó|ado)|rescind(?:e|ió)|pierde|perdió|anul(?:a|ó))
    """
)
_ENDED_BEFORE = compiled(rf"\b{_END_WORDS}\b(?:\s[^\s;:,]+){{0,8}}\s?\Z")
_ENDED_AFTER = compiled(
    rf"\A(?:\s[^\s;:,.]+){{0,8}}?\s(?:(?:was|were|is|are|been|being|has|est|été|fue|sido)\s(?:been\s|now\s)?{_END_WORDS}"
    r"|(?:has\s|have\s)?(?:collapse[sd]?|f(?:alls|ell|allen)\s(?:through|apart)|expire[sd]?))\b"
)
_ENDING_ASKED = compiled(
    r"""
    \b(?:calls?|called|urg\w+|ask\w*|press\w*|demand\w*|want\w*|push\w*|petition\w*|protest\w*|campaign\w*|threat\w*
    |may|might|could|would|will|to)\b
    """
)
_CAN_END = frozenset("contract order lease partnership grant services".split())
_DISMISSED = compiled(
    r"\b(?:dismiss(?:e[sd]|ing)?|toss(?:e[sd])?|throws?\sout|threw\sout|drop(?:s|ped|ping)?|withdr[ae]ws?)\b(?:\s[^\s;:,]+){0,5}\s?\Z"
)

_OTHER_SUM = compiled(
    r"""
    \b(?:revenues?|sales|profits?|valuation|valued|capitali[sz]ation|turnover|salar(?:y|ies)|budget|debts?|charges?
    |provision|loss(?:es)?|assets|market|backlog|wealth|earnings|losing|lost|chiffre\sd['’]affaires|ingresos)\b
    """
)
_OTHER_SUM_AFTER = compiled(
    r"""
    \A\s(?:in\s)?(?:annual\s|yearly\s)?
    (?:revenues?|profits?|loss(?:es)?|company|firm|giant|business|a\sshare|per\sshare|market)
    """
)
_SUM_BEFORE = compiled(
    rf"""
    (?P<sum>{SUM})(?:-plus)?(?:,(?=\s[\w-]+-(?:year|month|week|day|part)\b))?
    (?:[\s-](?!(?:for|to|in|with|of|from|by|and|on|at|an?|the|its|une?|l[ae]|el)\b)[^\s,;]+){{0,5}}[\s-]*\Z
    """
)
_SUM_AFTER = compiled(
    rf"""
    (?:\A|\b(?:worth|valued\sat|(?<!out\s)of|for|at|by|totall?ing|around|de|por|pour|par|valorad[oa]s?\sen
    |d['’]une\svaleur\sde|d['’])|[,(])\s?(?:an?\s)?(?P<sum>{SUM})
    (?!\s(?!(?:an?|per|each|to|for|from|in|with|by|of|on|at|over|and|as|after|annually|yearly|worth|deal|contract|de|par
    |pour|à|avec|et|a|por|para|con|y|en|al)\b)[^\W\d_]|/)
    |\b(?:with|in|avec|con)\s(?:an?\s)?(?P<with>{SUM})
    (?=[\s-](?:[\w-]+\s)?(?:payment|bail-?out|deal|contract|settlement|order|paiement)\b)
    """
)
_VERB_SUM = compiled(rf"\A(?:\s(?!(?:in|with|on|after)\b)[^\s,;:]+){{0,3}}?\s(?P<sum>{SUM})")
_TAKES_SUM = frozenset("donation investment settlement fine purchase sale".split())

_REPORTS = compiled(
    r"""
    \s(?:also\s|has\s|had\s)?
    (?:sa(?:id|ys?)|announce[sd]?|report(?:s|ed)?|told|confirm(?:s|ed)?|alleg(?:es|ed)|stat(?:es|ed)|dit|dijo)\b
    """
)
_ONLY_ITS = compiled(
    r"""
    (?:['’]s?)?\s(?:agents?|officers?|officials?|chief|head|boss|secretary|director|spokes\w+|staff|workers?|employees?
    |contractors?|lawyers?|pressure|complaints?|rules?|probe|review|investigation|crackdown|polic(?:y|ies)|raids?
    |detention|facilit(?:y|ies)|cent(?:er|re)s?|funding|operations?|detainees?|agentes?|enquête|redadas)\b
    """
)
_BESIDE = compiled(
    rf"""
    (?:\A|\b(?:with|to|for|from|by|against|between|sue[sd]?|suing|accuse[sd]?|settl(?:e[sd]?|ing)|and
    |avec|à|au|par|pour|contre|poursuit|con|a|al|por|para|contra|entre|demanda|demandó)|[:,&]|{COMPANY},?)\s?
    (?:(?:the|la|le|les|l['’]|el|los|an?|U\.?S\.?|American|federal|Trump|administration['’]s|Trump['’]s|agency
    |department)\s?){{0,4}}\Z
    """
)
_BUYER_ACTIONS = frozenset("contract order sale lease services donation purchase".split())
#: Here case counts: a buyer is a name.
_BUYER = re.compile(
    flat(
        r"""
        \s(?:with|to|from|avec|à|con)\s(?P<buyer>(?:(?:the|la|le|el)\s)?
        (?:(?:[Cc]ity|[Tt]own|[Cc]ounty|[Ss]tate|[Pp]rovince|[Gg]overnment|[Mm]inistry|[Dd]epartment|ville|ministère|gobierno
        |ayuntamiento)\s(?:of|de)\s(?:the\s)?)?
        [A-Z][\w’'-]*(?:\.(?=\w)[\w.]*)?(?:\s(?:(?:of|de|and|for)\s(?:the\s)?)?[A-Z][\w’'-]*)*)
        (?=\Z|[.,;:!?)]|\s(?:for|to|in|on|by|with|from|worth|over|at|after|and|pour|por|para|à|en|de)\b)
        """
    )
)
_AWARDER = re.compile(
    flat(
        r"""
        (?P<buyer>(?:[Tt]he\s)?[A-ZÀ-Ý][\w.’'-]*(?:\s(?:of\s)?[A-Z][\w’'-]*){0,4}(?:\sgovernment|\scouncil|\sministry)?)
        \s(?:(?:has|have|had)\s)?\Z
        """
    )
)


def status(text: str, claim: Claim) -> str | None:
    """Return whether the deed is done, planned or ended; None if the sentence denies, doubts or only asks for it."""
    first, last = claim.cue
    zone = text[_last_end(_HARD_BREAK, text, min(claim.start, first)) : first]
    if text.rstrip('"”’») ').endswith("?") or _NEGATION.search(zone) or _DENIED_AFTER.match(text[last:]):
        return None
    if claim.sum is None and _ASKED.search(text[: max(first, claim.who + 4)]):
        return None
    before = text[claim.who : first] if claim.who < first else text[_last_end(_BREAK, text, first) : first]
    ends = _DISMISSED.search(zone) if claim.action == "lawsuit" else _ENDED_BEFORE.search(zone)
    if (claim.action in _CAN_END and (ends or _ENDED_AFTER.match(text[last:]))) or (claim.action == "lawsuit" and ends):
        return None if _ENDING_ASKED.search(zone) else ENDED
    if claim.action in ("settlement", "lawsuit") and claim.sum is not None:
        return None if _OPEN.search(before) else DONE
    if claim.action == "settlement":  # "agrees to settle" has settled
        return PLANNED if _OPEN.search(before) else DONE
    ahead = _BEFORE_IT.search(zone) if _is_noun(claim, text) else _TO.search(before)
    return PLANNED if ahead or _PLANNED.search(before) or _FUTURE.search(text[first:last]) else DONE


def sum_of(marked: Marked, claim: Claim, action_starts: list[int]) -> str | None:
    """Return the sign of the one sum that the action is about, None if there is none or several."""
    if claim.sum is not None:
        return claim.sum or None
    text, (first, last) = marked.text, claim.cue
    found: set[str] = set()
    head = text[_last_end(_BREAK, text, first) : first]
    tail = text[last : _end(text, last, [at for at in action_starts if at > last])]
    if _is_noun(claim, text) and (match := _SUM_BEFORE.search(head)):
        found.add(match["sum"])
    for match in _SUM_AFTER.finditer(tail):
        sign = match["sum"] or match["with"]
        if not _OTHER_SUM.search(" ".join(tail[: match.start()].split()[-4:])):
            found.add(sign)
    if claim.action in _TAKES_SUM and (match := _VERB_SUM.match(tail)):
        found.add(match["sum"])
    found = {sign for sign in found if not _OTHER_SUM_AFTER.match(text[text.index(sign) + 1 :])}
    return found.pop() if len({(marked.sums[sign].value, marked.sums[sign].currency) for sign in found}) == 1 else None


def agency_of(marked: Marked, claim: Claim) -> str | None:
    """Return the sign of the one agency that the action is done with, None if there is none or several."""
    text, (first, last) = marked.text, claim.cue
    begin = _last_end(_BREAK, text, min(claim.start, first))
    if claim.who < first:  # an aside behind the company has agencies of its own: "Skell, which sued DBR, sold …"
        aside_end = max(text.rfind(",", claim.who, first) + 1, claim.who + 1)
        text = text[: claim.who + 1] + " " * (aside_end - claim.who - 1) + text[aside_end:]
    clause = text[begin : _end(text, max(last, claim.who + 1), [])]
    found = {
        match[0]
        for match in re.finditer(AGENCY, clause)
        if not (_REPORTS.match(clause, match.end()) or _ONLY_ITS.match(clause, match.end()))
        and (_BESIDE.search(clause, 0, match.start()) or _owns(claim.action).match(clause, match.end()))
    }
    return found.pop() if len({marked.watches[sign] for sign in found}) == 1 else None


def buyer_of(marked: Marked, claim: Claim) -> str | None:
    """Return the counterparty that is no watch as the text names it, None if it names none."""
    text, (first, last) = marked.text, claim.cue
    letters = re.findall(r"(?<!\w)[^\W\d_]\w{3,}", text)
    if claim.action not in _BUYER_ACTIONS or sum(word[0].isupper() for word in letters) * 2 > len(letters):
        return None  # in a headline in title case every word looks like a name
    if match := _BUYER.search(text, last, _end(text, last, [])):
        return match["buyer"].rstrip(".")
    if claim.start < claim.who < first and (match := _AWARDER.search(text[: claim.start])):
        return match["buyer"]
    return None


def _is_noun(claim: Claim, text: str) -> bool:
    match = _noun(claim.action).match(text, claim.cue[0])  # no end is given: lookahead must see what follows
    return match is not None and match.end() == claim.cue[1]


@cache
def _noun(action: str | None) -> re.Pattern[str]:
    nouns = [words.nouns for words in VOCABULARY.get(action or "", {}).values() if words.nouns]
    return compiled("|".join(nouns) or "(?!)")


@cache
def _owns(action: str | None) -> re.Pattern[str]:
    """What stands between an agency and its noun: "DBR's three-year contract"."""
    return compiled(rf"(?:['’]s?)?(?:\s[\w’'-]+|\s{SUM}){{0,4}}?\s(?:{_noun(action).pattern})(?!\w)")


def _last_end(pattern: re.Pattern[str], text: str, before: int) -> int:
    """Where the last match that ends before an offset ends, 0 if there is none."""
    return max((match.end() for match in pattern.finditer(text, 0, before)), default=0)


def _end(text: str, after: int, others: list[int]) -> int:
    """Where the clause around an offset ends."""
    match = _BREAK.search(text, after)
    return min([len(text), *([match.start()] if match else []), *others])
