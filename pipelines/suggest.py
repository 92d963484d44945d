"""Entries that name a watched agency → organisations that nobody watches yet: how the next supplier is found.

What counts is an organisation in a sentence that speaks of contracts and supplies (`CUES`, and the cues of rules that
ask for a company), in an entry that surely names an agency. One that stands in a single article must share its sentence
with the agency. Left out is what is watched already by any name, and what plainly is no supplier: authorities, parties,
leagues, places, people, outlets. The model takes many companies for people, so a name also counts for its last word
("Skell Technologies"), and a single word unless it is a known surname or the text gives it a given name or a title.

Known failures: what the model takes for an organisation and is none ("Energy & Environment"); one organisation under
two names ("Skell", "SKL"); people whom the text calls by a rare surname alone, and little-known towns; headlines in
title case, which are passed over because the model sees names everywhere.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from pipelines.judges.lexicons.organisations import INSTITUTIONS
from pipelines.judges.lexicons.people import GIVEN_NAMES, PERSON_TITLES, SURNAMES
from pipelines.judges.lexicons.places import OUTLETS, PLACES, STATES
from pipelines.language import entry_language
from pipelines.model import Entry, Example, Field, Kind, Mention, Status, Suggestion
from pipelines.names.ner import Name
from pipelines.names.nlp import LEGAL_FORMS, Texts
from pipelines.rules import has_cue
from pipelines.text import fold, link_key, title_key
from pipelines.watchlist import Watchlists, is_everyday

CUES = {
    "en": """contract|subcontract|contractor|subcontractor|vendor|supplier|supply|procurement|procure|purchase|buy
        bought|sell|sold|sale of|lease|rent|tender|bidder|award|manufacture|manufacturer|made by|maker|equip|provide
        deal with|deal to|hired to""",
    "fr": """contrat|contractuel|sous-traitant|sous-traitance|fournisseur|fournir|fourniture|appel d'offres
        marché public|soumission|commande|acheter|achat|vendre|vente|bail|louer|fabriquer|fabricant|équiper
        construit par""",
}
"""Words of a sentence on contracts and supplies, by language; one is as good as another."""
EXAMPLES = 3
LEAST = 2
"""Articles from which on it need not share its sentence with the agency."""

_CUES = {code: tuple(" ".join(cue.split()) for cue in re.split(r"[|\n]", text)) for code, text in CUES.items()}
_OFFICIAL = re.compile(
    r"\b(?:department|dept|departement|departamento|ministry|ministere|ministerio|administration|agency|agence|agencia"
    r"|bureau|commission|committee|subcommittee|comite|council|conseil|consejo|congress|congres|senate|senat|senado"
    r"|parliament|parlement|court|cour|tribunal|corte|police|policia|sheriff|patrol|army|navy|air force|coast guard"
    r"|national guard|government|gouvernement|gobierno|authority|embassy|consulate|party|parti|partido|democrats?"
    r"|republicans?|caucus|white house|maison blanche|casa blanca|house of|county|(?:city|state|office|bureau) of"
    r"|national park|customs|immigration|homeland|postal service|secret service|united states|border protection"
    r"|first nations?|union|enforcement|justice|administrator|secretary|minister|president"
    r"|league|olympics?|fc|cf|news|times|tribune|herald|gazette|journal|magazine|press|radio|television|images)\b"
)
"""Words, folded, that stand in names of authorities, parties, leagues and outlets, and seldom in a supplier's."""
_KNOWN = frozenset(
    "fbi cia nasa irs doj epa un eu nato usps fema tsa doge gao cdc fda sec ftc fcc nypd lapd rcmp grc csis cbsa asfc "
    "uk uae usa isis gop dnc rnc maga ndp npd mls nhl nba nfl mlb fifa uefa ncaa onu ue otan pentagon capitol kremlin "
    "hamas hezbollah reuters ap afp cnn bbc nbc abc cbs fox npr cbc pbs msnbc aclu facebook twitter x youtube "
    "instagram tiktok whatsapp telegram medicaid medicare obamacare truth social".split()
)
_EDGES = re.compile(
    r"^(?:(?:the|a|an|le|la|les|el|los|las)\s+|l['’])|^[\W_]+|['’]s?$|[\s.,;:!?\"“”«»()\[\]-]+$", re.IGNORECASE
)
"""What a model takes for a part of the name at its ends."""
_RUN = re.compile(r"\b[A-ZÀ-Þ][\w&'’.-]*(?: (?:& |of |and |et |de )?[A-ZÀ-Þ][\w&'’.-]*)+")
"""Words with capitals that stand together."""
COMPANY_WORDS = LEGAL_FORMS | frozenset(
    "technologies technology systems solutions industries logistics aerospace defence defense electronics software "
    "holdings enterprises group airlines airways aviation charters consulting contractors manufacturing motors "
    "robotics labs laboratories security armoured armored corrections detention analytics telecom".split()
)
"""Last words, folded, by which a name is a company's."""
_DATELINE = re.compile(r"[A-ZÀ-Þ .'’-]{3,30}(?:, [\w. ]{2,20})?\s*(?:\([^)]*\)\s*)?[—–-]{1,2}\s")
"""How an agency's report begins: "BRANTHOLM (Coastline Press) — ..."."""
_CAPITALS = re.compile(r"[A-ZÀ-Þ]{3,}\W+$")
_LONGEST = 6
"""Words of a name; what the model finds beyond that is half a sentence."""
LONGEST_TEXT = 50_000
"""Characters of a field that are read, more than articles have; a model refuses a million."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Matched:
    """A stored entry with what was found in it."""

    key: int  #: the row
    entry: Entry
    at: datetime  #: published, else first seen; UTC
    seen: datetime  #: when it came
    mentions: tuple[Mention, ...]


@dataclass(frozen=True, slots=True)
class _Hit:
    """One name in one sentence."""

    name: str
    words: tuple[str, ...]
    matched: Matched
    sentence: str
    agencies: tuple[str, ...]  #: in the sentence


@dataclass(slots=True)
class _Group:
    """All that is found of one organisation, one hit for each article."""

    hits: list[_Hit] = field(default_factory=list)
    articles: set[str] = field(default_factory=set)

    def add(self, hit: _Hit) -> None:
        entry = hit.matched.entry
        keys = {key for key in (link_key(entry.link), title_key(entry.title)) if key} or {str(hit.matched.key)}
        if self.articles.isdisjoint(keys):
            self.hits.append(hit)
        self.articles |= keys


def suggest(
    entries: Iterable[Matched],
    watchlists: Watchlists,
    languages: frozenset[str],
    names_in: Callable[[Sequence[str], str], Iterable[Sequence[Name]]],
) -> tuple[Suggestion, ...]:
    """Return the organisations that turn up beside watched agencies, the most frequent first.

    `names_in` recognises names in texts of one of `languages` (`pipelines.names.ner`); others are passed over.
    """
    reader = _Reader(watchlists)
    pages: dict[str, list[_Page]] = {}
    for matched in map(_shortened, entries):
        language = entry_language(matched.entry) or "en"
        if language in languages:
            pages.setdefault(language, []).extend(reader.pages(matched, language))
    groups: dict[tuple[str, ...], _Group] = {}
    for language, found in sorted(pages.items()):
        for page, names in zip(found, names_in([page.text for page in found], language), strict=True):
            for hit in reader.hits(page, names):
                groups.setdefault(hit.words, _Group()).add(hit)
    suggestions = [_suggestion(group.hits) for group in _merged(groups).values()]
    kept = [each for each in suggestions if each.entries >= LEAST or each.close]
    return tuple(sorted(kept, key=lambda each: (-each.entries, -each.close, -each.publishers, each.name)))


@dataclass(frozen=True, slots=True)
class _Page:
    """A field of an entry with sentences on contracts."""

    matched: Matched
    field: Field
    text: str
    sentences: tuple[tuple[int, int], ...]


class _Reader:
    """Finds sentences and judges names in them, for one set of watchlists."""

    def __init__(self, watchlists: Watchlists) -> None:
        self._texts = Texts()
        self._watched = {
            self._words(name)
            for watch in watchlists.watches.values()
            for name in (watch.name, *watch.aliases, *watch.ambiguous)
        }
        companies = {watch.id for watch in watchlists.watches.values() if watch.kind is Kind.COMPANY} | {Kind.COMPANY}
        more = [cue for rule in watchlists.rules if not companies.isdisjoint(rule.all) for cue in rule.cues]
        self._cues = {code: (*cues, *more) for code, cues in _CUES.items()}

    def _words(self, name: str) -> tuple[str, ...]:
        """The folded words of a name without its legal form."""
        words = list(self._texts.norms(name))
        while len(words) > 1 and words[-1] in LEGAL_FORMS:
            words.pop()
        return tuple(words)

    def pages(self, matched: Matched, language: str) -> Iterator[_Page]:
        """Yield the fields of an entry that hold a sentence on contracts, in running text."""
        if not any(m.kind is Kind.AGENCY and m.status is Status.SURE for m in matched.mentions):
            return
        for each in Field:
            text = matched.entry.text(each)
            sentences = tuple(
                (start, end)
                for start, end in (self._texts.tokenize(text).sentences() if text else ())
                if not _is_title_case(text[start:end]) and has_cue(text[start:end], self._cues[language], language)
            )
            if sentences:
                yield _Page(matched, each, text, sentences)

    def hits(self, page: _Page, names: Sequence[Name]) -> Iterator[_Hit]:
        """Yield the names of organisations in the page's sentences that one could watch."""
        starts = [start for start, _ in page.sentences]
        places: dict[int, list[Name]] = {}
        for found in (*names, *_companies(page.text)):
            places.setdefault(bisect_right(starts, found.start) - 1, []).append(found)
        mentions = [m for m in page.matched.mentions if m.field is page.field]
        for index, (start, end) in enumerate(page.sentences):
            inside = [m for m in mentions if m.start < end and m.end > start]
            sure = (m.watch for m in inside if m.kind is Kind.AGENCY and m.status is Status.SURE)
            agencies = tuple(dict.fromkeys(sure))
            for found in places.get(index, ()):
                watched = any(m.start < found.end and m.end > found.start for m in inside)
                if found.end <= end and not watched and not _is_heading(page.text, start, found):
                    name = _trimmed(page.text[found.start : found.end])
                    words = self._words(name)
                    # The model takes most companies of one word for people ("Skell"), but few of several words.
                    known = words in self._watched or (found.person and len(words) > 1)
                    if not known and _may_supply(name, words, page.matched.entry):
                        yield _Hit(name, words, page.matched, page.text[start:end], agencies)


