"""The chart of a digest: a picture of bars, and its caption."""

from __future__ import annotations

import re
import struct
import subprocess
import sys
import zlib
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest

from bot.demo.telegram_html import parse_html, utf16_length
from pipelines.digest.values import Digest, Edition, Health, Series
from pipelines.render.chart import (
    BACKGROUND,
    BAR,
    GRID,
    LAST,
    MUTED,
    TEXT,
    chart_message,
    chart_png,
    worth_drawing,
)

ROOT = Path(__file__).resolve().parents[1]
END = date(2026, 11, 22)
UNTIL = datetime(2026, 11, 22, 13, 0, tzinfo=UTC)
PELLAM = Series(watch="pellam", name="Pellam", counts=(2, 0, 1, 3, 2, 1, 0, 2, 2, 3, 1, 2, 4, 14))
PORT = Series(watch="port", name="Port Authority", counts=(0,) * 13 + (1,))
DIGEST = Digest(
    day=END, since=UNTIL - timedelta(days=1), until=UNTIL, rules=(), sections=(), review=(), held=(), alerts=0,
    health=Health(feeds=1, answered=1, entries=1), series=(PELLAM, PORT), series_end=END,
)  # fmt: skip


def chunks(png: bytes) -> list[tuple[str, bytes]]:
    """Return kind and content of a PNG's chunks (PNG specification, 5.3), their checksums compared."""
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    found, at = [], 8
    while at < len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        kind, content = png[at + 4 : at + 8], png[at + 8 : at + 8 + length]
        assert struct.unpack(">I", png[at + 8 + length : at + 12 + length]) == (zlib.crc32(kind + content),)
        found.append((kind.decode(), content))
        at += 12 + length
    return found


def size(png: bytes) -> tuple[int, int]:
    """Return width and height in pixels."""
    return struct.unpack(">II", dict(chunks(png))["IHDR"][:8])  # type: ignore[return-value]


def drawn(*names: str) -> bytes:
    """Return the picture of watches with these names and the same counts."""
    series = [Series(watch=f"watch-{n}", name=name, counts=PELLAM.counts) for n, name in enumerate(names)]
    return chart_png(series, END, Edition.DAILY)


def test_a_picture_has_a_row_for_each_of_six_watches() -> None:
    """1080 pixels wide, higher with each watch; of more than six the first six are drawn."""
    sizes = [size(drawn(*(f"Wharf {n}" for n in range(count)))) for count in (1, 2, 6, 9)]
    widths, heights = zip(*sizes, strict=True)
    assert set(widths) == {1080}
    assert heights[0] < heights[1] < heights[2] == heights[3] < 1600


def test_the_same_series_give_the_same_bytes() -> None:
    """Nothing in it depends on the program's version, on the hour or on what was drawn before."""
    first = chart_png([PELLAM, PORT], END, Edition.DAILY)
    assert chart_png([PORT], END, Edition.WEEKLY) != first
    assert chart_png([PELLAM, PORT], END, Edition.DAILY) == first
    assert {kind for kind, _ in chunks(first)} <= {"IHDR", "pHYs", "IDAT", "IEND"}


def test_counts_and_days_show() -> None:
    """Another count, another day and another edition make another picture."""
    pictures = [
        chart_png([PELLAM], END, Edition.DAILY),
        chart_png([Series(watch="pellam", name="Pellam", counts=(*PELLAM.counts[:-1], 13))], END, Edition.DAILY),
        chart_png([PELLAM], END - timedelta(days=1), Edition.DAILY),
        chart_png([PELLAM], END, Edition.WEEKLY),
    ]
    assert len(set(pictures)) == 4


def luminance(color: str) -> float:
    """Return the relative luminance of "#rrggbb" (WCAG 2.2)."""
    parts = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, 1 to 21 (WCAG 2.2)."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize(("color", "least"), [(TEXT, 4.5), (MUTED, 4.5), (LAST, 4.5), (BAR, 3.0)])
def test_colours_differ_enough(color: str, least: float) -> None:
    """Text can be read and bars be seen on the picture's own background, by light and dark (WCAG 1.4.3, 1.4.11)."""
    assert contrast(color, BACKGROUND) >= least


def test_the_last_bar_differs_from_the_others_without_its_colour() -> None:
    """It is lighter, for eyes that see no hues; lines are fainter than bars."""
    assert contrast(LAST, BAR) >= 1.7
    assert contrast(GRID, BACKGROUND) < contrast(BAR, BACKGROUND)


