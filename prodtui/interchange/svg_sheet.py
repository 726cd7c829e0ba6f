"""A sheet of SVG: elements with a meaning instead of colours, text that is never markup, axes and names of lines."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from html import escape

from prodtui.domain.chart_scale import Scale, day_labels, spread, stride
from prodtui.domain.rows_charts import Line
from prodtui.domain.text import scrub

WIDTH, HEIGHT = 720, 360
"""Units of a picture, which is scaled to the width that it gets; lists of bars are as high as they are long."""
ROW = 16
"""Units of a line of text."""
LEADING = 13
"""Units by which lines of text are apart at least."""
_SIZE = 12
_LETTER = 6.9
_MOST_TEXT, _MOST_TITLE = 110, 300


class Paint(StrEnum):
    """What a colour means: a variable that a page may set, and a value that can be read on light and dark grounds."""

    INK = "currentColor"
    POINT = "var(--chart-point,#2f7fc1)"
    BAR = "var(--chart-bar,#4a8cc7)"
    REST = "var(--chart-rest,#8b939e)"
    MARKED = "var(--chart-marked,#c4851a)"
    SIGNAL = "var(--chart-signal,#d9483f)"
    LAYER_1 = "var(--chart-layer-1,#6a9f68)"
    LAYER_2 = "var(--chart-layer-2,#2f78b7)"
    LAYER_3 = "var(--chart-layer-3,#8fb8dd)"
    LAYER_4 = "var(--chart-layer-4,#5d7083)"
    LAYER_5 = "var(--chart-layer-5,#b48cc4)"
    LAYER_6 = "var(--chart-layer-6,#4a97d2)"
    LAYER_7 = "var(--chart-layer-7,#a9b4bf)"
    LAYER_8 = "var(--chart-layer-8,#8a5aa5)"

    def of(self, part: str) -> str:
        """Return the attributes that colour "fill" or "stroke": programs that know no variables take the value."""
        plain = self.partition("#")[2].rstrip(")")
        return f'{part}="#{plain}" style="{part}:{self}"' if plain else f'{part}="{self}"'


#: Colours of stacked bands, from the axis up.
LAYERS = tuple(paint for paint in Paint if paint.name.startswith("LAYER"))


def safe(text: str, limit: int = _MOST_TITLE) -> str:
    """Return somebody's text as one line that is no markup, cut where it is longer than `limit` characters."""
    return escape(scrub(text, limit=limit)[0])


def units(text: str) -> float:
    """Return about how wide a text is."""
    return sum(_SIZE if unicodedata.east_asian_width(char) in "WF" else _LETTER for char in text)


def fitting(text: str, room: float) -> str:
    """Return a text cut so that it is about `room` wide at most."""
    text = scrub(text, limit=_MOST_TEXT)[0]
    if units(text) <= room:
        return text
    while text and units(text) > room - _LETTER:
        text = text[:-1]
    return f"{text.rstrip()}…"


