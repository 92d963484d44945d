"""How fast names are found, on texts as news has them: one line for one number of names, in a process of its own.

Two entries in a hundred have a watched name; one in five of the names is ambiguous and goes to the judge. Names are
invented. The words of the texts are those of the real news beside the repository; without them, invented too.
"""

from __future__ import annotations

import itertools
import json
import random
import resource
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from pipelines.matcher import Matcher
from pipelines.model import Entry, Kind, Watch, Watchlist
from pipelines.names.candidates import Finder
from pipelines.text import plain_text
from pipelines.watchlist import Watchlists

SEED, ROUNDS, ENTRIES = 20260310, 3, 5_000
STREAM = Path(__file__).resolve().parents[1].parent / "shared" / "stream" / "news-2026-08.jsonl"
SYLLABLES = "bar cor dan fel gar hol jin kel lor mav nor pel quin rud sel tor ul ver wex yar zin".split()
NAMES = (
    "{0}|{0} Group|{0} Defence Systems|First {0} Bank|{0} & {1} Partners|{0} International|Bank of {0}|{0} Airlines|"
    "{0} National Security Services|American {0} Industries|{0} Energy Holdings Inc.|{0}{1}|The {0} Company|"
    "{0} Border Solutions Ltd.|{0} Department of Public Safety"
).split("|")


def word(chance: random.Random, most: int) -> str:
    """Return a word of up to so many syllables."""
    return "".join(chance.choice(SYLLABLES) for _ in range(chance.randint(1, most)))


def invented_names(chance: random.Random, count: int) -> list[str]:
    """Return names of syllables alone, and with the words that companies and agencies share."""
    names: dict[str, None] = {}
    while len(names) < count:
        parts = (f"{word(chance, 2)}{word(chance, 3)}".title() for _ in range(2))
        names[chance.choice(NAMES).format(*parts)] = None
    return list(names)


def invented_watchlists(names: list[str]) -> Watchlists:
    """Return a watch for every ten names, of which two are ambiguous."""
    watches = tuple(
        Watch(
            id=f"w{at}",
            name=names[at],
            kind=Kind.COMPANY,
            aliases=tuple(names[at + 1 : at + 8]),
            ambiguous=tuple(names[at + 8 : at + 10]),
            about="Company that makes armoured vehicles and guards banks.",
        )
        for at in range(0, len(names), 10)
    )
    return Watchlists(lists=(Watchlist(source="bench", watches=watches),))


def texts(chance: random.Random, count: int, names: list[str]) -> list[tuple[str, str]]:
    """Return titles and summaries of about 60 words in all, one in fifty with one of the names."""
    found = _real_texts(count) if STREAM.exists() else [_invented_text(chance) for _ in range(count)]
    for number in range(0, count, 50):
        title, summary = found[number]
        words = summary.split(" ")
        words.insert(len(words) // 2, chance.choice(names))
        found[number] = (title, " ".join(words))
    return found


def _real_texts(count: int) -> list[tuple[str, str]]:
    """Real headlines, and below each as much of the summaries, laid end to end, as makes 60 words."""
    with STREAM.open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    words = itertools.cycle(word for row in rows for word in plain_text(row["summary"] or "").split())
    titles = itertools.cycle(plain_text(row["title"]) for row in rows)
    return [
        (title, " ".join(itertools.islice(words, max(10, 60 - len(title.split())))))
        for title in itertools.islice(titles, count)
    ]


def _invented_text(chance: random.Random) -> tuple[str, str]:
    words = [word(chance, 3)[::-1] for _ in range(60)]  # backwards: no accidental names
    words[::5] = [word.title() for word in words[::5]]
    return " ".join(words[:10]), " ".join(words[10:])


def median(work: Callable[[], Any]) -> float:
    """Return the seconds of one core that `work` takes."""
    times = []
    for _ in range(ROUNDS):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return statistics.median(times)


def peak_memory() -> float:
    """Return the most memory that this process ever took, in MB."""
    status = Path("/proc/self/status")
    if status.exists():  # Linux counts in ru_maxrss what the process that started this one took
        (line,) = [line for line in status.read_text().splitlines() if line.startswith("VmHWM:")]
        return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main(size: int) -> None:
    """Print the figures for `size` names."""
    chance = random.Random(SEED)
    names = invented_names(chance, size)
    watchlists = invented_watchlists(names)
    news = texts(chance, ENTRIES, names)
    entries = [Entry(id=str(n), title=title, summary=summary) for n, (title, summary) in enumerate(news)]
    finder = Finder(list(watchlists.watches.values()))
    share = 100 * sum(bool(finder.find(entry)) for entry in entries) / ENTRIES
    finding = median(lambda: [finder.find(entry) for entry in entries])
    finder = Finder([])  # so that memory holds one at a time
    start = time.process_time()
    matcher = Matcher(watchlists)
    built = time.process_time() - start
    matching = median(lambda: [matcher.match(entry) for entry in entries])
    print(
        f"  {size:>7,} names, {share:3.1f} % with a candidate   {ENTRIES / finding:7,.0f} entries/s found, "
        f"{ENTRIES / matching:7,.0f} judged too, built in {built:5.2f} s, {peak_memory():4,.0f} MB",
        flush=True,
    )


if __name__ == "__main__":
    main(int(sys.argv[1]))
