"""Paragraphs of inked text under section headings, wrapped and laid out in one or two columns. Pure functions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import zip_longest
from zoneinfo import ZoneInfo

from rich.cells import chop_cells

from prodtui.widgets.spans import Ink, Line, Span, cells, clip, line, plain

TWO_COLUMNS = 72
LABEL = 10
WHEN = 12
LEAST_WHO = 8
MOST_WHO = 20
"""Cells for who acts in talk and history: as many as the longest needs, "root for ann" whole."""


@dataclass(frozen=True, slots=True)
class Part:
    """One paragraph: its spans, wrapped behind `lead`; `rule` draws the rest of the line as a section heading."""

    spans: Sequence[Span]
    lead: str = ""
    lead_ink: Ink = Ink.MUTED
    rule: bool = False


Said = tuple[datetime, str, Sequence[Part]]
"""When, who, and what in paragraphs."""


def section(name: str, parts: Iterable[Part]) -> list[Part]:
    """Return parts under a heading, nothing at all when there are none."""
    found = list(parts)
    return [Part([(f"─ {name} ", Ink.BAND)], rule=True), *found] if found else []


def pairs(*labelled: tuple[str, str]) -> list[Part]:
    """Return a paragraph for each label that has a text."""
    return [Part([(plain(text), Ink.TEXT)], f"{label:<{LABEL - 1}} ") for label, text in labelled if text]


def paragraphs(text: str) -> list[Part]:
    """Return somebody's text, a paragraph for each of its lines."""
    return [Part([(plain(each), Ink.TEXT)]) for each in text.replace("\t", "    ").split("\n")]


def stamp(at: datetime, now: datetime, tz: ZoneInfo) -> str:
    """Return when something was said or done: by weekday in the last days, by date before."""
    there = at.astimezone(tz)
    if now - at < timedelta(days=6):
        return f"{there:%a %H:%M}"
    return f"{there:%d %b %H:%M}" if there.year == now.astimezone(tz).year else f"{there:%d %b %Y}"


def talk(told: Iterable[Said], now: datetime, tz: ZoneInfo) -> list[Part]:
    """Return what was said and done in the order in which it happened, each with when and who."""
    entries = sorted(told, key=lambda entry: entry[0])
    longest = max((cells(plain(who)) for _, who, _ in entries), default=0)
    room = min(max(longest, LEAST_WHO), MOST_WHO)
    parts = []
    for at, who, said in entries:
        name = clip(plain(who), room)
        first = f"{stamp(at, now, tz):<{WHEN}} {name}{' ' * (room - cells(name))} "
        parts += [Part(part.spans, " " * (WHEN + room + 2) if index else first) for index, part in enumerate(said)]
    return parts


def shaped(parts: Sequence[Part], width: int) -> list[Line]:
    """Return paragraphs wrapped to lines of exactly `width` cells."""
    lines = []
    for part in parts:
        if part.rule:
            text = part.spans[0][0]
            lines.append(line([(text + "─" * max(width - cells(text), 0), Ink.BAND)], width, ""))
            continue
        lead = cells(part.lead)
        for index, spans in enumerate(wrap(part.spans, max(width - lead, 1))):
            first = (part.lead, part.lead_ink) if index == 0 else (" " * lead, Ink.TEXT)
            lines.append(line([first, *spans], width))
    return lines


def columns(left: Sequence[Part], right: Sequence[Part], width: int, least: int = TWO_COLUMNS) -> list[Line]:
    """Return two columns of paragraphs beside each other, below each other where there are fewer cells than `least`."""
    if width < least:
        return shaped([*left, *right], width)
    half = width // 2
    blank: Line = ()
    beside = zip_longest(shaped(left, half - 1), shaped(right, width - half), fillvalue=blank)
    return [line([*line(a, half), *line(b, width - half)], width) for a, b in beside]


def wrap(spans: Sequence[Span], width: int) -> list[list[Span]]:
    """Return spans as rows of at most `width` cells, broken between words where that is possible."""
    rows: list[list[Span]] = [[]]
    room = width
    for text, ink in spans:
        for word in _words(text, width):
            if cells(word) > room and rows[-1]:
                rows.append([])
                room, word = width, word.lstrip(" ")
            if word:
                rows[-1].append((word, ink))
                room -= cells(word)
    return rows


def _words(text: str, width: int) -> Iterator[str]:
    """Yield words with the blank before them; one that is wider than a row comes in pieces."""
    for index, word in enumerate(text.split(" ")):
        whole = word if index == 0 else f" {word}"
        if cells(whole) <= width:
            yield whole
        else:
            yield from chop_cells(whole, width)
