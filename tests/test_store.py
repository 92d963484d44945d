"""The database: all or nothing, in words when it can't, and shared with other processes."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlite_utils import Database

from bot.errors import StoreError
from bot.store import Store
from bot.store.schema import schema
from bot.store.times import moment, stamp
from pipelines.model import Action, Decision, Entry, Field, Kind, Match, Mention, Message, Route, Status, StorySoFar

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
FEED = "https://gazette.example/feed.xml"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """An empty database in a file."""
    opened = Store(tmp_path / "new" / "wirewatch.db")
    yield opened
    opened.close()


def entry(number: int = 1, **changes: str) -> Entry:
    """Return an entry of the feed."""
    given = {
        "id": f"id-{number}",
        "title": f"Talvane opens dock {number}",
        "link": f"https://gazette.example/{number}",
        "feed": FEED,
    }
    return Entry(**{**given, **changes})  # type: ignore[arg-type]


def put(store: Store, key: str, chat: str = "@dock", at: datetime = NOW) -> bool:
    """Queue a message with that key."""
    with store.atomic():
        return store.outbox.put("alert", key, chat, Message(html=f"<b>{key}</b>", plain=key), now=at)


def test_the_folder_is_made_and_the_file_survives_reopening(tmp_path: Path) -> None:
    """A database in a folder that is not there yet is made; opened again, it holds what was written."""
    path = tmp_path / "a" / "b" / "wirewatch.db"
    first = Store(path)
    with first.atomic():
        key = first.entries.add(entry(), NOW)
    first.close()
    second = Store(path)
    assert [stored.key for stored in second.entries.lookup("id-1")] == [key]
    assert second.problem() is None
    second.close()


def test_a_database_of_the_first_release_is_brought_up_to_date(tmp_path: Path) -> None:
    """A file with the first release's tables opens, and its facts count as done."""
    path = tmp_path / "wirewatch.db"
    old = Database(path)
    schema.apply(old, stop_before="m002_facts_planned_and_ended")
    texts = dict.fromkeys(
        ("title", "summary", "content", "link", "link_key", "title_key", "text_hash", "source", "language"), ""
    )
    old["entries"].insert({"feed": FEED, "id": "1", "first_seen": stamp(NOW), **texts})
    old["facts"].insert({"entry": 1, "company": "talvane", "action": "sale", "sentence": "Talvane sells a dock."})
    old.close()
    store = Store(path)
    (fact,) = store.entries.facts()
    store.close()
    assert (fact["company"], fact["status"], fact["buyer"]) == ("talvane", "done", None)


def test_a_database_from_before_stories_is_brought_up_to_date(tmp_path: Path) -> None:
    """A file with the second release's tables opens: its entries are in no story, its messages are edited by nobody."""
    path = tmp_path / "wirewatch.db"
    old = Database(path)
    schema.apply(old, stop_before="m003_stories")
    texts = dict.fromkeys(
        ("title", "summary", "content", "link", "link_key", "title_key", "text_hash", "source", "language"), ""
    )
    old["entries"].insert({"feed": FEED, "id": "1", "first_seen": stamp(NOW), **texts})
    times = dict.fromkeys(("created_at", "sent_at", "next_attempt_at"), stamp(NOW))
    message = {"kind": "alert", "chat": "@dock", "html": "x", "plain": "x", "entry": 1, **times}
    old["outbox"].insert({**message, "key": "alert:1:@dock", "status": "sent", "message_id": 7})
    old["outbox"].insert({**message, "key": "alert:1:@side", "chat": "@side", "status": "waiting"})
    old.close()
    store = Store(path)
    assert store.stories.of(1) is None
    assert store.stories.so_far(1) == StorySoFar()
    (waiting,) = store.outbox.unsent()
    assert (waiting.chat, waiting.story, waiting.telling, waiting.also) == ("@side", None, "first", "")
    late = NOW + timedelta(hours=1)
    assert store.outbox.edit_due("@dock", late, rested=late, since=NOW - timedelta(hours=1)) is None
    assert [row["gains"] for row in store.outbox.of_entry(1)] == [[], []]
    store.close()


