"""Entries put straight into the database, for tests of what pages make of them.

key = shelve(store, at, "Talvane Freight buys a crane", [("talvane", "Talvane Freight", "sure")], alert=True)
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from bot.store import Store
from pipelines.model import (
    Action,
    Decision,
    Entry,
    Fact,
    Field,
    Kind,
    Match,
    Mention,
    Message,
    Placement,
    Route,
    Status,
)

CHAT = "@talvane_watch"


def fact(
    company: str | None = "talvane", agency: str | None = "coastal-registry", amount: float | None = None, *,
    action: str | None = "contract", buyer: str | None = None, sentence: str = "So it was said.", status: str = "done",
    amount_text: str | None = None, currency: str | None = None,
) -> Fact:  # fmt: skip
    """Return a fact; a sum is in dollars unless said otherwise."""
    return Fact(
        company=company, agency=agency, action=action, amount=amount, status=status, sentence=sentence, buyer=buyer,
        currency=currency or ("USD" if amount is not None else None),
        amount_text=amount_text or (f"${amount:,.0f}" if amount is not None else None),
    )  # fmt: skip


def shelve(
    store: Store, at: datetime, title: str, found: Sequence[tuple[str, str, str]] = (), *,
    facts: Iterable[Fact] = (), alert: bool = False, chat: str = CHAT, link: str | None = None,
    source: str = "Ellery Gazette", published: datetime | None = None, story: int | None = None,
) -> int:  # fmt: skip
    """Store an entry that came at `at`, and what was found in its headline: watch, text and status of each name.

    Returns its row. `story`: the row of the entry that its story began with; None: itself.
    """
    with store.atomic():
        number = store.entries.count_since(datetime.fromtimestamp(0, at.tzinfo))
        address = f"https://gazette.example/{number}" if link is None else link
        entry = Entry(
            id=str(number), title=title, link=address, source=source, feed="https://gazette.example/feed.xml",
            published=published, language="en",
        )  # fmt: skip
        key = store.entries.add(entry, at)
        mentions = tuple(mention(*each, title=title) for each in found)
        store.entries.found(key, entry, Match(mentions=mentions, facts=tuple(facts)))
        watches = tuple(dict.fromkeys(each.watch for each in mentions if each.status is Status.SURE))
        route = Route(chat=chat, watches=watches)
        action = Action.ALERT if alert else Action.DIGEST
        store.entries.decided(key, Decision(action=action, reason="so", watches=watches), at)
        begun = str(story or key)
        store.stories.placed([Placement(entry=str(key), story=begun, score=1.0)], at)
        if alert:
            store.outbox.put_alert(
                key, route, Message(html=title, plain=title), (address, title), story=int(begun), now=at
            )
    return key


def mention(watch: str, text: str, status: str = "sure", *, title: str) -> Mention:
    """Return what was found for a watch where a headline has `text`, with the headline as its sentence."""
    start = max(title.find(text), 0)
    kind = Kind.AGENCY if "registry" in watch else Kind.COMPANY
    return Mention(
        watch=watch, kind=kind, text=text, field=Field.TITLE, start=start, end=start + len(text),
        status=Status(status), score=0.9, sentence_start=0, sentence_end=len(title),
    )  # fmt: skip
