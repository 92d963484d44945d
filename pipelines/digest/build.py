"""A span of time → its digest: stories by watch, what to review, what was held back, how the feeds fare.

Entries of one story are one line: the entry that alerted first, else the first, with the outlets of the others. In a
digest for one chat, the first that alerted there.

What people marked wrong is not told under that watch, nor is what was added to such alerts; the digest of the span in
which it was marked lists it. A rule that needs the watch is not met by the entry then, nor is one that needs a watch
which the chat may not hear of. Known failure: a rule that asks for one sentence stays met if other watches of the entry
would do, though they stand in different sentences.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, tzinfo
from functools import partial

from pipelines.digest.facts import fullest, matters_most
from pipelines.digest.values import NO_REVIEWS, Digest, Health, Item, Mark, Reviews, Section
from pipelines.digest.when import day_number
from pipelines.model import Action, Entry, Field, Level, Mention, Report, Rule, Status, Suggestion, Watch
from pipelines.rules import rules_met
from pipelines.stories.outlets import outlets


def build(
    day: date,
    since: datetime,
    until: datetime,
    items: Sequence[Item],
    watches: Sequence[Watch],
    rule_titles: Iterable[tuple[str, str]],
    health: Health,
    unwatched: Sequence[Suggestion] = (),
    reviews: Reviews = NO_REVIEWS,
    *,
    alerts: int,
    zone: tzinfo = UTC,
    at: time | None = None,
) -> Digest:
    """Return the digest of `items`, in order of time, for the given watches; entries of other watches are left out.

    Of `unwatched` it tells what turned up in this span of time beside one of these watches. `items` are those that
    `without_wrong` leaves, `alerts` counts the entries of which the chat got one. A story's days begin at the hour
    `at` in `zone`, None: at midnight. Under each heading the stories stand by importance: first those with a fact that
    has a company, an agency and a sum, then those that more outlets tell, then the earlier ones.
    """
    names = {watch.id: watch.name for watch in watches}
    day_of = partial(day_number, since=since, day=day, zone=zone, at=at)
    mine = [_dated(item, day_of) for item in items if _tells_of(item, names)]
    sure = [item for item in mine if item.action not in (Action.HELD, Action.REVIEW)]
    stories = sorted(_folded(sure), key=_importance)
    rules, sections = _under_headings(stories, sure, rule_titles, _heads(watches, sure, stories, reviews))
    told = [item for _, items in (*rules, *((head.name, head.items) for head in sections)) for item in items]
    return Digest(
        day=day, since=since, until=until, health=health, alerts=alerts, rules=rules, sections=sections,
        review=_review(mine, told),
        wrong=_marked(reviews, names, since, until),
        held=tuple(item for item in mine if item.action is Action.HELD),
        unwatched=tuple(
            each for each in unwatched if since <= each.seen < until and not names.keys().isdisjoint(each.agencies)
        ),
    )  # fmt: skip


def _marked(reviews: Reviews, names: Mapping[str, str], since: datetime, until: datetime) -> tuple[Mark, ...]:
    mine = (mark for mark in reviews.wrong if mark.watch in names and since <= mark.at < until)
    return tuple(replace(mark, name=names[mark.watch]) for mark in mine)


def _dated(item: Item, day_of: Callable[[datetime], int]) -> Item:
    number = 1 if item.begun is None else day_of(item.begun)
    # Most are new, and a copy of each of thousands takes its time.
    return item if number == item.day else replace(item, day=number)


def _under_headings(
    stories: Sequence[Item], entries: Iterable[Item], rule_titles: Iterable[tuple[str, str]], heads: Iterable[Section]
) -> tuple[tuple[tuple[str, tuple[Item, ...]], ...], tuple[Section, ...]]:
    """Return the rules that are met and the sections, each story under the first of them where it belongs.

    `entries` are those that the stories were folded from.
    """
    by_key = {item.key: item for item in entries}
    told: set[int] = set()

    def take(wanted: Callable[[Item], bool]) -> tuple[Item, ...]:
        chosen = tuple(item for item in stories if item.key not in told and wanted(item))
        told.update(item.key for item in chosen)
        return chosen

    rules = [(title, take(lambda item, r=rule: r in item.rules)) for rule, title in rule_titles]  # type: ignore[misc]  # mypy can't infer a lambda's default
    sections = []
    for head in heads:
        chosen = take(lambda item, w=head.watch: w in item.watches)  # type: ignore[misc]  # as above
        sections.append(replace(head, items=tuple(_fronted(item, by_key, head.watch) for item in chosen)))
    return tuple((title, chosen) for title, chosen in rules if chosen), tuple(sections)


def _tells_of(item: Item, names: Mapping[str, str]) -> bool:
    watches = item.unsure if item.action is Action.REVIEW else item.watches
    return item.action is not Action.CONTEXT and not names.keys().isdisjoint(watches)


def without_wrong(
    items: Iterable[Item], marks: Iterable[Mark], watches: Mapping[str, Watch], rules: Iterable[Rule]
) -> list[Item]:
    """Return the items without the watches that they were marked wrong for, and the rules that need one of those.

    What was added to a story of which all alerts were marked wrong is taken for wrong with them. `watches` (by id) and
    `rules` are those in force.
    """
    wrong: dict[tuple[str, int], set[str]] = {}
    for mark in marks:
        wrong.setdefault(("entry", mark.entry), set()).add(mark.watch)
        if mark.whole_story:
            wrong.setdefault(("story", _story(mark)), set()).add(mark.watch)
    by_id = {rule.id: rule for rule in rules}
    cleaned = []
    for item in items:
        not_meant = wrong.get(("entry", item.key), set())
        if item.action is Action.ADDED:
            not_meant = not_meant | wrong.get(("story", _story(item)), set())
        cleaned.append(_without(item, not_meant, watches, by_id))
    return cleaned


def reviewable(items: Iterable[Item], watches: Mapping[str, Watch], rules: Iterable[Rule]) -> list[Item]:
    """Return the items without unsure mentions of what nobody waits for: watches of level context that no rule needs.

    `watches` (by id) and `rules` are those in force. A rule of level context is none that needs anything.
    """
    needed = {name for rule in rules if rule.alert is not Level.CONTEXT for name in rule.all}
    idle = {
        watch.id
        for watch in watches.values()
        if watch.alert is Level.CONTEXT and needed.isdisjoint({watch.id, watch.kind})
    }
    return [
        replace(item, unsure=tuple(watch for watch in item.unsure if watch not in idle))
        if item.action is Action.REVIEW and not idle.isdisjoint(item.unsure)
        else item
        for item in items
    ]


def heard(
    items: Iterable[Item], hidden: Collection[str], watches: Mapping[str, Watch], rules: Iterable[Rule]
) -> list[Item]:
    """Return the items without the watches that a chat may not hear of, and the rules that need one of those.

    `watches` (by id) and `rules` are those in force.
    """
    by_id = {rule.id: rule for rule in rules}
    found = []
    for item in items:
        reason, _, named = item.reason.partition(": ")
        tells = any(word.strip(".,") in hidden for word in named.split())
        left = _without(item, hidden, watches, by_id)
        found.append(replace(left, reason=f"{reason}.") if tells else left)
    return found


def _without(item: Item, gone: Collection[str], watches: Mapping[str, Watch], rules: Mapping[str, Rule]) -> Item:
    facts = tuple(fact for fact in item.facts if fact.company not in gone and fact.agency not in gone)
    if not any(watch in gone for watch in (*item.watches, *item.unsure)):
        return item if len(facts) == len(item.facts) else replace(item, facts=facts)
    left = tuple(watch for watch in item.watches if watch not in gone)
    meant = [watches[watch] for watch in left if watch in watches]
    kept = tuple(rule for rule in item.rules if rule in rules and _met(rules[rule], meant))
    unsure = tuple(watch for watch in item.unsure if watch not in gone)
    # Of the names in its sentence it is not known which watch each belongs to, so none is marked.
    return replace(item, watches=left, rules=kept, unsure=unsure, facts=facts, names=())


def _met(rule: Rule, watches: Iterable[Watch]) -> bool:
    """Tell whether these watches would do for a rule, were they close enough."""
    mentions = [
        Mention(
            watch=watch.id, kind=watch.kind, text=watch.name, field=Field.TITLE, start=0, end=0, status=Status.SURE,
            score=1.0,
        )
        for watch in watches
    ]  # fmt: skip
    return bool(rules_met(Entry(id=""), mentions, [replace(rule, within="entry", cues=())]))


def _folded(items: Sequence[Item]) -> list[Item]:
    """Return one item for each story, in the order in which the entries that stand for them were given."""
    stories: dict[int, list[Item]] = {}
    for item in items:
        stories.setdefault(_story(item), []).append(item)
    folded = {}
    for each in stories.values():
        # Rows grow with time: of several alerts of a story, the others are replies to the first.
        lead = min(filter(_pushed, each), key=lambda item: item.key, default=each[0])
        told = [lead, *(item for item in each if item is not lead)]
        folded[lead.key] = replace(
            lead,
            watches=_union(item.watches for item in told),
            rules=_union(item.rules for item in told),
            unsure=_union(item.unsure for item in told),
            score=max(item.score for item in told),
            facts=fullest((item.at, fact) for item in told for fact in item.facts),
            alert=next((item.alert for item in told if item.alert), ""),
            others=tuple(told[1:]),
            turns=tuple(filter(_pushed, told[1:])),
            reports=tuple(
                Report(entry=item.key, source=item.source, link=item.link, copy_of=item.copy_of) for item in told
            ),
        )
    return [folded[item.key] for item in items if item.key in folded]


def _pushed(item: Item) -> bool:
    return item.action is Action.ALERT if item.pushed is None else item.pushed


def _importance(story: Item) -> tuple[bool, int]:
    """What stories are sorted by; those that matter alike keep the order of time."""
    return not any(map(matters_most, story.facts)), -len(outlets(story.reports).names)


def _fronted(story: Item, entries: Mapping[int, Item], watch: str) -> Item:
    """Return a story as it stands under a watch; `entries` are those that it was folded from, by row."""
    of_story = (entries[report.entry] for report in story.reports)
    front = next(item for item in of_story if watch in item.watches)
    return story if front.key == story.key else replace(story, front=front)


def _story(told: Item | Mark) -> int:
    # A story is named by the entry that it began with, so that an entry in none is a story of its own.
    if told.story is not None:
        return told.story
    return told.key if isinstance(told, Item) else told.entry


def _union(parts: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each for part in parts for each in part))


def _heads(
    watches: Iterable[Watch], entries: Iterable[Item], stories: Iterable[Item], reviews: Reviews
) -> list[Section]:
    """Return a section without its items for each watch that is named: those that push first, then by frequency."""
    counts = Counter(watch for item in entries for watch in item.watches)
    by_story = Counter(watch for item in stories for watch in item.watches)
    # A watch of level context is never told on its own: what names it stands under a rule or another watch.
    loud = (watch for watch in watches if counts[watch.id] and watch.alert is not Level.CONTEXT)
    heads = []
    for watch in sorted(loud, key=lambda w: (not w.alert.pushes, -by_story[w.id], -counts[w.id], w.name)):
        right, wrong = reviews.precision.get(watch.id, (0, 0))
        count, told = counts[watch.id], by_story[watch.id]
        heads.append(
            Section(watch=watch.id, name=watch.name, count=count, stories=told, items=(), right=right, wrong=wrong)
        )
    return heads


def _review(mine: Sequence[Item], told: Sequence[Item]) -> tuple[Item, ...]:
    """Return what is to review, the likeliest first; a story that is told with the same watches needs no review."""
    watches = {_story(item): item.watches for item in told}
    unsure = [item for item in mine if item.action is Action.REVIEW]
    left = [item for item in unsure if not set(item.unsure) <= set(watches.get(_story(item), ()))]
    return tuple(sorted(_folded(left), key=lambda item: (-item.score, item.at)))
