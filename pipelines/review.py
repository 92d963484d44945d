"""A name that was marked wrong → what its watchlist could learn from it: a `misses` line, and words for `against`.

*The line* is the sentence with the name, as it stood. `wirewatch check` tests it from then on; by itself it changes no
judgement.

*The words* stand near the name in that sentence, and speak of something else. Left out are stop words and words that
nearly every text holds, verbs of any news and what facts are told with (*announces*, *contract*), and all that may
stand beside the name when it does mean the watch: words of its names, `about` and `context` and of its field of work,
of any other watched name (what is watched together meets), what any company or agency has and does (*shares*,
*agents*), and whatever stands in its `hits` or in a sentence that was marked right.
Inflections count as one word. First come the words that make a
longer name with it ("Garda *Síochána*"), then those of another field of work or another country (*striker*, *Dublin*),
then rare words; of each, the rarest in the news first (counted for English only), then the nearest.

Known failures: nobody knows from one sentence which of its words will come again, so names of people and verbs are
offered where nothing better stands there; French and Spanish fields of work are known by their stems and roughly, of
other languages nothing is known but the stop words that they share; a capital tells nothing in a headline in title
case; a word of another field may turn up beside the watch one day, and then it costs an alert. So a person chooses, and
sees over the stored entries what it would have changed.

A word of `against` moves only what is judged at all: a name in `ambiguous`. Any other means its watch wherever it
stands (`Offer.firm`), until somebody moves it there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from pipelines.everyday_words import COMMON_WORDS, STOP_WORDS
from pipelines.facts.vocabulary import VOCABULARY
from pipelines.judges.lexicons.common import COMMON
from pipelines.judges.lexicons.fields_of_work import FIELDS, OTHER_FIELDS
from pipelines.judges.lexicons.french import FRENCH
from pipelines.judges.lexicons.organisations import AGENCY_AFTER_WORD, COMPANY_AFTER_WORD
from pipelines.judges.lexicons.people import GIVEN_NAMES, SURNAMES
from pipelines.judges.lexicons.places import PLACES
from pipelines.judges.lexicons.spanish import SPANISH
from pipelines.judges.lexicons.tongue import ABOUT, Stems
from pipelines.judges.lexicons.topics import AGENCY_NEAR, COMPANY_NEAR
from pipelines.judges.subject import countries, subject_of
from pipelines.language import entry_language
from pipelines.model import Entry, Kind, Watch
from pipelines.stems import stem
from pipelines.text import fold
from pipelines.watchlist import is_everyday_word

MOST = 3
"""Words that are offered."""
NEAR = 15
"""Words between the name and one that still stands near it."""
SHORTEST = 3  # letters
FREQUENT = 64
"""Times in `COMMON` from which on a word of a field of work tells nothing of it any more."""

_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_ELISION = re.compile(r"^(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu)['’](?=.)|['’]s?$", re.IGNORECASE)
_TONGUES = {"fr": FRENCH, "es": SPANISH}
_ABOUT = Stems(ABOUT)
_FIELD_WORDS = frozenset().union(*(text for _, text in FIELDS.values()), *OTHER_FIELDS.values())
_ANY = frozenset("spokesman spokeswoman spokesperson contract contracts director lawyer lawyers offices".split())
_HAS_AND_DOES = {
    Kind.COMPANY: COMPANY_NEAR | COMPANY_AFTER_WORD | _ANY,
    Kind.AGENCY: AGENCY_NEAR | AGENCY_AFTER_WORD | _ANY,
}
_AROUND = re.compile(r"\(\?<?[!=](?:[^()]|\((?:[^()]|\([^()]*\))*\))*\)")
"""Looks ahead and behind, with up to two levels of brackets within."""
_NEWS_VERBS = """
    accuse add agree aim allege announce appear appoint approve argue arrive ask await back ban become begin block
    boost break bring build call cancel cause change claim close collapse come complete confirm continue create cut
    defend delay demand deny draw drop earn end enter expand expect face fail fall find fire fight follow force gain
    get give go grow happen hear help hire hit hold hope include increase introduce invest join keep kill launch lead
    leave lose make meet move name need offer open oppose order pass pay plan play prepare promise propose protest
    publish push quit raise reach read reject release remain reopen report respond resume return reveal rise run see
    seek set settle shake share show sign slam spark speak stage start stop strike sue suffer suspend take talk tell
    test threaten try turn unveil urge use visit vote vow wait warn win withdraw work
