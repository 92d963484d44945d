"""The digest of a chat, made from a real database and queued once for each local day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from bot.config import Settings, parse_settings
from bot.digests import digest_chats, make_digest, queue_digest, queue_due_digests, span_of
from bot.store import Store
from pipelines.model import (
    Action,
    Decision,
    Entry,
    Field,
    Kind,
    Match,
    Mention,
    Message,
    Placement,
    Route,
    Status,
)
from pipelines.watchlist import Watchlists, combine, parse_watchlist

EIGHT = datetime(2026, 11, 22, 13, 0, tzinfo=UTC)  # 08:00 in Toronto
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
FEEDS = ["https://gazette.example/feed", "https://courier.example/feed"]

WATCHES = """
[[watch]]
id = "talvane"
name = "Talvane Freight"
kind = "company"
[[watch]]
id = "island"
name = "Skell Island"
kind = "place"
alert = "context"
[[rule]]
id = "there"
title = "On the island"
all = ["company", "place"]
alert = "context"
"""
OTHERS = """
chat = "@other"
[[watch]]
id = "osprell"
name = "Osprell Systems"
kind = "company"
"""
LISTS = combine([parse_watchlist(WATCHES, "a.toml"), parse_watchlist(OTHERS, "b.toml")])
ONE_LIST = combine([parse_watchlist(WATCHES, "a.toml")])


def settings(digest: str = "08:00", chat: str = "@news") -> Settings:
    """Return settings with two feeds, in the zone of Toronto."""
    feeds = "".join(f'[[feed]]\nurl = "{url}"\n' for url in FEEDS)
    text = f'[telegram]\nchat = "{chat}"\n[schedule]\ntimezone = "America/Toronto"\ndigest = "{digest}"\n{feeds}'
    return parse_settings(text if chat else text.replace('chat = ""', ""), Path("config.toml"))


@pytest.fixture
def store() -> Iterator[Store]:
    """An empty database in memory."""
    opened = Store(":memory:")
    yield opened
    opened.close()


def put(
    store: Store, name: str, watch: str, at: datetime, action: Action = Action.ALERT, rules: tuple[str, ...] = (),
    story: int | None = None, source: str = "Ellery Gazette", also: tuple[str, ...] = (), chats: tuple[str, ...] = (),
) -> int:  # fmt: skip
    """Store an entry that names a watch, decided and alerted at that time; return its row. 0 begins a story."""
    entry = Entry(
        id=name,
        title=f"{name} in the news",
        link=f"https://{source.split()[-1].lower()}.example/{name}",
        source=source,
        feed=FEEDS[0],
    )
    mention = Mention(
        watch=watch, kind=Kind.COMPANY, text=name, field=Field.TITLE, start=0, end=len(name), status=Status.SURE,
        score=0.9, sentence_end=len(entry.title),
    )  # fmt: skip
    with store.atomic():
        key = store.entries.add(entry, at)
        store.entries.found(key, entry, Match(mentions=(mention,)))
        store.entries.decided(key, Decision(action=action, reason="Named.", watches=(watch, *also), rules=rules), at)
        for chat in chats:
            store.outbox.put_alert(
                key, Route(chat=chat, watches=(watch,)), Message(html=name, plain=name), ("", ""), story=None, now=at
            )
        if story is not None:
            copied = str(story) if source.startswith("Copy") else ""
            store.stories.placed([Placement(entry=str(key), story=str(story or key), score=1, copy_of=copied)], at)
    return key


def queued(store: Store) -> list[tuple[str, str]]:
    """Return chat and text of all digests that wait."""
    return [(delivery.chat, delivery.plain) for delivery in store.outbox.unsent() if delivery.kind == "digest"]


def run(store: Store, now: datetime, lists: Watchlists = ONE_LIST, **changes: str) -> int:
    """Let the digest's job run at that moment."""
    return queue_due_digests(store, settings(**changes), lists, now)


# --- once ---------------------------------------------------------------------------------------------


