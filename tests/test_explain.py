"""`explain`: candidates, rules, facts, decision and chats of a stored entry."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.store import Store
from pipelines.explain import why_not
from pipelines.matcher import Matcher
from pipelines.model import Entry, Fact, Field, Kind, Mention, Status
from pipelines.watchlist import combine, parse_watchlist
from tests.world import CHANNEL, WATCHLIST, Item, World

DEAL = Item(
    id="deal", title="Coastal Registry Office signs a $8 million contract with Talvane Freight",
    text="The clerk at the cro desk yawned, for a cro is a bird. Osprell Systems was not asked.",
)  # fmt: skip
RULES = {
    "met": ("all", "company", "", "sentence", ""),
    "kind": ("place", "", "", "entry", "no place is surely named"),
    "unsure": ("other-registry", "", "", "entry", "no other-registry is surely named ('CRO' is unsure)"),
    "number": ("company", "company", "company", "entry", "it asks for 3 watches, and fewer are surely named"),
    "apart": ("talvane", "osprell", "", "sentence", "talvane and osprell stand in different sentences"),
    "cue": ("talvane", "", "lease", "entry", "none of its cue words stands there (lease)"),
    "cue-apart": ("osprell", "", "contract", "sentence", "its cue word stands in another sentence"),
}


@pytest.fixture
async def filled(world: World) -> World:
    """A database with one entry of today, alerted, in a zone west of Greenwich."""
    world.now = datetime.now(UTC)
    world.configure("/feed.xml", more='[schedule]\ntimezone = "America/Toronto"')
    world.feed("/feed.xml", DEAL)
    assert (await world.cli("run", "--once")).status == 0
    return world


async def test_every_candidate_is_told_the_rejected_ones_too(filled: World) -> None:
    """Each with decision, score, kind, field, evidence and the sentence around it."""
    out = (await filled.cli("explain", "deal")).out
    start = DEAL.title.index("Talvane")
    place = f"{start}-{start + len('Talvane Freight')}"
    assert f"name: 'Talvane Freight' in title ({place}): talvane, sure, score 0.99 (company)" in out
    assert out.count("coastal-registry, rejected") == 2
    assert "because    'cro' in lower case is the common word" in out
    assert "sentence   The clerk at the cro desk yawned, for a cro is a bird." in out
    assert "name: 'Osprell Systems' in summary" in out


async def test_rules_facts_decision_and_chat_are_told(filled: World) -> None:
    """What was decided and sent, in the configured zone; the facts; each rule."""
    fact = Fact(
        company="talvane", agency="coastal-registry", action="contract", amount=8_000_000, currency="USD",
        amount_text="$8 million", sentence=DEAL.title,
    )  # fmt: skip
    store = Store(filled.database)
    ((stored, _),) = store.entries.past(datetime.now(UTC) - timedelta(days=1))
    matcher = Matcher(combine([parse_watchlist(WATCHLIST, "a.toml")]))
    with store.atomic():
        store.entries.found(1, stored.entry, replace(matcher.match(stored.entry), facts=(fact,)))
    store.close()
    out = (await filled.cli("explain", "1")).out
    assert "decision: alert (" in out
    assert "surely     coastal-registry, talvane, osprell" in out
    assert "fact: talvane, with coastal-registry, contract, $8 million (8,000,000 USD)" in out
    assert f"alert: to {CHANNEL}, sent" in out
    assert "rule: company-meets-agency (Company meets agency): met" in out
    assert "find the same" in out
    assert " EST" in out or " EDT" in out
    assert "UTC" not in out
    assert "+00:00" not in out


@pytest.mark.parametrize("name", [name for name in RULES if name != "met"])
def test_a_rule_that_is_not_met_says_what_is_missing(name: str) -> None:
    """A kind, a watch, the same sentence, or a cue word."""
    first, second, third, within, words = RULES[name]
    names = [each for each in (first, second) if each]
    names, cues = ([*names, third], []) if third == "company" else (names, [third] if third else [])
    other = '[[watch]]\nid = "other-registry"\nname = "Cirro Registry"\nkind = "topic"\n'
    rule = f'[[rule]]\nid = "r"\nall = {names!r}\nwithin = "{within}"\ncues = {cues!r}\n'
    lists = combine([parse_watchlist(WATCHLIST + rule, "a.toml"), parse_watchlist(other, "b.toml")])
    entry = Entry(id="1", title=DEAL.title, summary="Osprell Systems was not asked.")
    doubtful = Mention(
        watch="other-registry", kind=Kind.TOPIC, text="CRO", field=Field.TITLE, start=0, end=3, status=Status.UNSURE,
        score=0.5,
    )  # fmt: skip
    mentions = (*Matcher(lists).match(entry).mentions, doubtful)
    assert why_not(entry, mentions, lists.rules[-1]) == words


def test_a_rule_that_is_met_lacks_nothing() -> None:
    """There is nothing to say then."""
    lists = combine([parse_watchlist(WATCHLIST, "a.toml")])
    entry = Entry(id="1", title=DEAL.title)
    assert why_not(entry, Matcher(lists).match(entry).mentions, lists.rules[0]) == ""


async def test_lists_that_changed_since_are_told(filled: World) -> None:
    """What was found then stays, and what would be found now stands below it."""
    filled.watch(WATCHLIST.replace('aliases = ["Talvane"]', "").replace("Talvane Freight", "Talvane Shipping"))
    out = (await filled.cli("explain", "deal")).out
    then, _, now = out.partition("now: ")
    assert "'Talvane Freight' in title" in then
    assert now.startswith("the watchlists in force find something else than those of the time.")
    assert "Talvane Freight' in" not in now
    assert "'Osprell Systems' in summary" in now


async def test_an_entry_without_a_name_has_no_rules(world: World) -> None:
    """Nothing was found then or now."""
    world.feed("/feed.xml", Item(id="rain", title="Rain until Thursday"))
    assert (await world.cli("run", "--once")).status == 0
    out = (await world.cli("explain", "rain")).out
    assert "decision: nothing. No watched name stands in it, by the watchlists of the time." in out
    assert "rule:" not in out
    assert "now: nothing. No watched name stands in it." in out


async def test_a_chat_that_was_left_out_has_its_reason(world: World) -> None:
    """The same article in a second feed is added to the first one's alert, which is named; so is the story."""
    world.now = datetime.now(UTC)
    world.configure("/feed.xml", "/other.xml")
    item = Item(id="a", title="Talvane Freight opens its third dock", link="https://gazette.example/dock")
    world.feed("/feed.xml", item)
    world.feed("/other.xml", Item(id="b", title="Talvane Freight has a third dock", link=item.link))
    assert (await world.cli("run", "--once")).status == 0
    held = [key for (key,) in world.rows("SELECT entry FROM decisions WHERE action = 'added'")]
    assert len(held) == 1
    out = (await world.cli("explain", str(held[0]))).out
    assert f"story: {3 - held[0]}: Talvane Freight " in out
    assert "(joined with 100%)\n  because    same link\n" in out
    assert f"  with       entry {3 - held[0]}, Ellery Gazette, " in out
    assert f"chat: {CHANNEL} got no alert: it has had the same article, as entry {3 - held[0]} on " in out


async def test_an_old_entry_has_its_age_as_the_reason(world: World) -> None:
    """Where no other article stands in the way, the stored decision says why the chat got nothing."""
    world.now = datetime.now(UTC)
    world.feed("/feed.xml", Item(id="a", title="Talvane Freight opens a dock", age=timedelta(days=40)))
    assert (await world.cli("run", "--once")).status == 0
    out = (await world.cli("explain", "a")).out
    assert f"chat: {CHANNEL} got no alert: Came with the feed's first poll" in out


async def test_unusable_watchlists_leave_the_stored_part(filled: World) -> None:
    """What was stored is told all the same; then status 2 names the list."""
    filled.watch("[[watch]]\n")
    done = await filled.cli("explain", "deal")
    assert done.status == 2
    assert "decision: alert" in done.out
    assert "freight.toml:1: watch.kind is missing" in done.err
