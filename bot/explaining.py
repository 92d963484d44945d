"""Why an entry did or did not alert, as lines of text: for `wirewatch explain`, and for `/explain` in chat."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from datetime import timedelta
from typing import Any

from bot.config import Settings
from bot.store import Store
from bot.store.entries import StoredEntry
from bot.store.times import moment
from pipelines.arrivals import Arrival, State
from pipelines.decide import Policy, Told, decide
from pipelines.explain import why_not
from pipelines.matcher import Matcher
from pipelines.model import Action, Match, Mention
from pipelines.render.telegram import clock
from pipelines.text import link_key, shown, title_key
from pipelines.watchlist import Watchlists

STORY = 12
"""Further entries of its story that are listed."""


def told_then(store: Store, settings: Settings, each: StoredEntry) -> Iterator[str]:
    """Yield the lines of what was stored of an entry, and of what became of it."""
    entry, zone = each.entry, settings.zone
    yield f"entry {each.key}: {entry.title}"
    yield f"  link       {entry.link}"
    yield f"  from       {entry.source or '?'}, feed {shown(entry.feed)}, id {entry.id}"
    yield f"  published  {clock(entry.published, zone) if entry.published else 'the feed does not say'}"
    changed = f", changed {clock(each.changed_at, zone)}" if each.changed_at else ""
    yield f"  first seen {clock(each.first_seen, zone)}{changed}"
    yield from _story(store, settings, each.key)
    decisions = store.entries.decisions(each.key)
    if not decisions:
        yield "decision: nothing. No watched name stands in it, by the watchlists of the time."
    for decision in decisions:
        yield f"decision: {decision['action']} ({_clock(decision['decided_at'], settings)}). {decision['reason']}"
        if decision["watches"]:
            yield f"  surely     {', '.join(decision['watches'])}"
        if decision["rules"]:
            yield f"  rules met  {', '.join(decision['rules'])}"
    for message in store.outbox.of_entry(each.key):
        sent = f"{message['status']} {_clock(message['sent_at'], settings)}".rstrip()
        number = f" as message {message['message_id']}" if message["message_id"] else ""
        how = {"first": "alert", "gain": "reply", "again": "reply, told again"}[str(message["telling"])]
        yield f"{how}: to {message['chat']}, {sent}{number}" + (f" ({message['error']})" if message["error"] else "")
    for mention in store.entries.mentions(each.key):
        yield from _name(mention, mention["sentence"])
    for fact in store.entries.facts_of(each.key):
        yield from _fact(fact)


def _story(store: Store, settings: Settings, key: int) -> Iterator[str]:
    """Which story an entry was put into and why, and what else is in it."""
    placement = store.stories.of(key)
    if placement is None:
        yield "story: none; it came before stories were kept"
        return
    members = store.stories.members(int(placement.story))
    first = next((each for each in members if each["key"] == int(placement.story)), None)
    if placement.story != placement.entry:
        about = f": {first['title']}" if first else ""
        yield f"story: {placement.story}{about} (joined with {placement.score:.0%})"
    elif placement.nearest:
        yield f"story: begins one; the nearest was {placement.nearest} ({placement.score:.0%} are too little)"
    else:
        yield "story: begins one; it was like no other"
    yield from (f"  because    {reason}" for reason in placement.reasons)
    if placement.copy_of:
        yield f"  copy of    entry {placement.copy_of}: nearly the same text"
    others = [each for each in members if each["key"] != key]
    for each in others[:STORY]:
        seen = _clock(each["first_seen"], settings)
        yield f"  with       entry {each['key']}, {each['source'] or '?'}, {seen}: {each['title']}"
    if len(others) > STORY:
        yield f"  with       {len(others) - STORY:,} more"


def _clock(text: object, settings: Settings) -> str:
    at = moment(str(text)) if text else None
    return clock(at, settings.zone) if at else ""


def _name(mention: dict[str, Any], sentence: str) -> Iterator[str]:
    yield (
        f"name: {mention['text']!r} in {mention['field']} ({mention['start']}-{mention['end']}): "
        f"{mention['watch']}, {mention['status']}, score {mention['score']:.2f} ({mention['kind']})"
    )
    yield from (f"  because    {evidence}" for evidence in mention["evidence"])
    yield f"  sentence   {' '.join(sentence.split())}"


def _fact(fact: dict[str, Any]) -> Iterator[str]:
    yield _fact_line(fact)
    yield f"  sentence   {' '.join(fact['sentence'].split())}"


def _fact_line(fact: dict[str, Any]) -> str:
    amount = f"{fact['amount_text']} ({fact['amount']:,.0f} {fact['currency'] or '?'})" if fact["amount"] else None
    action = f"{fact['action'] or 'deal'} ({fact['status']})" if fact["status"] != "done" else fact["action"]
    other = fact["agency"] or fact["buyer"]
    said = [fact["company"], other and f"with {other}", action, amount]
    return f"fact: {', '.join(filter(None, said))}"


def told_now(store: Store, settings: Settings, matcher: Matcher, each: StoredEntry) -> Iterator[str]:
    """Yield the lines of what the watchlists in force find in an entry, the rules it meets, and the chats it is for.

    It reads the entry with spaCy, so it belongs into the thread that does.
    """
    match = matcher.match(each.entry)
    before = [(m["watch"], m["field"], m["start"], m["end"], m["status"]) for m in store.entries.mentions(each.key)]
    same = before == [(m.watch, m.field.value, m.start, m.end, m.status.value) for m in match.mentions]
    yield f"now: the watchlists in force find {'the same' if same else 'something else than those of the time'}."
    if not same:
        yield from _names(each, match.mentions)
        yield from (["name: none"] if not match.mentions else [])
    for rule in dict.fromkeys(matcher.watchlists.rules) if match.mentions else ():
        lack = why_not(each.entry, match.mentions, rule)
        yield f"rule: {rule.id} ({rule.title or ' + '.join(rule.all)}): " + (f"not met: {lack}" if lack else "met")
    yield from _chats(store, settings, matcher.watchlists, each, match)


def _names(each: StoredEntry, mentions: Sequence[Mention]) -> Iterator[str]:
    for m in mentions:
        sentence = each.entry.text(m.field)[m.sentence_start : m.sentence_end]
        yield from _name(
            {"text": m.text, "field": m.field, "start": m.start, "end": m.end, "watch": m.watch, "status": m.status,
             "score": m.score, "kind": m.kind, "evidence": m.evidence},
            sentence,
        )  # fmt: skip


def _chats(store: Store, settings: Settings, watchlists: Watchlists, each: StoredEntry, match: Match) -> Iterator[str]:
    """Why a chat that the lists have in mind for an entry got no alert of it."""
    entry = each.entry
    feed_chat = next((feed.chat for feed in settings.feeds if feed.url == entry.feed), "")
    policy = Policy(
        first_poll=timedelta.max, max_age=timedelta.max, chat=settings.chat or "telegram.chat", feed_chat=feed_chat
    )
    arrival = Arrival(entry=entry, state=State.NEW)
    meant = decide(arrival, match, watchlists, policy, told=Told(), first_poll=False, now=each.first_seen)
    had = {str(message["chat"]) for message in store.outbox.of_entry(each.key)}
    decisions = store.entries.decisions(each.key)
    for chat in dict.fromkeys(route.chat for route in meant.routes if route.chat not in had):
        twin = store.outbox.same_article(each.key, chat, link_key(entry.link), title_key(entry.title))
        if twin:
            why = f"it has had the same article, as entry {twin[0]} on {clock(twin[1], settings.zone)}"
        elif decisions and decisions[-1]["action"] in (Action.HELD, Action.ADDED):
            why = decisions[-1]["reason"]
        else:
            why = "the watchlists of the time did not send it there"
        yield f"chat: {chat} got no alert: {why}"
    if not meant.routes:
        yield f"now: {meant.action}. {meant.reason}"


def find_entries(store: Store, words: str) -> list[StoredEntry]:
    """Return the entries that `words` may mean: a row's number, else an entry's id or link, also without https://."""
    if words.isdecimal() and (row := store.overview.entry(int(words))):
        return [row]
    found = store.entries.lookup(words)
    if not found and "://" not in words and "." in words:
        found = store.entries.lookup(f"https://{words}") or store.entries.lookup(f"http://{words}")
    return found