"""
_PAST = """
    began begun broke brought built came fell found fought gave grew held kept led left lost made met paid ran rose saw
    shook sought spoke struck told took went won withdrew
"""
_NEWS_STEMS = frozenset(stem(word, "en") for word in (*_NEWS_VERBS.split(), *_PAST.split()))
_TITLE_CASE = 0.6  # of the longer words begin with a capital


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """What a watch could learn from a name that was marked wrong."""

    misses: str  #: the sentence as one line; "" if there is none or the watch has it
    against: tuple[str, ...]  #: words as the text has them, the most telling first
    firm: bool  #: the name is sure wherever it stands, so that `against` does nothing for it


@dataclass(frozen=True, slots=True)
class _Word:
    """A word of the sentence."""

    text: str
    apart: int  #: words between it and the name
    joined: bool  #: it stands next to the name with a capital that says something: a part of a longer name

    @property
    def low(self) -> str:
        return fold(self.text)


def offer(
    watch: Watch,
    sentence: str,
    matched: str,
    rights: Iterable[str],
    *,
    language: str = "",
    watched: frozenset[str] = frozenset(),
) -> Offer:
    """Return what `watch` could learn from a `sentence` in which the name `matched` means something else.

    `rights` are sentences in which its names do mean it, `language` is what the feed says (BCP 47 primary subtag, "" if
    nothing), `watched` the words of all watched names and rules' cues (`words_of`). An empty sentence gives an empty
    offer.
    """
    line = " ".join(sentence.split())
    language = entry_language(Entry(id="review", title=line, language=language))
    known = {stem(word, language) for word in words_of([*_said(watch), *watch.hits, *rights, matched])}
    told: dict[str, tuple[tuple[int, int, int], str]] = {}
    for word in _near(line, matched):
        parts = words_of([word.text])
        if (
            known.isdisjoint(stem(part, language) for part in parts)
            and watched.isdisjoint(parts)
            and not _says_nothing(word.low)
            and not _of_any_news(word.low, language)
            and not _own(watch, word.low, language)
        ):
            rank = (-_telling(watch, word, language), COMMON.get(word.low, 0), word.apart)
            told.setdefault(stem(word.low, language), (rank, word.text))
    return Offer(
        misses="" if line in watch.misses else line,
        against=tuple(text for _, text in sorted(told.values())[:MOST]),
        firm=_firm(watch, matched),
    )


def _said(watch: Watch) -> tuple[str, ...]:
    names = (watch.name, *watch.aliases, *watch.ambiguous)
    return (*names, watch.about, *watch.context, *watch.against)


def words_of(texts: Iterable[str]) -> frozenset[str]:
    """Return the words of texts, folded; of those with a hyphen the parts too."""
    lows = {fold(_ELISION.sub("", word)) for text in texts for word in _WORD.findall(text)}
    return frozenset(part for low in lows for part in (low, *low.split("-")))


def _near(sentence: str, name: str) -> Iterator[_Word]:
    """Yield the words of the sentence that stand near the name, in reading order."""
    stands = re.search(rf"(?<!\w){re.escape(name)}(?!\w)", sentence, re.IGNORECASE) if name else None
    start, end = stands.span() if stands else (0, 0)
    found = list(_WORD.finditer(sentence))
    longer = [match[0] for match in found if len(match[0]) > SHORTEST]
    title_case = sum(word[0].isupper() for word in longer) > _TITLE_CASE * len(longer)
    before = sum(match.end() <= start for match in found)
    behind = sum(match.start() < end for match in found)
    for place, match in enumerate(found):
        apart = before - 1 - place if place < before else place - behind
        if not 0 <= apart <= NEAR:
            continue  # a word of the name, or too far from it
        text = _ELISION.sub("", match[0])
        capital = text[:1].isupper() and not title_case
        gap = sentence[end : match.start()] if place >= behind else sentence[match.end() : start]
        person = fold(text) in GIVEN_NAMES
        yield _Word(
            text if capital and place else text.lower(),
            apart,
            stands is not None and capital and gap in (" ", "-") and not person,
        )


def _says_nothing(low: str) -> bool:
    return len(low) < SHORTEST or low in STOP_WORDS or low in COMMON_WORDS or "n't" in low


def _of_any_news(low: str, language: str) -> bool:
    """Tell whether a word is a verb of any news, or one that the facts of a watch are told with."""
    return stem(low, "en") in _NEWS_STEMS or bool(_facts_words(language).fullmatch(low))


@lru_cache(maxsize=10)
def _facts_words(language: str) -> re.Pattern[str]:
    """The words of `pipelines.facts.vocabulary` by themselves, without what must stand around them."""
    parts = [
        _AROUND.sub("", getattr(words, role))
        for action in VOCABULARY.values()
        if (words := action.get(language, action.get("en")))
        for role in ("does", "done_to", "nouns", "get", "give")
    ]
    return re.compile("|".join(part for part in parts if part.strip()), re.VERBOSE | re.IGNORECASE)


def _own(watch: Watch, low: str, language: str) -> bool:
    """Tell whether a word is of the watch's own field of work or country, or of organisations of its kind."""
    subject = subject_of(watch)
    if low in _of_kind(watch.kind, language) or countries(low) & subject.countries or low in subject.field_words:
        return True
    tongue = _TONGUES.get(language)
    return tongue is not None and bool(
        tongue.field_stems.keys(low) & _fields(watch) or tongue.country_stems.keys(low) & subject.countries
    )