def test_it_goes_out_once_at_its_hour_however_often_the_job_runs(store: Store) -> None:
    """Nothing before the hour, one digest at it, nothing more for the rest of the day."""
    put(store, "Talvane", "talvane", EIGHT - HOUR)
    ticks = [EIGHT + timedelta(seconds=20 * tick) for tick in range(-3, 10)] + [EIGHT + 15 * HOUR]
    assert [run(store, tick) for tick in ticks] == [0, 0, 0, 1] + [0] * 10
    assert [chat for chat, _ in queued(store)] == ["@news"]


def test_a_restart_does_not_repeat_it(tmp_path: Path) -> None:
    """What went out is remembered in the file: a new process sends no second digest of the day."""
    for expected in (1, 0):
        opened = Store(tmp_path / "wirewatch.db")
        assert run(opened, EIGHT + HOUR) == expected
        opened.close()


def test_two_processes_make_one_digest(tmp_path: Path) -> None:
    """The service and `digest --send` may make it at the same time; the second one finds it claimed."""
    first, second = Store(tmp_path / "wirewatch.db"), Store(tmp_path / "wirewatch.db")
    digests = [
        make_digest(store, settings(), ONE_LIST, day=date(2026, 11, 22), since=EIGHT - DAY, until=EIGHT)
        for store in (first, second)
    ]
    assert queue_digest(first, settings(), digests[0], "@news", EIGHT) == 1
    assert queue_digest(second, settings(), digests[1], "@news", EIGHT) == 0
    assert len(queued(first)) == 1
    first.close()
    second.close()


@pytest.mark.parametrize("changes", [{"digest": "off"}, {"chat": ""}], ids=["off", "no chat"])
def test_there_may_be_none(store: Store, changes: dict[str, str]) -> None:
    """With digest = "off", or with no chat to send it to, nothing is made."""
    assert run(store, EIGHT + HOUR, **changes) == 0
    assert queued(store) == []


# --- the span -----------------------------------------------------------------------------------------


def test_each_entry_stands_in_one_digest(store: Store) -> None:
    """A digest begins where the last one ended: an entry at the border is in the second, none is in both or neither."""
    names = {"Alder": EIGHT - HOUR, "Birch": EIGHT, "Cedar": EIGHT + HOUR, "Dogwood": EIGHT + DAY - HOUR}
    for name, at in names.items():
        put(store, name, "talvane", at)
    run(store, EIGHT)
    run(store, EIGHT + DAY)
    first, second = (text for _, text in queued(store))
    assert [name for name in names if f"{name} in" in first] == ["Alder"]
    assert [name for name in names if f"{name} in" in second] == ["Birch", "Cedar", "Dogwood"]


def test_a_late_digest_does_not_lose_what_came_meanwhile(store: Store) -> None:
    """After downtime over the hour it is made at once, and the next one, at its hour, has the rest."""
    run(store, EIGHT)
    put(store, "Alder", "talvane", EIGHT + DAY + HOUR)
    assert run(store, EIGHT + DAY + 5 * HOUR) == 1
    put(store, "Birch", "talvane", EIGHT + DAY + 6 * HOUR)
    assert run(store, EIGHT + 2 * DAY) == 1
    texts = [text for _, text in queued(store)]
    assert ["Alder" in text for text in texts] == [False, True, False]
    assert ["Birch" in text for text in texts] == [False, False, True]


def test_after_days_of_downtime_there_is_one_digest_of_all_of_them(store: Store) -> None:
    """Four days away make one message, not four; it covers all of them, and says so."""
    run(store, EIGHT)
    put(store, "Alder", "talvane", EIGHT + HOUR)
    assert run(store, EIGHT + 4 * DAY) == 1
    text = queued(store)[-1][1]
    assert "Alder" in text
    assert "22 November, 08:00 – 26 November 2026, 08:00 EST" in text


# --- what it says -------------------------------------------------------------------------------------


