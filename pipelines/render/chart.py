"""How often each watch was named → a picture of bars, and the message that carries it.

One row of bars for each watch, with a scale of its own: which day stands out is what matters, and a loud watch would
flatten all others. The picture has a background of its own, for nobody knows whether the chat is light or dark; the
colours differ from it by the contrast that WCAG 2.2 asks for (1.4.3: 4.5 for text, 1.4.11: 3 for bars).

Everything is placed in pixels, without matplotlib's axes and its settings, so that the same series give the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from io import BytesIO
from typing import TYPE_CHECKING

from pipelines.digest.values import Digest, Edition, Series
from pipelines.model import Message
from pipelines.render.telegram import escape, message, shorten

if TYPE_CHECKING:
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.font_manager import FontProperties

ROWS = 6
"""Watches in a picture."""
NAME = 60
"""UTF-16 units of a name in the caption: with six of them it stays within Telegram's 1024."""

BACKGROUND, TEXT, MUTED, BAR, LAST, GRID = "#17212b", "#f4f6f8", "#aab8c5", "#6d94b8", "#ffb84d", "#3a4a59"

# Pixels. A phone shows the picture at about a third of its width, so that 30 look like ten.
WIDTH, EDGE, HEAD, ROW, FOOT = 1080, 48, 150, 216, 84
TITLE, LABEL, SMALL = 46, 40, 30
GUTTER = 96
"""Left of the bars, for the figure of the highest."""
PLOT = 116
"""Height of the highest bar."""
LONGEST = 120
"""Characters of a name that can have room, however narrow they are."""


def worth_drawing(series: Sequence[Series]) -> bool:
    """Return whether there is a course to see: on two days at least, or in two weeks, something was found."""
    return sum(any(column) for column in zip(*(each.counts for each in series), strict=True)) >= 2


def reach(end: date, at: time | None) -> str:
    """Return up to when days are counted: "22 November", "08:00 on 22 November" where that is not the day's end."""
    day = f"{end.day} {end:%B}"
    return day if at is None else f"{at:%H:%M} on {day}"


def chart_message(digest: Digest) -> Message | None:
    """Return the picture with a caption that says the same in words, None where it would show nothing."""
    if not digest.series_end or not worth_drawing(digest.series):
        return None
    drawn = digest.series[:ROWS]
    unit, last = ("day", "on the last day") if digest.edition is Edition.DAILY else ("week", "in the last week")
    count = len(drawn[0].counts)
    end = f"{reach(digest.series_end, digest.series_at)} {digest.series_end.year}"
    lines = [f"<b>Entries that name a watch, copies left out: the {count} {unit}s to {end}</b>"]
    for series in drawn:
        *before, now = series.counts
        told = f"{now:,} {last}; before it {sum(before):,}, at most {max(before):,} a {unit}"
        lines.append(f"{escape(shorten(series.name, NAME))}: {told}")
    picture = chart_png(drawn, digest.series_end, digest.edition, digest.series_at)
    return replace(message("\n".join(lines)), picture=picture)


def chart_png(series: Sequence[Series], end: date, edition: Edition, at: time | None = None) -> bytes:
    """Return a PNG of the first six watches' bars; the last column is the day `end`, or the week that ends on it.

    `at` is the local time of that day at which the column ends, None if it ends with the day.

    All series have the same length. The same series give the same bytes with the same version of matplotlib.
    """
    # It takes half a second and 40 MB, and most of what imports this draws nothing.
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    drawn = series[:ROWS]
    height = HEAD + ROW * len(drawn) + FOOT
    figure = Figure(figsize=(WIDTH / 72, height / 72), dpi=72, facecolor=BACKGROUND)  # one point is one pixel
    canvas = FigureCanvasAgg(figure)
    unit = "day" if edition is Edition.DAILY else "week"
    columns = len(drawn[0].counts)
    pen = _pen(canvas)
    pen.write("Entries that name a watch", EDGE, height - 70, TITLE, TEXT, bold=True)
    span = f"{columns} {unit}s to {reach(end, at)} {end.year}"
    pen.write(f"{span}, the last {unit} in yellow", EDGE, height - 122, SMALL, MUTED)
    for row, each in enumerate(drawn):
        _draw_row(pen, each, height - HEAD - ROW * (row + 1))
    step = _step(columns)
    for column, label in _ticks(end, columns, edition):
        pen.write(label, EDGE + GUTTER + step * (column + 0.5), FOOT - 44, SMALL, MUTED, align="center")
    picture = BytesIO()
    canvas.print_png(picture, metadata={"Software": None})  # type: ignore[no-untyped-call]  # its types lack it
    return picture.getvalue()