def told_briefly(
    store: Store, settings: Settings, watchlists: Watchlists, each: StoredEntry, *,
    chat: str | None = None, feeds: Collection[str] | None = None,
) -> Iterator[str]:  # fmt: skip
    """Yield the lines of what was stored of an entry, without its headline: as short as a chat wants it.

    Of the messages that it caused only those to `chat`, of its story only entries of `feeds`; None: all.
    """
    entry, zone, names = each.entry, settings.zone, _Names(watchlists)
    yield f"Entry {each.key}, {entry.source or '?'}, first seen {clock(each.first_seen, zone)}"
    decisions = store.entries.decisions(each.key)
    # An alert is what one asks about; what an edit of the same entry came to later says less.
    alerts = [decision for decision in decisions if decision["action"] == Action.ALERT]
    last = (alerts or decisions)[-1:]
    yield names.put_into(last[0]) if last else "No watched name stood in it, by the watchlists of the time."
    if last and (rules := [names.rule(rule) for rule in last[0]["rules"]]):
        yield f"Rules met: {', '.join(rules)}"
    for message in store.outbox.of_entry(each.key):
        if chat not in (None, message["chat"]):
            continue
        sent = f"{message['status']} {_clock(message['sent_at'], settings)}".rstrip()
        yield f"Alert to {message['chat']}: {sent}" + (f" ({message['error']})" if message["error"] else "")
    yield from dict.fromkeys(_name_briefly(mention, names) for mention in store.entries.mentions(each.key))
    for fact in store.entries.facts_of(each.key):
        yield _first_up(_fact_line({**fact, **{key: names.watch(fact[key]) for key in ("company", "agency")}}))
    yield from _story_briefly(store, each.key, feeds)