def test_an_empty_day_says_so_and_how_many_feeds_were_polled(store: Store) -> None:
    """The message of an empty day says that there is nothing, and of how many feeds."""
    with store.atomic():
        store.feeds.succeeded(
            FEEDS[0],
            title="",
            etag="",
            last_modified="",
            new=False,
            baseline=True,
            moved_to="",
            now=EIGHT - HOUR,
            next_poll_at=EIGHT,
        )
        store.feeds.failed(FEEDS[1], "answered 404 Not Found", now=EIGHT - HOUR, next_poll_at=EIGHT)
    run(store, EIGHT)
    [(_, text)] = queued(store)
    assert "Nothing to tell: no watched name in the news. 1 of 2 feeds answered, 1 fails now, 0 new entries." in text
    assert f"{FEEDS[1]}: answered 404 Not Found" in text


def test_each_chat_gets_the_digest_of_its_own_watches(store: Store) -> None:
    """A list with a chat of its own has its digest there; the default chat has that of the others."""
    put(store, "Alder", "talvane", EIGHT - HOUR)
    put(store, "Birch", "osprell", EIGHT - HOUR)
    assert digest_chats(settings(), LISTS) == ["@news", "@other"]
    assert run(store, EIGHT, LISTS) == 2
    texts = dict(queued(store))
    assert ["Alder" in texts["@news"], "Birch" in texts["@news"]] == [True, False]
    assert ["Alder" in texts["@other"], "Birch" in texts["@other"]] == [False, True]
    assert run(store, EIGHT + HOUR, LISTS) == 0


def test_the_digest_of_all_holds_the_watches_of_every_list(store: Store) -> None:
    """Without a chat, as `wirewatch digest` prints it, nothing is left out."""
    put(store, "Alder", "talvane", EIGHT - HOUR)
    put(store, "Birch", "osprell", EIGHT - HOUR)
    put(store, "Cedar", "talvane", EIGHT - HOUR, chats=("@news", "@other"))
    put(store, "Dogwood", "osprell", EIGHT - HOUR, chats=("@other",))
    digest = make_digest(store, settings(), LISTS, day=date(2026, 11, 22), since=EIGHT - DAY, until=EIGHT)
    assert {section.watch: section.count for section in digest.sections} == {"talvane": 2, "osprell": 2}
    assert (digest.alerts, digest.health.entries, digest.health.feeds) == (2, 4, 2)


def test_a_chat_is_told_how_many_alerts_it_got(store: Store) -> None:
    """By entry, of the span: not those of other chats, though it has their stories, and none that was refused."""
    put(store, "Alder", "talvane", EIGHT - HOUR, chats=("@other",))
    put(store, "Birch", "talvane", EIGHT - HOUR, chats=("@news", "@other"))
    put(store, "Cedar", "talvane", EIGHT - 2 * DAY, chats=("@news",))
    refused = put(store, "Dogwood", "talvane", EIGHT - HOUR, chats=("@news",))
    store.db.execute("UPDATE outbox SET status = 'refused' WHERE entry = ?", [refused])
    run(store, EIGHT, LISTS)
    texts = dict(queued(store))
    assert "\n1 alert. " in texts["@news"]
    span = {"day": date(2026, 11, 22), "since": EIGHT - DAY, "until": EIGHT}
    counts = [make_digest(store, settings(), LISTS, **span, chat=chat).alerts for chat in ("@other", "@topic", None)]  # type: ignore[arg-type]
    assert counts == [2, 0, 2]


PRIVATE = f"""{OTHERS}
[[rule]]
id = "deal"
title = "Osprell deals with Talvane"
all = ["osprell", "talvane"]
"""
PUBLIC = f"""{WATCHES}
[[rule]]
id = "pair"
title = "Two companies"
all = ["company", "company"]
"""