class Sheet:
    """Elements of a picture in the order in which they lie on each other."""

    def __init__(self, height: float = HEIGHT) -> None:
        self.height = height
        self._parts: list[str] = []

    def text(self, x: float, y: float, text: str, *, anchor: str = "start", bold: bool = False) -> None:
        """Write one line; `y` is its base line."""
        weight = ' font-weight="600"' if bold else ""
        self._parts.append(f'<text x="{_n(x)}" y="{_n(y)}" text-anchor="{anchor}"{weight}>{safe(text)}</text>')

    def line(self, start: tuple[float, float], end: tuple[float, float], *, dash: str = "", faint: bool = True) -> None:
        """Draw a straight line in the colour of the text."""
        (x1, y1), (x2, y2) = start, end
        dashed = f' stroke-dasharray="{dash}"' if dash else ""
        opacity = ' stroke-opacity=".2"' if faint else ' stroke-opacity=".75"'
        place = f'x1="{_n(x1)}" y1="{_n(y1)}" x2="{_n(x2)}" y2="{_n(y2)}"'
        self._parts.append(f'<line {place} stroke="currentColor"{opacity}{dashed}/>')

    def box(
        self,
        corner: tuple[float, float],
        width: float,
        height: float,
        paint: Paint,
        *,
        words: str = "",
        open: bool = False,
    ) -> None:
        """Draw a rectangle, filled or only outlined, that says something to whoever points at it."""
        x, y = corner
        look = f'fill="none" {paint.of("stroke")} stroke-dasharray="3 2"' if open else paint.of("fill")
        place = f'x="{_n(x)}" y="{_n(y)}" width="{_n(max(width, 0))}" height="{_n(max(height, 0))}"'
        self._parts.append(f"<rect {place} {look}>{_title(words)}</rect>")

    def frame(
        self, corner: tuple[float, float], width: float, height: float, *, dash: str, thick: bool, words: str
    ) -> None:
        """Draw the outline of a rectangle in the colour of the text; a thick one stands out."""
        x, y = corner
        place = f'x="{_n(x)}" y="{_n(y)}" width="{_n(width)}" height="{_n(height)}" rx="4"'
        dashed = f' stroke-dasharray="{dash}"' if dash else ""
        look = f'fill="none" stroke="currentColor" stroke-width="{3 if thick else 1}"{dashed} pointer-events="all"'
        self._parts.append(f"<rect {place} {look}>{_title(words)}</rect>")

    def arrow(self, corners: Sequence[tuple[float, float]], *, dash: str = "") -> None:
        """Draw a line through points with a head at its end, in the colour of the text."""
        (before_x, before_y), (x, y) = corners[-2], corners[-1]
        points = " ".join(f"{_n(each_x)},{_n(each_y)}" for each_x, each_y in corners)
        dashed = f' stroke-dasharray="{dash}"' if dash else ""
        self._parts.append(f'<polyline points="{points}" fill="none" stroke="currentColor"{dashed}/>')
        along, down = (x > before_x) - (x < before_x), (y > before_y) - (y < before_y)
        back_x, back_y = x - 7 * along, y - 7 * down
        self.area(((x, y), (back_x - 4 * down, back_y - 4 * along), (back_x + 4 * down, back_y + 4 * along)), Paint.INK)

    def area(self, corners: Iterable[tuple[float, float]], paint: Paint, *, words: str = "") -> None:
        """Fill a polygon."""
        points = " ".join(f"{_n(x)},{_n(y)}" for x, y in corners)
        self._parts.append(f'<polygon points="{points}" {paint.of("fill")}>{_title(words)}</polygon>')

    def course(self, corners: Iterable[tuple[float, float]]) -> None:
        """Draw a thin line through points."""
        points = " ".join(f"{_n(x)},{_n(y)}" for x, y in corners)
        self._parts.append(f'<polyline points="{points}" fill="none" stroke="currentColor" stroke-opacity=".4"/>')

    def dot(self, x: float, y: float, paint: Paint = Paint.POINT, *, words: str = "") -> None:
        """Draw a point that says something to whoever points at it."""
        self._parts.append(f'<circle cx="{_n(x)}" cy="{_n(y)}" r="3" {paint.of("fill")}>{_title(words)}</circle>')

    def dots(self, places: Iterable[tuple[float, float]]) -> None:
        """Draw very many points as one element."""
        path = "".join(f"M{_n(x)} {_n(y)}h0" for x, y in places)
        self._parts.append(f'<path d="{path}" {Paint.POINT.of("stroke")} stroke-width="3" stroke-linecap="round"/>')

    def triangle(self, x: float, y: float, paint: Paint, *, words: str = "") -> None:
        """Draw a point that stands out by its shape too."""
        self.area(((x, y - 5), (x - 5, y + 4), (x + 5, y + 4)), paint, words=words)

    def cross(self, x: float, y: float, paint: Paint, *, words: str = "") -> None:
        """Draw a point that is held up."""
        path = f"M{_n(x - 4)} {_n(y - 4)}l8 8m0 -8l-8 8"
        self._parts.append(f'<path d="{path}" {paint.of("stroke")} stroke-width="2.5">{_title(words)}</path>')

    def as_svg(self, title: str, description: str) -> str:
        """Return the picture as one element that needs nothing else and takes the width that it gets."""
        head = (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {_n(self.height)}" role="img" '
            f'style="width:100%;height:auto;max-width:{WIDTH * 2}px" font-family="system-ui,sans-serif" '
            f'font-size="{_SIZE}" fill="currentColor">'
        )
        about = f"<title>{safe(title)}</title><desc>{safe(description, 2_000)}</desc>"
        return f"{head}{about}{''.join(self._parts)}</svg>"