class _Names:
    """What watches and rules are called, by their ids; an id that no list has any more is its own name."""

    def __init__(self, watchlists: Watchlists) -> None:
        self._watches = {watch.id: watch.name for watch in watchlists.watches.values()}
        self._rules = {rule.id: rule.title or rule.id for rule in watchlists.rules}

    def watch(self, identifier: str | None) -> str:
        return self._watches.get(identifier or "", identifier or "")

    def rule(self, identifier: str) -> str:
        return self._rules.get(identifier, identifier)

    def put_into(self, decision: dict[str, Any]) -> str:
        """A decision's reason, with names in place of the ids of its watches."""
        ids = {*decision["watches"]}
        return re.sub(r"[\w-]+", lambda word: self.watch(word[0]) if word[0] in ids else word[0], decision["reason"])


def _name_briefly(mention: dict[str, Any], names: _Names) -> str:
    because = f": {mention['evidence'][0]}" if mention["evidence"] else ""
    return (
        f"“{mention['text']}” is {names.watch(mention['watch'])}, {mention['status']} ({mention['score']:.0%}){because}"
    )


def _first_up(text: str) -> str:
    return text[:1].upper() + text[1:]


def _story_briefly(store: Store, key: int, feeds: Collection[str] | None) -> Iterator[str]:
    """Which story an entry belongs to, and why; nothing that tells of entries of other feeds than `feeds`."""
    placement = store.stories.of(key)
    if placement is None:
        return
    first = store.overview.entry(int(placement.story))
    if placement.story == placement.entry:
        yield "It begins a story."
    elif first and feeds is not None and first.entry.feed not in feeds:
        return
    else:
        about = f": {first.entry.title}" if first else ""
        yield f"Story {placement.story}{about} (joined with {placement.score:.0%})"
        if feeds is None:
            yield from (f"because {reason}" for reason in placement.reasons)
    if placement.copy_of and feeds is None:
        yield f"It is nearly the same text as entry {placement.copy_of}."
