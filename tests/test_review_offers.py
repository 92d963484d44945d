"""What a watchlist could learn from a name that was marked wrong: the line, the words, and when they would do nothing.

All organisations, places and sentences are invented.
"""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.demo.telegram_html import parse_html, utf16_length
from pipelines.matcher import Matcher
from pipelines.model import Entry, Kind, Message, Status, Watch, Watchlist
from pipelines.render.review import LISTED, WATCHES, Refuted, marked, offers, review_messages, which_wrong
from pipelines.review import MOST, Offer, offer, words_of
from pipelines.text import fold
from pipelines.watchlist import combine

HARROW = Watch(
    id="harrow",
    name="Harrow Freight",
    kind=Kind.COMPANY,
    aliases=("Harrow Haulage",),
    ambiguous=("Harrow",),
    about="Canadian trucking and logistics company based in Toronto.",
    context=("depot",),
    against=("plough",),
    hits=("Harrow drivers vote on a contract",),
)
REGISTRY = Watch(
    id="cro",
    name="Coastal Registry Office",
    kind=Kind.AGENCY,
    ambiguous=("CRO",),
    about="Invented agency that registers ships and detains crews.",
)

TELLING = [
    pytest.param("The striker from Harrow scored twice as the hosts beat Brentley in the cup.", "striker", id="sport"),
    pytest.param("Farmers pulled a harrow across the wet field before the rain.", "farmers", id="farming"),
    pytest.param("The poet brought Harrow's choir to Dublin for a recital.", "Dublin", id="another country"),
    pytest.param("Harrow School pupils staged a play about a jester.", "School", id="a longer name"),
    pytest.param("Villagers rowed across Lake Harrow to see the geese.", "Lake", id="a longer name, in front"),
    pytest.param("Hannah Harrow, the novelist, signs copies of her debut thriller.", "novelist", id="a person"),
    pytest.param("SHOCK AS HARROW WINS BAKING CONTEST WITH LEMON CAKE", "baking", id="all capitals"),
    pytest.param("L'attaquant de Harrow a marqué deux buts lors de la finale de la coupe.", "buts", id="French: sport"),
    pytest.param("La romancière Anne Harrow présente son livre au festival.", "festival", id="French: arts"),
    pytest.param("Une messe a été dite à Harrow pour les marins, selon le curé.", "messe", id="French: religion"),
    pytest.param("El delantero de Harrow marcó dos goles en la final de la copa.", "goles", id="Spanish: sport"),
    pytest.param("El alcalde de Harrow inauguró el museo con una misa.", "misa", id="Spanish: religion"),
]


@pytest.mark.parametrize(("sentence", "word"), TELLING)
def test_words_that_tell_of_something_else_are_offered(sentence: str, word: str) -> None:
    """In English, French and Spanish, the sentence becomes a line, and a word of another field is among the three."""
    offered = offer(HARROW, sentence, "Harrow", ())
    assert offered.misses == sentence
    assert word in offered.against
    assert len(offered.against) <= MOST
    assert not offered.firm


SAYS_NOTHING = [
    pytest.param("Harrow said that it will not be there on Monday.", id="stop words"),
    pytest.param("Harrow et les autres sont là depuis hier.", id="French stop words"),
    pytest.param("Harrow y los otros están aquí desde ayer.", id="Spanish stop words"),
    pytest.param("Freight, haulage: Harrow", id="words of its names"),
    pytest.param("Trucking company Harrow, Canadian logistics, Toronto", id="words of its description"),
    pytest.param("Harrow's depots, a depot", id="inflections of its context"),
    pytest.param("Ploughs and a plough at Harrow", id="what is in against already"),
    pytest.param("Harrow truck drivers", id="words of its field, and of its hits"),
    pytest.param("Shares of Harrow: the company announces a contract", id="what companies have and do"),
    pytest.param("Harrow annonce un contrat, selon les actionnaires", id="the same in French"),
    pytest.param("Harrow anuncia un contrato a sus accionistas", id="the same in Spanish"),
    pytest.param("Harrow", id="the name alone"),
    pytest.param("", id="no sentence"),
]


@pytest.mark.parametrize("sentence", SAYS_NOTHING)
def test_words_that_may_stand_beside_the_watch_are_never_offered(sentence: str) -> None:
    """Stop words, the watch's own words and their inflections, and what the list has already are left out."""
    assert offer(HARROW, sentence, "Harrow", ()).against == ()


def test_words_of_sentences_that_were_right_are_left_out_in_any_inflection() -> None:
    """What stood beside the watch when it was meant cannot speak against it."""
    sentence = "Harrow goalkeepers and pupils, under lanterns"
    assert set(offer(HARROW, sentence, "Harrow", ()).against) == {"goalkeepers", "pupils", "lanterns"}
    rights = ["A lantern fell in the Harrow yard", "Harrow hires a former goalkeeper"]
    assert offer(HARROW, sentence, "Harrow", rights).against == ("pupils",)