def test_a_database_from_before_chat_commands_is_brought_up_to_date(tmp_path: Path) -> None:
    """A file with the third release's tables opens: its messages keep their places, its entries can be searched."""
    path = tmp_path / "wirewatch.db"
    old = Database(path)
    schema.apply(old, stop_before="m004_telegram")
    texts = dict.fromkeys(
        ("summary", "content", "link", "link_key", "title_key", "text_hash", "source", "language"), ""
    )
    old["entries"].insert({"feed": FEED, "id": "1", "first_seen": stamp(NOW), "title": "Le quai d’Ellery", **texts})
    times = dict.fromkeys(("created_at", "next_attempt_at"), stamp(NOW))
    old["outbox"].insert({"kind": "alert", "key": "alert:1:@dock", "chat": "@dock", "html": "x", "plain": "x",
                          "entry": 1, "status": "waiting", **times})  # fmt: skip
    old.close()
    store = Store(path)
    (waiting,) = store.outbox.unsent()
    assert (waiting.chat, waiting.silent, waiting.html) == ("@dock", False, "x")
    found = store.db.execute("SELECT rowid FROM entries_fts WHERE entries_fts MATCH 'ellery'").fetchall()
    assert found == [(1,)]
    store.close()


def test_search_follows_the_entries(store: Store) -> None:
    """What is stored, changed or dropped is found, found anew, or found no more."""

    def found(word: str) -> int:
        query = "SELECT count(*) FROM entries_fts WHERE entries_fts MATCH ?"
        return int(store.db.execute(query, [word]).fetchone()[0])

    key = store.entries.add(Entry(id="1", feed=FEED, title="Ellery dock", summary="Gâteaux for all"), NOW)
    assert (found("dock"), found("gateaux")) == (1, 1)
    store.entries.change(key, Entry(id="1", feed=FEED, title="Ellery pier", summary="Gâteaux for all"), NOW)
    assert (found("dock"), found("pier")) == (0, 1)
    store.entries.prune(NOW + timedelta(days=1))
    assert (found("pier"), found("gateaux")) == (1, 0)


def test_a_failure_in_the_middle_leaves_nothing(store: Store) -> None:
    """What was written inside `atomic` before an error is gone after it."""
    with contextlib.suppress(ZeroDivisionError), store.atomic():
        store.entries.add(entry(), NOW)
        raise ZeroDivisionError
    assert store.entries.lookup("id-1") == []


def test_a_full_disk_is_said_in_words_and_leaves_nothing(store: Store) -> None:
    """A database that can't grow says so, keeps none of the transaction, and works on when there is room."""
    pages = store.db.execute("PRAGMA page_count").fetchone()[0]
    store.db.execute(f"PRAGMA max_page_count = {pages + 2}")

    def write() -> None:
        with store.atomic():
            for number in range(500):
                store.entries.add(entry(number, summary="Quay " * 200), NOW)

    with pytest.raises(StoreError, match="the disk is full; nothing was written"):
        write()
    assert store.entries.lookup("id-0") == []
    store.db.execute("PRAGMA max_page_count = 1000000")
    with store.atomic():
        store.entries.add(entry(), NOW)
    assert len(store.entries.lookup("id-1")) == 1


@pytest.mark.parametrize(
    ("content", "words"),
    [
        pytest.param(b"this is a letter, not a database " * 40, "not a wirewatch database", id="another file"),
        pytest.param(b"SQLite format 3\0" + b"\xff" * 4080, "damaged|not a wirewatch database", id="a broken head"),
    ],
)
def test_a_file_that_is_no_database_is_named(tmp_path: Path, content: bytes, words: str) -> None:
    """A file that SQLite can't read is refused with its path and what to do."""
    path = tmp_path / "wirewatch.db"
    path.write_bytes(content)
    with pytest.raises(StoreError, match=words) as caught:
        Store(path)
    assert str(path) in str(caught.value)
    assert path.read_bytes() == content