def _draw_row(pen: _Pen, series: Series, bottom: float) -> None:
    """Draw name and figure of the last column, below them the bars, on a line at `bottom` pixels."""
    most, step = max(series.counts), _step(len(series.counts))
    left, right = EDGE + GUTTER, WIDTH - EDGE
    pen.box(left, bottom - 2, right - left, 2, GRID)
    if most:
        pen.box(left, bottom + PLOT, right - left, 2, GRID)
        pen.write(f"{most:,}", left - 14, bottom + PLOT - 26, SMALL, MUTED, align="right")
    for column, count in enumerate(series.counts):
        color = LAST if column == len(series.counts) - 1 else BAR
        # One entry beside a thousand is still seen.
        size = max(PLOT * count / most, 4) if count else 0
        pen.box(left + step * (column + 0.12), bottom, step * 0.76, size, color)
    figure = f"{series.counts[-1]:,}"
    line = bottom + PLOT + 24
    pen.write(figure, right, line, LABEL, LAST, bold=True, align="right")
    room = right - EDGE - pen.width(figure, LABEL) - 24
    name = pen.drawable(series.name[:LONGEST]) or series.watch
    pen.write(pen.fitted(name, LABEL, room), EDGE, line, LABEL, TEXT, bold=True)


def _step(columns: int) -> float:
    return (WIDTH - 2 * EDGE - GUTTER) / columns


def _ticks(end: date, columns: int, edition: Edition) -> Iterator[tuple[int, str]]:
    """Yield columns with what stands below them: each weekday's letter, or the day on which every fourth week ends."""
    for column in range(columns):
        ago = columns - 1 - column
        if edition is Edition.DAILY:
            yield column, f"{end - timedelta(days=ago):%A}"[0]
        elif ago % 4 == 0:
            day = end - timedelta(weeks=ago)
            yield column, f"{day.day} {day:%b}"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pen:
    """Writes and draws on a canvas, in pixels from its lower left corner."""

    canvas: FigureCanvasAgg
    plain: FontProperties
    strong: FontProperties
    signs: frozenset[int]  #: code points that the font has

    def box(self, x: float, y: float, width: float, height: float, color: str) -> None:
        """Fill a rectangle."""
        from matplotlib.patches import Rectangle
        from matplotlib.transforms import IdentityTransform

        place = IdentityTransform()
        self.canvas.figure.add_artist(Rectangle((x, y), width, height, transform=place, facecolor=color, linewidth=0))

    def write(
        self, text: str, x: float, y: float, size: int, color: str, *, bold: bool = False, align: str = "left"
    ) -> None:
        """Write a line with its baseline at `y`; a "$" is one, and no formula."""
        from matplotlib.transforms import IdentityTransform

        self.canvas.figure.text(
            x, y, text, transform=IdentityTransform(), fontproperties=self.strong if bold else self.plain,
            fontsize=size, color=color, horizontalalignment=align, verticalalignment="baseline",
            parse_math=False, usetex=False,
        )  # fmt: skip

    def width(self, text: str, size: int) -> float:
        """Return how wide `text` is in bold."""
        font = self.strong.copy()
        font.set_size(size)
        renderer = self.canvas.get_renderer()  # type: ignore[no-untyped-call]  # its types lack it
        return float(renderer.get_text_width_height_descent(text, font, ismath=False)[0])

    def fitted(self, text: str, size: int, room: float) -> str:
        """Return `text` cut to `room` pixels in bold, with an ellipsis."""
        if self.width(text, size) <= room:
            return text
        while text and self.width(f"{text} …", size) > room:
            text = text[:-1].rstrip()
        return f"{text} …"

    def drawable(self, text: str) -> str:
        """Return `text` without signs that the font lacks, "" if it is most of the text."""
        kept = "".join(sign for sign in text if ord(sign) in self.signs)
        letters = sum(map(str.isalnum, text))
        return " ".join(kept.split()) if 2 * sum(map(str.isalnum, kept)) > letters else ""


def _pen(canvas: FigureCanvasAgg) -> _Pen:
    # The fonts that come with matplotlib, by file: those of the machine would make other pictures of the same days.
    from matplotlib import get_data_path
    from matplotlib.font_manager import FontProperties, get_font

    plain, strong = (f"{get_data_path()}/fonts/ttf/{name}.ttf" for name in ("DejaVuSans", "DejaVuSans-Bold"))
    return _Pen(
        canvas=canvas, plain=FontProperties(fname=plain), strong=FontProperties(fname=strong),
        signs=frozenset(get_font(strong).get_charmap()),
    )  # fmt: skip