def _of_kind(kind: Kind, language: str) -> frozenset[str]:
    if kind not in _HAS_AND_DOES:
        return frozenset()
    tongue = _TONGUES.get(language)
    if tongue is None:
        return _HAS_AND_DOES[kind]
    company, agency = tongue.company | tongue.of_company, tongue.agency | tongue.of_agency
    return (company if kind is Kind.COMPANY else agency) | tongue.of_any | tongue.does


@lru_cache(maxsize=1000)
def _fields(watch: Watch) -> frozenset[str]:
    """Return the watch's fields of work as `tongue` has them, by its description in any of the three languages."""
    stems = (_ABOUT, *(tongue.field_stems for tongue in _TONGUES.values()))
    words = words_of([watch.name, watch.about]) - STOP_WORDS
    return frozenset().union(*(each.keys(word) for each in stems for word in words))


def _telling(watch: Watch, word: _Word, language: str) -> int:
    """Return how much a word tells of another meaning: 3 as part of a longer name … 0 for what seldom comes again."""
    low = word.low
    if word.joined:
        return 3
    if low in PLACES or countries(low):
        return 2
    if low in GIVEN_NAMES or (low in SURNAMES and word.text != low):
        return 0
    tongue = _TONGUES.get(language)
    of_field = bool(tongue.field_stems.keys(low)) if tongue else low in _FIELD_WORDS
    if of_field and COMMON.get(low, 0) < FREQUENT:
        return 2
    return 0 if word.text != low or COMMON.get(low, 0) >= FREQUENT else 1


def _firm(watch: Watch, matched: str) -> bool:
    doubtful = {fold(name) for name in watch.ambiguous}
    sure = {fold(name) for name in (watch.name, *watch.aliases) if not is_everyday_word(name)} - doubtful
    return fold(matched) in sure