def test_a_chat_learns_nothing_of_another_chats_list(store: Store) -> None:
    """Neither its rules nor its watches are named, nor a rule that is met by them only, nor what is muted of them."""
    lists = combine([parse_watchlist(PUBLIC, "a.toml"), parse_watchlist(PRIVATE, "b.toml")])
    key = put(store, "Alder", "talvane", EIGHT - HOUR, also=("osprell",), rules=("deal", "pair"))
    held = put(store, "Birch", "talvane", EIGHT - HOUR, Action.HELD, also=("osprell",))
    store.db.execute("UPDATE decisions SET reason = 'Muted at present: osprell.' WHERE entry = ?", [held])
    assert run(store, EIGHT, lists) == 2
    texts = dict(queued(store))
    assert "Talvane Freight: 1\n• Alder in the news" in texts["@news"]
    assert not [word for word in ("sprell", "deals", "Two companies") if word in texts["@news"]]
    assert "• 1 × Muted at present.\n" in texts["@news"] + "\n"
    assert "Osprell deals with Talvane\n• Alder in the news" in texts["@other"]
    digest = make_digest(store, settings(), lists, day=date(2026, 11, 22), since=EIGHT - DAY, until=EIGHT, chat="@news")
    ((line,),) = (part.items for part in digest.sections)
    assert (line.key, line.watches, line.rules) == (key, ("talvane",), ())


def test_a_story_is_one_line_with_what_was_added_to_its_alert(store: Store) -> None:
    """The entry that alerted stands there, with the other outlets of this span, not of another one."""
    first = put(store, "Alder", "talvane", EIGHT - DAY - HOUR, story=0)
    put(store, "Birch", "talvane", EIGHT - HOUR, Action.ADDED, story=first, source="Harbour Times")
    run(store, EIGHT - DAY)
    run(store, EIGHT)
    put(store, "Cedar", "talvane", EIGHT + HOUR, Action.ADDED, story=first, source="Courier")
    put(store, "Dogwood", "talvane", EIGHT + 2 * HOUR, story=first, chats=("@news",))
    put(store, "Elm", "talvane", EIGHT + 3 * HOUR, Action.ADDED, story=first, source="Copy Daily")
    put(store, "Fir", "talvane", EIGHT + 4 * HOUR, chats=("@news",))
    run(store, EIGHT + DAY)
    texts = [text for _, text in queued(store)]
    assert "Alder in the news (https://gazette.example/Alder) · Ellery Gazette\n" in texts[0] + "\n"
    assert "0 alerts." in texts[1]
    assert "Birch in the news (https://times.example/Birch) · Harbour Times" in texts[1]
    assert "2 alerts." in texts[2]
    assert "Talvane Freight: 2 stories, 4 reports\n" in texts[2]
    assert "• Dogwood in the news (https://gazette.example/Dogwood) · Ellery Gazette · also: Courier, Copy" in texts[2]
    assert "Copy Daily (1 of them the same copy)" in texts[2]
    assert [name for name in ("Birch", "Cedar", "Elm", "Fir") if f"{name} in" in texts[2]] == ["Fir"]


def test_what_was_alerted_and_then_added_is_an_alert(store: Store) -> None:
    """Of several decisions on an entry in the span the loudest counts: alerted, then added, then for the digest."""
    key = put(store, "Alder", "talvane", EIGHT - 2 * HOUR, Action.DIGEST, story=0)
    found = []
    for action in (Action.CONTEXT, Action.ADDED, Action.ALERT, Action.ADDED):
        with store.atomic():
            store.entries.decided(key, Decision(action=action, reason="Named.", watches=("talvane",)), EIGHT - HOUR)
        found += [item.action for item in store.digests.items(EIGHT - DAY, EIGHT)]
    assert found == [Action.DIGEST, Action.ADDED, Action.ALERT, Action.ALERT]


