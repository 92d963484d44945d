"""Where sentences end."""

from __future__ import annotations

import pytest

from pipelines.names.nlp import Texts

TEXTS = Texts()
SENTENCES = [
    "Skell won.|Tarnlow lost.",
    "What?|No!|Really?!|Skell won …|Then left.",
    "Skell Inc. won.|Tarnlow Ltd. lost.|Hammer S.A. too.",
    "The deal went to Skell Inc.|The union said no.",
    "They flew to the U.S.|The union stayed.",
    "“U.S. Skell won.”|(U.S. Skell lost.)|The anti-U.S. Skell left.",
    "In the U.S. Skell won.|It lost elsewhere.",
    "Mr. Roy met Mrs. Roy, Dr. Roy, Gov. Roy, Sen. Roy and Sgt. Roy Jr. of St. Ellow.|They left.",
    "MR. ROY AND U.S. OFFICERS MET SKELL INC. TODAY.|THEN THEY LEFT.",
    "Anna J. Roy spoke.|J. D. Roy left.|J.D. Roy stayed.",
    "M. Roy parle.|MM. Roy et Skell écoutent.|Mme. Roy aussi.|Mme Roy, Mlle Roy et Me. Roy non.",
    "El Sr. Gómez habló.|La Sra. Ruiz y el Dr. Ruiz no.|EE. UU. ganó.|EE.UU. perdió.",
    "Ganó EE. UU.|La empresa perdió.",
    "It cost $8.5 million.|Then 8,5 millions.|No. 5 won.|Voir art. 5, p. 7 et vol. 2.",
    "“We won.”|Skell said so.",
    '"We lost!" he said.|"We won."|Then he left.',
    "Skell said (it won).|Then it left.|(It did.)|Skell stayed.",
    "« Oui. »|Skell a gagné.|« Non ! » dit-il.",
    "¿Quién?|¡Skell!|«Ganó».|Nada más.",
    "„Ja.“|Skell gewann.",
    "Skell v. Tarnlow vs. Hammer.|The court rose.",
    "At 5 p.m. Skell closed at skell.example.|It opened at 5.",
    "Well... fine.|Yes… maybe.",
]


def sentences(text: str) -> list[str]:
    """Return the sentences of a text."""
    return [text[start:end] for start, end in TEXTS.tokenize(text).sentences()]


@pytest.mark.parametrize("text", SENTENCES)
def test_sentences_end_where_a_reader_ends_them(text: str) -> None:
    """Abbreviations, initials, decimals and quotes end no sentence; full stops behind quotes do."""
    assert sentences(text.replace("|", " ")) == text.split("|")


def test_a_forgotten_space_hides_no_full_stop() -> None:
    """Two sentences stay two where only the space between them is missing."""
    assert sentences("Skell won.Tarnlow lost. The end") == ["Skell won.", "Tarnlow lost.", "The end"]


def test_a_line_ends_a_sentence() -> None:
    """Lines are blocks of a page: list items and headings are sentences without a full stop."""
    text = " Skell wins\nTarnlow loses. Then\n\n it left\n"
    assert sentences(text) == ["Skell wins", "Tarnlow loses.", "Then", "it left"]


@pytest.mark.parametrize("text", ["", " ", "\n\n"])
def test_no_text_has_no_sentences(text: str) -> None:
    """White space holds no sentence."""
    assert sentences(text) == []
