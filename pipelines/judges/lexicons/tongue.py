"""What the judge knows of a language other than English: how its texts speak of organisations, people, places and work.

Words are folded: lower case without accents. Stems stand for all words that begin with them; one with "$" at its end
for that word alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

_SHORTEST = 3


class Stems:
    """Finds the keys of the stems that a folded word begins with."""

    def __init__(self, table: Mapping[str, str]) -> None:
        self._keys: dict[str, set[str]] = {}
        for key, stems in table.items():
            for stem in stems.split():
                self._keys.setdefault(stem, set()).add(key)

    def keys(self, word: str) -> frozenset[str]:
        """Return the keys of the longest stem of `word`."""
        for stem in (f"{word}$", *(word[:end] for end in range(len(word), _SHORTEST - 1, -1))):
            if stem in self._keys and stem.count("-") == word.count("-"):
                return frozenset(self._keys[stem])
        return frozenset()


def by_key(text: str) -> dict[str, str]:
    """Return what stands behind "key:" in each line of `text`; an indented line goes on with the one above."""
    lines = text.strip().replace("\n    ", " ").splitlines()
    return {key: words.strip() for key, _, words in (line.partition(":") for line in lines)}


@dataclass(frozen=True, eq=False)
class Tongue:
    """A language, as far as the judge needs it."""

    fields: Mapping[str, str]  #: stems of texts on each field of work, by the fields of `ABOUT` and `TOPICS`
    countries: Mapping[str, str]  #: stems that name a country (ISO 3166), its people, cities, bodies
    definite: frozenset[str]  #: articles, elided ones with their apostrophe
    indefinite: frozenset[str]
    of: frozenset[str]  #: "of", also with an article in it
    of_the: frozenset[str]  #: those with an article in it
    at: frozenset[str]  #: prepositions that stand before places more than before organisations
    by: frozenset[str]  #: those that name who did it
    home_of: frozenset[str]  #: those that stand before companies, as French "chez"
    titles: frozenset[str]  #: words before people
    given_names: frozenset[str]
    places: frozenset[str]  #: words before the name of a place
    things: frozenset[str]  #: words before names of other things: films, ships, teams
    company: frozenset[str]  #: "the group X", "the operator X"
    of_company: frozenset[str]  #: "the shares of X", "the factory of X"
    agency: frozenset[str]  #: "the agency X"
    of_agency: frozenset[str]  #: "agents of X"
    of_any: frozenset[str]  #: "the spokesman of X"
    has: frozenset[str]  #: "has" and "will", before another verb
    does: frozenset[str]  #: verbs of organisations
    enforces: frozenset[str]  #: verbs of authorities, stems of their participles
    press: frozenset[str]  #: words beside newspapers
    foreign: frozenset[str]  #: "the acronym in English"
    small: frozenset[str]  #: words that may begin a sentence with a capital and are no name
    common: frozenset[str]  #: words of everyday, towns and surnames that are also brands

    @cached_property
    def heads(self) -> frozenset[str]:
        """The words on which organisations hang, and prepositions, which say more than that they are capitalised."""
        words = self.company | self.of_company | self.agency | self.of_agency | self.of_any | self.press
        return words | self.places | self.things | self.at | self.by | self.of | self.definite | self.indefinite

    @cached_property
    def field_stems(self) -> Stems:
        """The stems of the fields of work."""
        return Stems(self.fields)

    @cached_property
    def country_stems(self) -> Stems:
        """The stems of the countries."""
        return Stems(self.countries)


ABOUT: Mapping[str, str] = {
    "immigration": "immigra migra deport asylum refugee citizenship",
    "border": "border customs",
    "police": "police marshal arrest polic crime$ criminal",
    "prison": "prison detain jail detention correction",
    "guards": "guard armoured armored cash$ bodyguard",
    "intelligence": "intelligence espionage spy$ spies secret$",
    "drugs": "narcotic drug$ trafficking",
    "court": "court judge justice attorney prosecut",
    "military": "military army navy forces troops defence defense weapon missile ammunition arms$",
    "health": "health hospital disease medical medicare clinic",
    "pharma": "pharma drugmaker vaccine biotech medicine",
    "school": "school education universit student",
    "environment": "environment climate pollution",
    "oil": "oil$ gas$ petrol pipeline fuel refin",
    "power": "electric power$ energy nuclear utility",
    "bank": "bank lender mortgage",
    "money": "fund$ investment equity insur broker asset stock$ exchange financ",
    "payments": "payment card$ credit",
    "retail": "supermarket retail store grocer shop chain pharmacy discount",
    "food": "food restaurant beer drink beverage brew coffee chocolate dairy snack wine",
    "airline": "airline aviation flight carrier aircraft airport aerospace",
    "rail": "rail train transit subway metro$",
    "car": "car$ cars$ carmaker automaker vehicle truck motor automobile auto$ automotive dealership",
    "logistics": "logistic shipping parcel courier freight delivery postal post$ mail$",
    "telecom": "telecom phone broadband mobile wireless operator cellular",
    "software": "software cloud platform computer internet technolog data$ app$ tech$ smartphone iphone",
    "social": "social",
    "press": "newspaper daily tabloid broadsheet newsroom",
    "screen": "film television broadcast streaming entertainment studio tv$ movie media$",
    "games": "game gaming console",
    "gambling": "casino gambling betting lotter",
    "travel": "hotel resort cruise tourism travel",
    "mining": "mining mine copper metal steel gold$ miner",
    "building": "construction building engineering real property estate lease",
    "advertising": "advertis billboard sign$ signs$ outdoor packaging",
    "aid": "humanitarian charity aid$ relief volunteer blood",
    "fashion": "fashion clothing apparel sportswear shoe luxury cosmetic jewel",
    "space": "space satellite rocket",
    "farming": "farm agricultur fertiliz fertilis seed tractor",
    "tax": "tax$ taxes$ revenue treasury",
    "labour": "labor labour employment staffing workers",
    "parliament": "parliament senate congress legislat",
    "diplomacy": "diplom foreign$ embassy",
}
"""Fields of work, and the stems of English descriptions that tell of them."""
TOPICS = frozenset("sport arts weather nature town accident religion festival family".split())
"""What else texts are about: no watch's field."""