def test_the_review_says_how_likely_each_entry_is(store: Store) -> None:
    """An entry to review has the highest score of its unsure mentions; one without any has 1."""
    entry = Entry(id="birch", title="Birch and Alder in the news", feed=FEEDS[0])
    mentions = tuple(
        Mention(
            watch="talvane", kind=Kind.COMPANY, text="Birch", field=Field.TITLE, start=0, end=5, status=status, score=s
        )
        for status, s in ((Status.UNSURE, 0.31), (Status.UNSURE, 0.72), (Status.REJECTED, 0.99))
    )
    with store.atomic():
        key = store.entries.add(entry, EIGHT - HOUR)
        store.entries.found(key, entry, Match(mentions=mentions))
        store.entries.decided(key, Decision(action=Action.REVIEW, reason="Named unsurely."), EIGHT - HOUR)
    put(store, "Alder", "talvane", EIGHT - HOUR)
    items = store.digests.items(EIGHT - DAY, EIGHT)
    assert {item.title: item.score for item in items} == {entry.title: 0.72, "Alder in the news": 1.0}


def test_a_rule_of_level_context_heads_nothing(store: Store) -> None:
    """An entry that meets such a rule stands under its watch."""
    put(store, "Alder", "talvane", EIGHT - HOUR, rules=("there",))
    digest = make_digest(store, settings(), ONE_LIST, day=date(2026, 11, 22), since=EIGHT - DAY, until=EIGHT)
    assert digest.rules == ()
    assert [section.watch for section in digest.sections] == ["talvane"]


def test_a_long_digest_is_several_messages_in_order(store: Store) -> None:
    """A digest that is too long for one message is queued as several, and claimed as one."""
    many = "".join(f'[[watch]]\nid = "w{n}"\nname = "Wharf {n:02}"\nkind = "company"\n' for n in range(60))
    for number in range(60):
        put(store, f"Wharf {number:02} " + "x" * 120, f"w{number}", EIGHT - HOUR)
    count = run(store, EIGHT, combine([parse_watchlist(many, "many.toml")]))
    texts = [text for _, text in queued(store)]
    assert count == len(texts) > 1
    assert texts[0].startswith("Digest of Sunday, 22 November 2026")
    assert sum(text.count("in the news") for text in texts) == 60


def test_a_missed_hour_is_made_up_for_on_the_next_morning(store: Store) -> None:
    """Down at 20:00 and up again at 06:00: the digest of the evening comes then, and the next one at 20:00."""
    evening = EIGHT + 12 * HOUR
    assert run(store, evening, digest="20:00") == 1
    assert run(store, evening + DAY + 10 * HOUR, digest="20:00") == 1
    assert run(store, evening + DAY + 11 * HOUR, digest="20:00") == 0
    assert run(store, evening + 2 * DAY, digest="20:00") == 1
    assert [text.partition("\n")[0] for _, text in queued(store)] == [
        "Digest of Sunday, 22 November 2026",
        "Digest of Monday, 23 November 2026",
        "Digest of Tuesday, 24 November 2026",
    ]


def test_todays_digest_by_hand_goes_on_where_the_last_one_ended(store: Store) -> None:
    """Sent by hand before its hour, it covers all since the last one; a past day's changes nothing for the next."""
    assert run(store, EIGHT) == 1
    put(store, "Alder", "talvane", EIGHT + 10 * HOUR)
    morning = EIGHT + 23 * HOUR
    today = morning.astimezone(settings().zone).date()
    assert span_of(store, settings(), "@news", today, morning) == (EIGHT, morning)
    past = make_digest(store, settings(), LISTS, day=today - 3 * DAY, since=EIGHT - 3 * DAY, until=EIGHT - 2 * DAY)
    assert queue_digest(store, settings(), past, "@news", morning) == 1
    assert span_of(store, settings(), "@news", today, morning) == (EIGHT, morning)


def test_a_past_day_claims_nothing_of_the_feeds(store: Store) -> None:
    """Only a feed's present state is kept: the digest of a day before the last poll does not say how feeds fared."""
    with store.atomic():
        store.feeds.failed(FEEDS[0], "answered 404 Not Found", now=EIGHT, next_poll_at=EIGHT + HOUR)
    past = store.digests.health(FEEDS, EIGHT - 2 * DAY, EIGHT - DAY)
    assert (past.answered, past.failing) == (None, ())
    assert store.digests.health(FEEDS, EIGHT - DAY, EIGHT).answered == 0
