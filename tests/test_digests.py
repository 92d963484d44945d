"""The digest of a chat, made from a real database and queued once for each local day."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from bot.config import Settings, parse_settings
from bot.digests import digest_chats, make_digest, make_due_digests, queue_digest
from bot.store import Store
from pipelines.model import Action, Decision, Entry, Match, Message, Placement, Route, Status
from pipelines.watchlist import Watchlists, combine, parse_watchlist
from tests.shelf import fact, mention

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
    with store.atomic():
        key = store.entries.add(entry, at)
        store.entries.found(key, entry, Match(mentions=(mention(watch, name, title=entry.title),)))
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
    """Let the digest's job run at that moment; return how many messages that made, without a picture."""
    here = settings(**changes)
    due = make_due_digests(store, here, lists, lambda: now)
    return sum(queue_digest(store, here, digest, chat, at) for chat, digest, at in due)


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
    line = "• Dogwood in the news (https://gazette.example/Dogwood) · Ellery Gazette and 2 more outlets · day 3\n"
    assert line in texts[2] + "\n"
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
        replace(mention("talvane", "Birch", status, title=entry.title), score=s)
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


# --- what an item knows -------------------------------------------------------------------------------


def test_an_entry_knows_its_names_facts_and_the_beginning_of_its_story(store: Store) -> None:
    """Names are those of the sentence that is shown, as they stand there; sums are whole numbers again."""
    first = put(store, "Alder", "talvane", EIGHT - 3 * DAY, story=0)
    entry = Entry(id="birch", title="Osprell pays Talvane. Birch is silent.", feed=FEEDS[0])
    places = [("Osprell", "sure", 0, 21), ("Talvane", "sure", 0, 21), ("pays", "rejected", 0, 21),
              ("Birch", "sure", 22, 38)]  # fmt: skip
    mentions = tuple(
        replace(mention(text.lower(), text, status, title=entry.title), sentence_start=begin, sentence_end=end)
        for text, status, begin, end in places
    )
    stated = fact(
        "osprell", None, 8_000_000, amount_text="$8 million", sentence="Osprell pays Talvane.", buyer="Talvane",
        status="planned",
    )  # fmt: skip
    with store.atomic():
        key = store.entries.add(entry, EIGHT - HOUR)
        store.entries.found(key, entry, Match(mentions=mentions, facts=(stated,)))
        store.entries.decided(key, Decision(action=Action.ALERT, reason="Named.", watches=("osprell",)), EIGHT - HOUR)
        store.stories.placed([Placement(entry=str(key), story=str(first), score=1)], EIGHT - HOUR)
    [item] = store.digests.items(EIGHT - DAY, EIGHT)
    assert (item.sentence, item.names) == ("Osprell pays Talvane.", ("Osprell", "Talvane"))
    assert item.facts == (stated,)
    assert isinstance(item.facts[0].amount, int)
    assert item.begun == EIGHT - 3 * DAY
    digest = make_digest(store, settings(), LISTS, day=date(2026, 11, 22), since=EIGHT - DAY, until=EIGHT)
    assert [line.day for section in digest.sections for line in section.items] == [3]


def sent(store: Store, chat: str, message: int, *keys: int) -> None:
    """Note that the alerts of these entries went to a chat in that message."""
    store.db.execute(
        "UPDATE outbox SET status = 'sent', sent_at = created_at, message_id = ? WHERE chat = ? AND entry IN "
        "(SELECT value FROM json_each(?))",
        [message, chat, json.dumps(keys)],
    )


def alerts_of(store: Store, chat: str) -> dict[str, str]:
    """Return by title the address of each story's alert in a chat."""
    digest = make_digest(
        store, settings(chat=chat), ONE_LIST, day=date(2026, 11, 22), since=EIGHT - DAY, until=EIGHT, chat=chat
    )
    return {line.title.split()[0]: line.alert for section in digest.sections for line in section.items}


def test_a_story_leads_to_its_first_alert_in_the_chat(store: Store) -> None:
    """To the first message that told of it there, also days ago or shared with others; not to one that waits."""
    old = put(store, "Alder", "talvane", EIGHT - 3 * DAY, story=0, chats=("@news", "@other"))
    store.db.execute("UPDATE outbox SET story = ?", [old])
    added = put(store, "Birch", "talvane", EIGHT - HOUR, Action.ADDED, story=old)
    alone = put(store, "Cedar", "talvane", EIGHT - HOUR, chats=("@news",))
    shared = put(store, "Dogwood", "talvane", EIGHT - HOUR, chats=("@news",))
    put(store, "Elm", "talvane", EIGHT - HOUR, chats=("@news",))
    sent(store, "@news", 17, old)
    sent(store, "@other", 5, old)
    sent(store, "@news", 23, alone, shared)
    link = "https://t.me/news/"
    assert alerts_of(store, "@news") == {
        "Birch": f"{link}17", "Cedar": f"{link}23", "Dogwood": f"{link}23", "Elm": ""
    }  # fmt: skip
    items = store.digests.items(EIGHT - DAY, EIGHT)
    assert store.digests.tellings(items, "@other") == {added: 5}


def test_the_address_is_that_which_the_chat_has_now(store: Store) -> None:
    """A group that has become a supergroup is linked by its new id; plain groups have no addresses at all."""
    key = put(store, "Alder", "talvane", EIGHT - HOUR, chats=("-77",))
    sent(store, "-77", 4, key)
    assert alerts_of(store, "-77") == {"Alder": ""}
    store.db.execute("INSERT INTO moved_chats VALUES ('-77', '-1001234567890')")
    assert alerts_of(store, "-77") == {"Alder": "https://t.me/c/1234567890/4"}


def test_a_fact_of_a_hidden_watch_is_not_told(store: Store) -> None:
    """A chat learns of no fact that has a company or an agency of another chat's list."""
    key = put(store, "Alder", "talvane", EIGHT - HOUR, also=("osprell",))
    for company in ("talvane", "osprell"):
        store.db.execute("INSERT INTO facts (entry, company, sentence) VALUES (?, ?, '')", [key, company])
    span = {"day": date(2026, 11, 22), "since": EIGHT - DAY, "until": EIGHT}
    found = {}
    for chat in ("@news", "@other"):
        digest = make_digest(store, settings(), LISTS, **span, chat=chat)  # type: ignore[arg-type]
        found[chat] = [fact.company for part in digest.sections for line in part.items for fact in line.facts]
    assert found == {"@news": ["talvane"], "@other": ["talvane", "osprell"]}