@dataclass(frozen=True, slots=True)
class Plot:
    """The part of a sheet between the axes, and what its height means."""

    sheet: Sheet
    scale: Scale
    left: float
    top: float
    width: float
    height: float

    @property
    def floor(self) -> float:
        """The height of the axis."""
        return self.top + self.height

    def x(self, share: float) -> float:
        """Return the place of a share of the width, 0 to 1."""
        return self.left + share * self.width

    def y(self, value: float) -> float:
        """Return the place of a value."""
        return self.floor - self.scale.share(value) * self.height

    def levels(self, lines: Sequence[Line], exact: Callable[[float], str], dash: str = "5 4") -> None:
        """Draw lines across, each named with its value at its right end, apart from the others."""
        down = sorted(lines, key=lambda line: -line.value)
        heights = spread([int(self.y(line.value)) for line in down], int(self.floor) + 1, LEADING)
        for line, height in zip(down, heights, strict=False):
            y = self.y(line.value)
            self.sheet.line((self.left, y), (self.x(1), y), dash=dash, faint=False)
            self.sheet.text(self.x(1) + 6, height + 4, f"{line.label} {exact(line.value)}")

    def days(self, first: date, last: date) -> None:
        """Write days below the axis."""
        span = (last - first).days + 1
        for day, text in day_labels(first, last, self.width, 56):
            self._mark(self.x((day - first).days / span), text)

    def labels(self, labels: Sequence[tuple[float, str]]) -> None:
        """Write as many labels below the axis as fit, each centred on its place."""
        every = stride([int(x) for x, _ in labels], [int(units(text)) for _, text in labels], gap=10)
        for x, text in labels[::every]:
            self.sheet.line((x, self.floor), (x, self.floor + 4))
            self.sheet.text(x, self.floor + ROW, text, anchor="middle")

    def _mark(self, x: float, text: str) -> None:
        if x + units(text) <= WIDTH:
            self.sheet.line((x, self.floor), (x, self.floor + 4))
            self.sheet.text(x, self.floor + ROW, text)


def open_plot(head: Sequence[str], scale: Scale, right: Iterable[str] = ()) -> Plot:
    """Return an empty plot below lines of text; `right` are the texts that need room beside it."""
    sheet = Sheet()
    top = write_head(sheet, head)
    texts = {value: scale.tick(value) for value in scale.ticks}
    left = max(map(units, texts.values())) + 10
    aside = max((units(text) for text in right), default=0.0) + 10
    plot = Plot(sheet, scale, left, top, WIDTH - left - aside, HEIGHT - top - 1.5 * ROW)
    for value, text in texts.items():
        y = plot.y(value)
        sheet.line((left, y), (plot.x(1), y))
        sheet.text(left - 6, y + 4, text, anchor="end")
    return plot


def write_head(sheet: Sheet, head: Sequence[str]) -> float:
    """Write the title and lines below it, and return where what follows begins."""
    for row, text in enumerate(head):
        sheet.text(0, (row + 1) * ROW - 4, fitting(text, WIDTH), bold=row == 0)
    return len(head) * ROW + 10


def _title(words: str) -> str:
    return f"<title>{safe(words)}</title>" if words else ""


def _n(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
