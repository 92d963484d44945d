"""What a list says that loads, and yet is not what its author means: failing test sentences, doubtful names."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from pipelines.model import Entry, Match, Status, Watch, Watchlist
from pipelines.text import fold
from pipelines.watchlist import Watchlists, is_everyday_word, may_be_a_word


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something that is wrong or doubtful in a list."""

    source: str  #: the list's
    line: int  #: 0: no one line is to blame
    words: str
    wrong: bool  #: False: a warning
    watch: str = ""  #: of a sentence in `misses` that is found all the same: its watch
    firm: str = ""  #: and the name or alias that is found there, wherever it stands; "" if an ambiguous one is


def wrong_sentences(part: Watchlist, match: Callable[[Entry], Match]) -> Iterator[Finding]:
    """Yield each sentence of `hits` and `misses` that goes wrong, and what was found instead."""
    for watch in part.watches:
        for expected, texts, lines in ((True, watch.hits, watch.hit_lines), (False, watch.misses, watch.miss_lines)):
            for text, line in zip(texts, lines, strict=True):
                found = match(Entry(id="check", title=text))
                if (watch.id in found.watches(Status.SURE)) is not expected:
                    what = "a hit is not found" if expected else "a miss is found"
                    words = f"{watch.id}: {what}: {text!r}; {_instead(watch, found)}"
                    missed = {} if expected else {"watch": watch.id, "firm": _firm_name(watch, found)}
                    yield Finding(source=part.source, line=line, words=words, wrong=True, **missed)


def _firm_name(watch: Watch, found: Match) -> str:
    """The longest name of the watch that counts wherever it stands, and by which it was found; "" if none was."""
    ambiguous = {fold(name) for name in watch.ambiguous}
    firm = [n for n in (watch.name, *watch.aliases) if fold(n) not in ambiguous and not is_everyday_word(n)]
    texts = [_letters(m.text) for m in found.mentions if m.watch == watch.id and m.status is Status.SURE]
    # "Talvane's" and "#TalvaneFreight" are found by these names, too.
    by = [name for name in firm if any(text.startswith(_letters(name)) for text in texts)]
    return max(by, key=len, default="")


def _letters(name: str) -> str:
    return "".join(filter(str.isalnum, fold(name)))


def _instead(watch: Watch, found: Match) -> str:
    mine = [mention for mention in found.mentions if mention.watch == watch.id]
    if mine:
        return "; ".join(f"{m.text!r} is {m.status}: {', '.join(m.evidence)}" for m in mine)
    others = ", ".join(dict.fromkeys(f"{m.text!r} of {m.watch}" for m in found.mentions))
    return f"no name of it stands there, only {others}" if others else "no name of it stands there"


def doubtful_names(part: Watchlist) -> Iterator[Finding]:
    """Yield what may be meant otherwise: names that are words, ambiguous names with nothing to judge them by."""
    for watch in part.watches:
        for words in _doubts(watch):
            yield Finding(source=part.source, line=watch.line, words=f"{watch.id}{words}", wrong=False)


def _doubts(watch: Watch) -> Iterator[str]:
    if watch.ambiguous and not watch.about:
        yield " has ambiguous names and no `about`"
    # Whether it is a word, only a person can tell: who has written a sentence in `misses` has thought of it.
    ambiguous = {fold(name) for name in watch.ambiguous}
    for name in (watch.name, *watch.aliases):
        if fold(name) in ambiguous:
            continue
        if is_everyday_word(name):
            yield f": {name!r} is an everyday word, so it counts as if it stood in `ambiguous`"
        elif may_be_a_word(name) and not watch.misses:
            yield (
                f": {name!r} is surely found in every casing; if it is a word too, put it into `ambiguous`, "
                "else add a sentence to `misses`"
            )


def shared_names(watchlists: Watchlists) -> Iterator[Finding]:
    """Yield the names that several watches have."""
    from pipelines.names import candidates

    places = {watch.id: (part.source, watch.line) for part in watchlists.lists for watch in part.watches}
    for ids, names in candidates.shared_names(watchlists.watches.values()).items():
        words = f"{' and '.join(ids)} share {', '.join(map(repr, names))}: a text that holds one names them all"
        source, line = places[ids[-1]]
        yield Finding(source=source, line=line, words=words, wrong=False)