def _shortened(matched: Matched) -> Matched:
    entry = matched.entry
    title, summary, content = (entry.text(each)[:LONGEST_TEXT] for each in (Field.TITLE, Field.SUMMARY, Field.CONTENT))
    return replace(matched, entry=replace(entry, title=title, summary=summary, content=content))


def _companies(text: str) -> Iterator[Name]:
    """The names that their last word makes a company's ("Skell Technologies"): the model takes some for people."""
    for run in _RUN.finditer(text):
        words = [(word[0], run.start() + word.end()) for word in re.finditer(r"\S+", run[0])]
        ends = [end for word, end in words[1:] if fold(word).rstrip(".") in COMPANY_WORDS]
        if ends:
            yield Name(run.start(), ends[-1], False)


def _trimmed(name: str) -> str:
    """A name without article, possessive and punctuation at its ends."""
    short = _EDGES.sub("", name)
    return name if short == name else _trimmed(short)


def _is_heading(text: str, start: int, found: Name) -> bool:
    """Tell whether a name belongs to a dateline, a hashtag, or words in capitals, such as links within an article."""
    if not {"#", "@"}.isdisjoint(text[max(found.start - 1, start) : found.start + 1]):
        return True
    if found.start == start and _DATELINE.match(text, start):
        return True
    return text[found.start : found.end].isupper() and bool(_CAPITALS.search(text[start : found.start]))