def test_a_folder_in_its_place_is_named(tmp_path: Path) -> None:
    """A path that is a folder is refused in words."""
    with pytest.raises(StoreError, match="can't be opened"):
        Store(tmp_path)


def test_damage_inside_is_said_in_words(store: Store) -> None:
    """Reading a damaged page gives a StoreError, not SQLite's own exception; `problem` says what is wrong."""
    with store.atomic():
        for number in range(200):
            store.entries.add(entry(number, summary="Quay " * 50), NOW)
    store.tidy()
    path = Path(store.path)
    store.close()
    with sqlite3.connect(path) as raw:
        page, root = (raw.execute(sql).fetchone()[0] for sql in (
            "PRAGMA page_size", "SELECT rootpage FROM sqlite_schema WHERE name = 'entries'"))  # fmt: skip
    raw.close()
    data = bytearray(path.read_bytes())
    data[(root - 1) * page : root * page] = b"\x5a" * page
    path.write_bytes(bytes(data))
    broken = Store(path)
    assert broken.problem()
    with (
        pytest.raises(StoreError, match=r"wirewatch\.db: the database is damaged; restore a backup"),
        broken.in_words(),
    ):
        broken.entries.lookup("id-7")
    broken.close()


def test_two_connections_take_turns(store: Store) -> None:
    """Another process that reads or writes in between disturbs nothing and sees only whole transactions."""
    other = Store(Path(store.path))
    with store.atomic():
        store.entries.add(entry(), NOW)
        assert other.entries.lookup("id-1") == []
    assert len(other.entries.lookup("id-1")) == 1
    assert put(other, "digest:1")
    assert not put(store, "digest:1")
    other.close()


def test_what_begins_by_reading_can_still_write(store: Store) -> None:
    """Inside `atomic` nobody else can write, also before we have written: so our own writing can't fail."""
    other = sqlite3.connect(store.path, timeout=0)
    with store.atomic():
        store.feeds.state(FEED)
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            other.execute("DELETE FROM chats")
        store.outbox.put("note", "k", "@dock", Message(html="x", plain="x"), now=NOW)
    other.close()
    assert store.outbox.counts() == {"waiting": 1}


def test_a_digest_is_claimed_once(store: Store) -> None:
    """Of two processes that want to send the same digest, one may."""
    other = Store(Path(store.path))
    day = (date(2026, 11, 22), NOW - timedelta(hours=12), NOW, NOW)
    assert store.digests.claim("@dock", *day)
    assert not other.digests.claim("@dock", *day)
    assert other.digests.claim("@elsewhere", *day)
    assert other.digests.last("@dock") == ("2026-11-22", NOW)
    other.close()


def test_a_backup_is_whole_while_another_writes(store: Store, tmp_path: Path) -> None:
    """A backup taken in the middle of another's transaction holds all that was committed and nothing else."""
    with store.atomic():
        store.entries.add(entry(1), NOW)
    writer = Store(Path(store.path))
    target = tmp_path / "copy.db"
    store.backup(target)  # an older copy, to be replaced
    with writer.atomic():
        writer.entries.add(entry(2), NOW)
        store.backup(target)
    writer.close()
    with contextlib.closing(sqlite3.connect(target)) as copy:
        assert copy.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert copy.execute("SELECT id FROM entries").fetchall() == [("id-1",)]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["copy.db", "new"]


@pytest.mark.parametrize("target", ["absent/copy.db", "new", "new/wirewatch.db", "new/wirewatch.db-wal", "notes.txt"])
def test_a_backup_to_a_wrong_place_is_refused(store: Store, tmp_path: Path, target: str) -> None:
    """A folder, missing or not, the database's own files and what is no database are refused by name, untouched."""
    (tmp_path / "notes.txt").write_text("not a database")
    with store.atomic():
        store.entries.add(entry(1), NOW)
    with pytest.raises(StoreError, match=str(tmp_path / target)):
        store.backup(tmp_path / target)
    assert store.problem() is None
    assert len(store.entries.lookup("id-1")) == 1
    assert (tmp_path / "notes.txt").read_text() == "not a database"
    assert not list(tmp_path.rglob("*.part"))