def test_a_name_that_is_watched_too_is_left_out() -> None:
    """What is watched together meets: the name of another watch never speaks against this one."""
    watched = words_of(["Osprell Systems"])
    sentence = "The Harrow Osprell choir sings"
    assert "Osprell" in offer(HARROW, sentence, "Harrow", ()).against
    assert "Osprell" not in offer(HARROW, sentence, "Harrow", (), watched=watched).against


def test_the_own_field_of_work_is_left_out_in_french_and_spanish() -> None:
    """The fields of a description in English are known in texts of other languages."""
    prison = replace(HARROW, about="Invented operator of prisons and detention centres.")
    french = offer(prison, "Les détenus de la prison Harrow chantent dans la chorale avec l'attaquant", "Harrow", ())
    spanish = offer(prison, "Los reclusos de la cárcel Harrow cantan los goles con el delantero", "Harrow", ())
    assert not {"détenus", "prison", "reclusos", "cárcel"} & {*french.against, *spanish.against}
    assert "goles" in spanish.against


def test_each_word_is_offered_once() -> None:
    """Inflections count as one word, the one that stands there first."""
    offered = offer(HARROW, "Harrow pupils and a pupil; PUPILS everywhere", "Harrow", ()).against
    assert [word for word in offered if fold(word).startswith("pupil")] == ["pupils"]


def test_a_line_that_the_list_has_is_not_offered_again() -> None:
    """The sentence comes as one line, and only while `misses` does not hold it."""
    sentence = "Pupils sang\n  at Harrow."
    assert offer(HARROW, sentence, "Harrow", ()).misses == "Pupils sang at Harrow."
    learned = replace(HARROW, misses=("Pupils sang at Harrow.",))
    assert offer(learned, sentence, "Harrow", ()).misses == ""


@pytest.mark.parametrize(
    ("matched", "firm"), [("Harrow", False), ("harrow", False), ("Harrow Freight", True), ("HARROW HAULAGE", True)]
)
def test_it_says_when_words_against_would_do_nothing(matched: str, firm: bool) -> None:
    """A name or alias is sure whatever the text says; an ambiguous name is judged."""
    assert offer(HARROW, f"Pupils of {matched} sang", matched, ()).firm is firm


def test_an_everyday_word_is_judged_even_as_a_name() -> None:
    """A name that is an everyday word counts as ambiguous, so words of `against` work for it."""
    watch = Watch(id="next", name="Next", kind=Kind.COMPANY, about="Clothing retailer.")
    assert not offer(watch, "Pupils sang Next", "Next", ()).firm


JUDGED = [
    "The CRO said that the novelist and her publisher had registered ships",
    "CRO agents detained a sailor who wrote a memoir",
    "CRO officers detained two crews as geese crossed the harbour",
    "A spokesman for the CRO joked about lanterns",
]


@pytest.mark.parametrize("sentence", JUDGED)
def test_the_words_do_what_they_promise(sentence: str) -> None:
    """A name that the judge believed is believed no more once one of the offered words stands in `against`."""
    assert status(REGISTRY, sentence) is Status.SURE
    offered = offer(REGISTRY, sentence, "CRO", ()).against
    assert offered
    assert not {"agents", "officers", "spokesman"} & {*offered}
    for word in offered:
        assert status(replace(REGISTRY, against=(word,)), sentence) is not Status.SURE


def status(watch: Watch, sentence: str) -> Status:
    """Return what the matcher makes of the only name in a sentence."""
    lists = combine([Watchlist(source="a.toml", watches=(watch,))])
    (mention,) = Matcher(lists).match(Entry(id="1", title=sentence)).mentions
    return mention.status


@given(st.text(max_size=200), st.text(max_size=20), st.lists(st.text(max_size=60), max_size=3))
def test_any_text_gives_an_offer(sentence: str, name: str, rights: list[str]) -> None:
    """Whatever the sentence, the words offered stand in it, and no line break survives."""
    offered = offer(HARROW, sentence, name, rights)
    assert "\n" not in offered.misses
    assert all(fold(word) in fold(" ".join(sentence.split())) for word in offered.against)


# --- as messages -------------------------------------------------------------------------------------

EVIL = '<b>Harrow</b> & "pupils"'


def refuted(
    number: int = 1, *, title: str = EVIL, against: tuple[str, ...] = ("choir",), firm: bool = False
) -> Refuted:
    """Return an entry that was marked wrong."""
    learned = Offer(misses=f"Pupils {EVIL} sang", against=against, firm=firm)
    url = f"https://gazette.example/{number}?a=1&b=2"
    return Refuted(alert=number, place=0, title=title, link=url, text="Harrow & Co", offer=learned)


