"""Which judge gives an opinion on a name: by the kind of its watch and the language of the entry."""

from __future__ import annotations

from collections import Counter
from functools import cached_property

from pipelines.judges.english.judge import english_opinion
from pipelines.judges.english.place import Place
from pipelines.judges.english.reading import Reading, read
from pipelines.judges.opinion import ORGANISATIONS, Opinion
from pipelines.judges.romance.judge import TONGUES, romance_opinion
from pipelines.judges.romance.reading import RomancePlace, RomanceReading
from pipelines.judges.romance.reading import read as read_romance
from pipelines.judges.subject import subject_of
from pipelines.judges.untrained import untrained_opinion
from pipelines.model import Entry, Field, Watch

ENGLISH = frozenset({"", "en"})
"""Where neither feed nor text says the language, it is a short headline, mostly English."""

MOST = 50
"""Opinions on one watch in one entry: a text that names it more often says no more, but takes long to read."""


class Opinions:
    """Gives opinions on the places of one entry, which is read at the first of them."""

    def __init__(self, entry: Entry) -> None:
        self._entry = entry
        self._given: Counter[str] = Counter()

    @cached_property
    def _reading(self) -> Reading:
        return read(self._entry)

    @cached_property
    def _romance(self) -> RomanceReading:
        return read_romance(self._entry, TONGUES[self._entry.language])

    def on(self, watch: Watch, field: Field, start: int, end: int, beside: str = "") -> Opinion | None:
        """Return what the judge of the entry's language says of a name at that place.

        `beside` is another watched organisation that is surely named in the entry, "" if there is none.

        None if there is nothing to go by, or if the place is further down than is read, or behind `MOST` of its watch.
        """
        self._given[watch.id] += 1
        if self._given[watch.id] > MOST:
            return None
        language = self._entry.language
        known = watch.kind in ORGANISATIONS and watch.about.strip() != ""
        romance = known and language in TONGUES
        reading: Reading | RomanceReading = self._romance if romance else self._reading
        if end > len(reading.fields.get(field, "")):
            return None
        if romance:
            return romance_opinion(RomancePlace(watch, self._romance, field, start, end), beside)
        place = Place(subject_of(watch), self._reading, field, start, end)
        return english_opinion(place, beside) if known and language in ENGLISH else untrained_opinion(place)