def test_recall_finds_by_id_alias_link_and_title(store: Store) -> None:
    """What is remembered of a document's entries comes back by each of the four ways, with chats and watches."""
    with store.atomic():
        key = store.entries.add(entry(1), NOW)
        store.entries.alias(key, entry(9))
        store.entries.decided(key, Decision(action=Action.ALERT, reason="Names it.", watches=("talvane",)), NOW)
        route = Route(chat="@dock", watches=("talvane",))
        store.outbox.put_alert(key, route, Message(html="x", plain="x"), ("l", "t"), story=None, now=NOW)
    recall = store.entries.recall(FEED, [entry(1), entry(9)], NOW)
    assert {identifier: known.key for identifier, known in recall.ids.items()} == {"id-1": key, "id-9": key}
    assert [known.key for found in recall.links.values() for known in found] == [key]
    assert [known.key for found in recall.titles.values() for known in found] == [key]
    assert recall.ids["id-9"].chats == {"@dock"}
    assert recall.ids["id-9"].watches == {"talvane"}
    assert store.entries.recall("https://other.example/", [entry(1)], None).ids == {}


def test_recall_takes_any_number_of_entries(store: Store) -> None:
    """A document with thousands of entries asks for more than SQLite takes in one statement, and gets all."""
    many = [entry(number) for number in range(2500)]
    with store.atomic():
        for each in many:
            store.entries.add(each, NOW)
    assert len(store.entries.recall(FEED, many, NOW).ids) == 2500


def test_the_same_message_is_queued_once(store: Store) -> None:
    """A key that was queued before is not queued again, whatever became of the first."""
    assert put(store, "alert:1")
    with store.atomic():
        store.outbox.sent(store.outbox.unsent()[0].id, 7, NOW)
    assert not put(store, "alert:1")
    assert store.outbox.counts() == {"sent": 1}


def test_pruning_drops_texts_and_keeps_keys(store: Store) -> None:
    """Old texts without a watched name go; the entry is still known, and texts with a name stay."""
    name = Mention(watch="talvane", kind=Kind.COMPANY, text="Talvane", field=Field.TITLE, start=0, end=7,
                   status=Status.SURE, score=1.0)  # fmt: skip
    with store.atomic():
        store.entries.add(entry(1, summary="weather"), NOW)
        named = store.entries.add(entry(2, summary="freight"), NOW)
        store.entries.found(named, entry(2), Match(mentions=(name,)))
        assert store.entries.prune(NOW + timedelta(seconds=1)) == 1
        assert store.entries.prune(NOW + timedelta(seconds=1)) == 0
    known = store.entries.recall(FEED, [entry(1, summary="weather")], NOW).ids
    assert known.keys() == {"id-1"}
    assert [store.entries.lookup(f"id-{n}")[0].entry.summary for n in (1, 2)] == ["", "freight"]


@pytest.mark.parametrize(
    "name", ["id-1", "1", "https://gazette.example/1?utm_source=mail", "http://[bad", "٣", "9" * 40]
)
def test_lookup_takes_anything(store: Store, name: str) -> None:
    """An id, a number or a link finds the entry; nonsense finds nothing and breaks nothing."""
    with store.atomic():
        store.entries.add(entry(1), NOW)
    assert len(store.entries.lookup(name)) == (name[0] in "1hi" and "[" not in name)


def test_moments_sort_as_text() -> None:
    """Times are kept in UTC so that text order is time order, and come back the same."""
    moments = [NOW + timedelta(milliseconds=n) for n in (0, 1, 1000, 10**9)]
    assert sorted(map(stamp, moments)) == [stamp(at) for at in moments]
    assert [moment(stamp(at)) for at in moments] == moments


def test_the_file_is_kept_as_safely_as_sqlite_can(store: Store) -> None:
    """Foreign keys are enforced and every commit reaches the disk."""
    settings = [store.db.execute(f"PRAGMA {name}").fetchone()[0] for name in ("foreign_keys", "synchronous")]
    assert settings == [1, 2]
