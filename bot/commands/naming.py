"""Which watch somebody means: by its id, its name or one of its aliases."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from pipelines.model import Watch
from pipelines.text import fold
from pipelines.watchlist import Watchlists


def find_watch(watchlists: Watchlists, words: str) -> Watch | None:
    """Return the watch that `words` name, None if none or several do.

    Case, accents and the hashtag's spelling of an id ("#coastal_registry") do not matter. An id goes before a name, a
    name before an alias, and that before an ambiguous name.
    """
    found = named(watchlists, words)
    return found[0] if len(found) == 1 else None


def named(watchlists: Watchlists, words: str) -> list[Watch]:
    """Return all watches that `words` name equally well."""
    wanted = _key(words)
    for names in (
        lambda watch: (watch.id,),
        lambda watch: (watch.name,),
        lambda watch: watch.aliases,
        lambda watch: watch.ambiguous,
    ):
        if found := [watch for watch in watchlists.watches.values() if wanted in map(_key, names(watch))]:
            return found
    return []


def nearest_watches(watches: Iterable[Watch], words: str) -> list[str]:
    """Return the names of up to three watches that are most like `words`: alike on the whole, or in how they begin."""
    wanted = _key(words)
    owners: dict[str, Watch] = {}
    for watch in watches:
        for name in (watch.id, watch.name, *watch.aliases, *watch.ambiguous):
            owners.setdefault(_key(name), watch)
    close = get_close_matches(wanted, owners, n=9, cutoff=0.6)
    begun = [name for name in owners if wanted and name.startswith(wanted)]
    found = {owners[name].id: owners[name].name for name in (*close, *begun)}
    return [*found.values()][:3]


def _key(words: str) -> str:
    return " ".join(fold(words).replace("-", " ").replace("_", " ").lstrip("#").split())