def taken(message: Message) -> str:
    """Return the text as Telegram shows it, having checked that it takes message and buttons."""
    text, _ = parse_html(message.html)
    assert utf16_length(text) <= 4096
    assert all(1 <= len(button.data.encode()) <= 64 for row in message.buttons for button in row)
    assert all(button.label for row in message.buttons for button in row)
    assert len(message.buttons) <= 100
    return text


def test_an_offer_as_a_reader_gets_it() -> None:
    """Whose name it is not, the headline, the sentence, and a button for the line and for each word."""
    told = offers([("Harrow & Sons", refuted(against=("choir", "lantern")))])
    assert taken(told).split("\n") == [
        "Marked wrong: not Harrow & Sons",
        EVIL,
        "",
        f"Pupils {EVIL} sang",
        "",
        "This alone changes nothing in what is found. You can change the watchlist, and see first what that would have "
        "changed:",
    ]
    assert [button.label for row in told.buttons for button in row] == [
        "add the sentence to misses",
        "against: choir",
        "against: lantern",
    ]


def test_a_sure_name_is_offered_to_become_an_ambiguous_one() -> None:
    """Words against do nothing for it, and of the sentence alone `wirewatch check` would complain for good."""
    told = offers([("Harrow", refuted(firm=True))])
    assert "“Harrow & Co” counts wherever it stands." in taken(told)
    assert [(each.label, each.data) for row in told.buttons for each in row] == [
        ("only where the text supports it", "doubt:1:0")
    ]


def test_a_word_too_long_for_a_button_is_not_offered() -> None:
    """Telegram takes 64 bytes, and other scripts need two or three for a letter."""
    told = offers([("Harrow", refuted(against=("é" * 30, "choir")))])
    assert [button.data for row in told.buttons for button in row] == ["miss:1:0", "against:1:0:choir"]


def test_several_wrong_names_share_a_message_and_no_line_stands_twice() -> None:
    """A button says whose it is, and a sentence that is the headline is not said again."""
    same = replace(refuted(), title=refuted().offer.misses)
    told = offers([("Harrow & Sons", same), ("Registry", replace(same, place=1))])
    assert taken(told).split("\n")[:4] == [
        "Marked wrong: not Harrow & Sons, Registry",
        same.title,
        "",
        "This alone changes nothing in what is found. You can change the watchlist, and see first what that would have "
        "changed:",
    ]
    assert [each.label for row in told.buttons for each in row] == [
        "Harrow & Sons · add the sentence to misses",
        "Harrow & Sons · against: choir",
        "Registry · add the sentence to misses",
        "Registry · against: choir",
    ]


GENERAL = ["wins", "won", "contract", "announces", "opened", "leases", "sale", "buys", "vote"]


@pytest.mark.parametrize("word", GENERAL)
def test_verbs_of_any_news_and_words_of_facts_are_not_offered(word: str) -> None:
    """They will stand beside the watch itself one day, and are what its alerts are for."""
    assert word not in offer(HARROW, f"Harrow {word} geese and lanterns", "Harrow", ()).against


def test_nothing_to_learn_leaves_no_buttons() -> None:
    """An entry whose text is gone since is noted all the same."""
    nothing = replace(refuted(), offer=Offer(misses="", against=(), firm=False))
    told = offers([("Harrow", nothing)])
    assert told.buttons == ()
    assert "You can change" not in taken(told)


def test_a_review_of_hundreds_stays_readable() -> None:
    """The worst watches first, some entries of each, the rest as a number; all within Telegram's limits."""
    names = {f"w{number}": f"Watch {number} <&>" for number in range(60)}
    reviewed = {watch: (1, number) for number, watch in enumerate(names)}
    entries = [refuted(number, title="Pupils sang " * 40) for number in range(1, LISTED + 1)]
    told = review_messages(names, reviewed, {watch: entries for watch in names if watch != "w0"}, 7)
    texts = [taken(message) for message in told]
    assert texts[0].split("\n")[:2] == ["Reviews of the last 30 days", "Watch 59 <&>: 1 of 60 right"]
    assert "7 alerts of the last 7 days not reviewed." in texts[0]
    assert f"{59 - WATCHES} further watches with wrong names: not listed." in texts[0]
    assert len(texts) == 1 + WATCHES
    assert texts[1].startswith("Wrong: not Watch 59 <&>\n1. Pupils sang")
    assert f"and {59 - LISTED} more" in texts[1]
    assert len(told[1].buttons) == LISTED


def test_the_question_which_name_is_wrong() -> None:
    """A button a watch, ticked where it is marked, and the result once it is answered."""
    names = [("Harrow & Sons", True), ("Coastal Registry Office", False)]
    question = which_wrong(EVIL, "", 4, names)
    assert [button.label for row in question.buttons for button in row] == [
        "✓ not Harrow & Sons",
        "not Coastal Registry Office",
        "all of them",
        "done",
    ]
    assert taken(question) == f"Which of these names is wrong?\n{EVIL}"
    assert taken(marked(EVIL, "", names)) == f"Marked wrong: not Harrow & Sons\n{EVIL}"