def _is_title_case(sentence: str) -> bool:
    words = [word for word in re.findall(r"[^\W\d_]+", sentence) if len(word) > 3]
    return len(words) > 2 and sum(word[0].isupper() for word in words) > 0.8 * len(words)


def _is_surname(name: str, entry: Entry) -> bool:
    """Tell whether a word is known as a surname, or stands in the text behind a given name or title ("Anna Skell")."""
    text = "\n".join(entry.text(each) for each in Field)
    before = {fold(word).rstrip(".") for word in re.findall(rf"([^\W\d_]+\.?) {re.escape(name)}\b", text)}
    return fold(name) in SURNAMES or not GIVEN_NAMES.isdisjoint(before) or not PERSON_TITLES.isdisjoint(before)


def _may_supply(name: str, words: tuple[str, ...], entry: Entry) -> bool:
    """Tell whether a name may be a supplier's, as far as it says so by itself."""
    if not words:
        return False
    folded, joined = " ".join(words), "".join(words)
    source = re.sub(r"[\W_]", "", fold(entry.source))
    return not (
        "\n" in name
        or len(joined) < 2
        or name.islower()
        or len(words) > _LONGEST
        or (len(words) > 2 and name.isupper())
        or _KNOWN.issuperset(words)
        or _OFFICIAL.search(folded)
        or is_everyday(name)
        or INSTITUTIONS.issuperset(words)
        or joined in OUTLETS
        or (source and (source in joined or (len(joined) > 3 and joined in source)))
        or all(word in PLACES or word in STATES for word in words)
        or (len(words) == 1 and (folded in GIVEN_NAMES or _is_surname(name, entry)))
        or words[-1] == "jr"
        or (len(words) < 4 and words[0] in GIVEN_NAMES and words[-1] not in COMPANY_WORDS)
    )


