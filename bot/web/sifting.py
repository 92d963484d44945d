"""A digest as groups of items, sifted by watch, rule, status and outlet, with counts beside each choice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime

from pipelines.digest.values import Digest, Item, Mark
from pipelines.model import Action, Report
from pipelines.render.words import plural, precision
from pipelines.text import one_line

STATUSES = {
    "sure": "sure",
    "unsure": "unsure",
    "held": "held back",
    "wrong": "marked wrong",
    "unreviewed": "not reviewed yet",
}
OUTLETS = 40
"""Outlets that can be chosen, the most frequent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sieve:
    """What is asked for; "" for anything."""

    watch: str = ""  #: id
    rule: str = ""  #: id
    status: str = ""  #: of `STATUSES`
    outlet: str = ""  #: a publisher's name as the feeds have it


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A heading with its stories."""

    id: str  #: for addresses
    title: str
    status: str  #: of `STATUSES`
    items: tuple[Item, ...]
    note: str = ""
    watch: str = ""  #: of one watch: its id


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One value that can be chosen."""

    value: str
    label: str
    count: int  #: stories that it would leave, with the other choices as they are


def groups(
    digest: Digest,
    wrong: Iterable[Mark],
    times: Mapping[int, datetime],
    reports: Mapping[int, tuple[Report, ...]],
) -> list[Group]:
    """Return the stories of a digest by heading, what matters first first; no entry stands there twice.

    `wrong` are the marks on what was told in its span or made then; `times` when these entries came, `reports` those
    of their stories.
    """
    found = [
        Group(id=f"rule-{place}", title=title, status="sure", items=items)
        for place, (title, items) in enumerate(digest.rules)
    ]
    for each in digest.sections:
        above = each.stories - len(each.items)
        notes = (
            plural(each.count, "report") if each.count > each.stories else "",
            f"{above:,} of its stories above" if above and each.items else "",
            precision(each.right, each.wrong),
        )
        if each.items:
            note = "; ".join(filter(None, notes))
            found.append(
                Group(
                    id=f"watch-{each.watch}", title=each.name, status="sure", items=each.items, note=note,
                    watch=each.watch,
                )
            )  # fmt: skip
    note = "these names may mean something else"
    found.append(Group(id="review", title="To review", status="unsure", items=digest.review, note=note))
    found.append(Group(id="held", title="Held back", status="held", items=digest.held))
    told = {(item.front or item).key for group in found for item in group.items}
    items = tuple(_marked(mark, times, reports) for mark in {mark.entry: mark for mark in wrong}.values())
    found.append(
        Group(id="wrong", title="Marked wrong", status="wrong", items=tuple(i for i in items if i.key not in told))
    )
    return [group for group in found if group.items]


def _marked(mark: Mark, times: Mapping[int, datetime], reports: Mapping[int, tuple[Report, ...]]) -> Item:
    return Item(
        key=mark.entry, title=mark.title, link=mark.link, source=mark.source, at=times.get(mark.entry, mark.at),
        action=Action.NOTHING, reason="", watches=(mark.watch,), rules=(), unsure=(), score=1.0, sentence="",
        story=mark.story, reports=reports.get(mark.story or 0, ()),
    )  # fmt: skip


def sifted(found: Iterable[Group], sieve: Sieve, reviewed: Collection[int]) -> list[Group]:
    """Return the groups with only what a sieve lets through; `reviewed` are entries of which something was said."""
    left = [
        replace(group, items=tuple(item for item in group.items if _passes(group, item, sieve, reviewed)))
        for group in found
    ]
    return [group for group in left if group.items]


def _passes(group: Group, item: Item, sieve: Sieve, reviewed: Collection[int]) -> bool:
    return (
        (not sieve.watch or sieve.watch in _watches(item))
        and (not sieve.rule or sieve.rule in item.rules)
        and (not sieve.status or sieve.status in _statuses(group, item, reviewed))
        and (not sieve.outlet or sieve.outlet in _outlets(item))
    )


def choices(
    found: Iterable[Group],
    sieve: Sieve,
    reviewed: Collection[int],
    watches: Mapping[str, str],
    rules: Mapping[str, str],
) -> dict[str, list[Choice]]:
    """Return what can be chosen by name of the sieve's field; `watches` and `rules` are names by id."""
    pairs = [(group, item) for group in found for item in group.items]
    made = {}
    for each in fields(Sieve):
        others = replace(sieve, **{each.name: ""})
        counts = Counter(
            value
            for group, item in pairs
            if _passes(group, item, others, reviewed)
            for value in _values(each.name, group, item, reviewed)
        )
        if chosen := getattr(sieve, each.name):
            counts.setdefault(chosen, 0)
        labels = {"watch": watches, "rule": rules, "status": STATUSES}.get(each.name, {})
        ranked = [Choice(value=v, label=labels.get(v, v), count=n) for v, n in counts.most_common()]
        made[each.name] = _ordered(each.name, ranked)
    return made


def _ordered(name: str, ranked: list[Choice]) -> list[Choice]:
    if name == "status":
        return sorted(ranked, key=lambda choice: [*STATUSES].index(choice.value))
    return ranked[:OUTLETS] if name == "outlet" else sorted(ranked, key=lambda choice: choice.label.casefold())


def _values(name: str, group: Group, item: Item, reviewed: Collection[int]) -> set[str]:
    if name == "watch":
        return _watches(item)
    if name == "rule":
        return {*item.rules}
    return _statuses(group, item, reviewed) if name == "status" else _outlets(item)


def _watches(item: Item) -> set[str]:
    return {*item.watches, *item.unsure}


def _statuses(group: Group, item: Item, reviewed: Collection[int]) -> set[str]:
    open_yet = group.status in ("sure", "unsure") and (item.front or item).key not in reviewed
    return {group.status, "unreviewed"} if open_yet else {group.status}


def _outlets(item: Item) -> set[str]:
    return {one_line(report.source) for report in item.reports if report.source} or (
        {one_line(item.source)} if item.source else set()
    )