HOSTILE = [
    pytest.param("$x^2$ \\frac{1}{0} $", id="formula"),
    pytest.param("$\\undefined$", id="broken formula"),
    pytest.param("港湾新聞社", id="script that the font lacks"),
    pytest.param("شركة الميناء", id="right to left"),
    pytest.param("👩‍👩‍👧 🚢", id="pictures only"),
    pytest.param("", id="nothing"),
    pytest.param("A\nB\tC\x00\u202e", id="controls"),
    pytest.param("W" * 5000, id="endless"),
]


@pytest.mark.parametrize("name", HOSTILE)
def test_any_name_can_be_drawn(name: str) -> None:
    """Warnings are errors here: no sign is missing from the font, and no name is taken for a formula."""
    assert size(drawn(name, "Pellam"))[0] == 1080


def test_a_name_that_the_font_lacks_is_told_by_its_id() -> None:
    """Most of the name gone, the watch's id stands in for it; a picture in a name is left out."""
    assert drawn("港湾新聞社") == drawn("watch-0")
    assert drawn("🚢 Harbour 🚢 Line") == drawn("Harbour Line")


def test_a_long_name_is_cut_before_the_figure() -> None:
    """What stands behind the cut makes no difference."""
    assert drawn("Pellam and partners " * 9) == drawn("Pellam and partners " * 99)


def test_the_caption_says_what_the_picture_shows() -> None:
    """Title with the span, and a line for each watch, for those who can't see it; the picture comes with it."""
    message = chart_message(DIGEST)
    assert message is not None
    assert message.picture == chart_png([PELLAM, PORT], END, Edition.DAILY)
    assert message.plain.split("\n") == [
        "Entries that name a watch, copies left out: the 14 days to 22 November 2026",
        "Pellam: 14 on the last day; before it 23, at most 4 a day",
        "Port Authority: 1 on the last day; before it 0, at most 0 a day",
    ]


def test_the_caption_fits_whatever_the_names() -> None:
    """Telegram takes 1,024 units below a picture; no name becomes markup."""
    names = ("🚢" * 900, "<b>&" * 300, "港" * 900)
    series = tuple(
        Series(watch=f"w{n}", name=names[n % 3], counts=(10**6,) * 13 + (12_345_678,)) for n in range(9)
    )  # fmt: skip
    message = chart_message(replace(DIGEST, series=series))
    assert message is not None
    text, _ = parse_html(message.html)
    assert utf16_length(text) <= 1024
    assert utf16_length(message.plain) <= 1024
    assert len(text.split("\n")) == 7


def test_a_week_is_told_as_a_week() -> None:
    """The caption of a weekly digest counts weeks."""
    message = chart_message(replace(DIGEST, edition=Edition.WEEKLY))
    assert message is not None
    assert "the 14 weeks to 22 November 2026" in message.plain
    assert "Pellam: 14 in the last week; before it 23, at most 4 a week" in message.plain


def test_days_that_end_in_the_morning_are_told_as_such() -> None:
    """Caption and picture name the hour at which the columns end, where that is not the day's end."""
    message = chart_message(replace(DIGEST, series_at=time(8)))
    assert message is not None
    assert message.plain.startswith(
        "Entries that name a watch, copies left out: the 14 days to 08:00 on 22 November 2026\n"
    )
    assert message.picture == chart_png([PELLAM, PORT], END, Edition.DAILY, time(8))
    assert message.picture != chart_png([PELLAM, PORT], END, Edition.DAILY)


def test_there_is_no_picture_of_nothing() -> None:
    """Without a watch, or with counts on one day only, there is no course to see."""
    assert chart_message(replace(DIGEST, series=(), series_end=None)) is None
    assert chart_message(replace(DIGEST, series=(PORT,))) is None
    assert not worth_drawing([Series(watch="w", name="W", counts=(0,) * 14)])
    assert worth_drawing([PORT, Series(watch="w", name="W", counts=(1,) + (0,) * 13)])


def test_matplotlib_is_loaded_for_drawing_only() -> None:
    """What tells a digest in words does not pay for it; drawing sets nothing up for the whole program."""
    code = (
        "import sys, datetime, pipelines.render.digest.telegram, pipelines.render.chart as chart;"
        "from pipelines.digest.values import Edition, Series;"
        "before = 'matplotlib' in sys.modules;"
        "chart.chart_png([Series(watch='w', name='W', counts=(1, 2))], datetime.date(2026, 11, 22), Edition.DAILY);"
        "print(before, 'matplotlib' in sys.modules, 'matplotlib.pyplot' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert re.findall(r"\w+", done.stdout) == ["False", "True", "False"]
