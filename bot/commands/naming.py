"""Which watch somebody means: by its id, its name or one of its aliases."""

from __future__ import annotations

from difflib import get_close_matches

from pipelines.model import Watch
from pipelines.text import fold
from pipelines.watchlist import Watchlists


def find_watch(watchlists: Watchlists, words: str) -> Watch | None:
    """Return the watch that `words` name, None if none or several do.

    Case, accents and the hashtag's spelling of an id ("#coastal_registry") do not matter. An id goes before a name, a
    name before an alias, and that before an ambiguous name.
    """
    wanted = _key(words)
    for names in (
        lambda watch: (watch.id,),
        lambda watch: (watch.name,),
        lambda watch: watch.aliases,
        lambda watch: watch.ambiguous,
    ):
        found = [watch for watch in watchlists.watches.values() if wanted in map(_key, names(watch))]
        if found:
            return found[0] if len(found) == 1 else None
    return None


def nearest_watch(watchlists: Watchlists, words: str) -> str:
    """Return the name of the watch that is most like `words`, "" if none is."""
    wanted = _key(words)
    owners: dict[str, Watch] = {}
    for watch in watchlists.watches.values():
        for name in (watch.id, watch.name, *watch.aliases, *watch.ambiguous):
            owners.setdefault(_key(name), watch)
    close = get_close_matches(wanted, owners, n=1, cutoff=0.6)
    begun = [name for name in owners if wanted and name.startswith(wanted)]
    found = next(iter(close or begun), None)
    return owners[found].name if found else ""


def _key(words: str) -> str:
    return " ".join(fold(words).replace("-", " ").replace("_", " ").lstrip("#").split())