def _merged(groups: dict[tuple[str, ...], _Group]) -> dict[tuple[str, ...], _Group]:
    """Add a short name to the one longer name that begins with it: "Skell" to "Skell Works", if to no other."""
    merged: dict[tuple[str, ...], _Group] = {}
    for words, group in sorted(groups.items(), key=lambda item: -len(item[0])):
        longer = [other for other in merged if other[: len(words)] == words]
        into = merged[longer[0]] if len(longer) == 1 else merged.setdefault(words, _Group())
        for hit in group.hits:
            into.add(hit)
    return merged


def _suggestion(hits: Sequence[_Hit]) -> Suggestion:
    names = Counter(hit.name for hit in hits)
    agencies = Counter(agency for hit in hits for agency in hit.agencies or _agencies(hit.matched))
    moments = [hit.matched.at for hit in hits]
    latest = sorted(hits, key=lambda hit: (bool(hit.agencies), hit.matched.at), reverse=True)
    return Suggestion(
        name=max(names, key=lambda name: (names[name], len(name))),
        entries=len(hits),
        publishers=len({fold(hit.matched.entry.source) for hit in hits}),
        close=sum(1 for hit in hits if hit.agencies),
        agencies=tuple(agency for agency, _ in agencies.most_common()),
        first=min(moments),
        last=max(moments),
        seen=max(hit.matched.seen for hit in hits),
        examples=tuple(_example(hit) for hit in latest[:EXAMPLES]),
    )


def _agencies(matched: Matched) -> list[str]:
    sure = (m.watch for m in matched.mentions if m.kind is Kind.AGENCY and m.status is Status.SURE)
    return list(dict.fromkeys(sure))


def _example(hit: _Hit) -> Example:
    entry = hit.matched.entry
    return Example(
        entry=hit.matched.key,
        at=hit.matched.at,
        source=entry.source,
        title=entry.title,
        link=entry.link,
        sentence=hit.sentence,
    )
