"""The rows of the inbox: their columns, and what is said where there are none. Pure functions."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from prodtui.domain.dates import human_age
from prodtui.domain.rows_day import NoticeRow
from prodtui.domain.text import counted
from prodtui.screens.paragraphs import Part, stamp
from prodtui.widgets.columns import Column, fit, heading, row_line
from prodtui.widgets.signs import Signs
from prodtui.widgets.spans import Ink, Line, Span, line, plain

COLUMNS = (
    Column("mark", "", 1, 95),
    Column("since", "Since", 5, 60, right=True),
    Column("kind", "Kind", 9, 70),
    Column("ref", "Ref", 8, 90),
    Column("text", "What it says", 16, wide=True),
    Column("by", "By", 6, 50),
)
NOTHING_NEW = ("Nothing is new in your inbox.", "", "A  shows what was read too")
NOTHING_AT_ALL = ("Nothing concerned you in the last 30 days.", "", "esc  goes back")


def words_of(row: NoticeRow) -> str:
    """Return the text in which words are found."""
    return f"{row.kind} {row.ref} {row.title} {row.text} @{row.by}"


def draw(row: NoticeRow, width: int, now: datetime, signs: Signs) -> Line:
    """Return a notice as a line; one that was not read has a sign and a stronger ink."""
    ink = Ink.MUTED if row.read else Ink.TEXT
    says: list[Span] = [(f"{plain(row.title)}  ", Ink.MUTED)] if row.title not in ("", row.text) else []
    texts = {
        "mark": [(" " if row.read else signs.marked, Ink.HERE)],
        "since": [(human_age(row.at, now), Ink.MUTED)],
        "kind": [(row.kind.partition(" ")[0], ink)],
        "ref": [(row.ref, Ink.MUTED if row.read else Ink.REF)],
        "text": [*says, (plain(row.text), ink)],
        "by": [(plain(row.by), Ink.MUTED)],
    }
    return row_line(texts, fit(COLUMNS, width), width, signs.more)


def whole(row: NoticeRow, now: datetime, zone: ZoneInfo) -> list[Part]:
    """Return all that a notice says."""
    about = [(f"{row.ref} ", Ink.REF), (plain(row.title), Ink.TEXT)]
    who = f"  {row.kind}, by {plain(row.by)}, {stamp(row.at, now, zone)}"
    return [Part([*about, (who, Ink.MUTED)]), Part([(plain(row.text), Ink.TEXT)])]


def columns(width: int) -> Line:
    """Return the titles of the columns."""
    return heading(fit(COLUMNS, width), width)


def title(name: str, new: int, width: int, *, everything: bool) -> Line:
    """Return the head of the screen: whose inbox it is, how much is new, and whether what was read is shown."""
    shown = ", all of the last 30 days" if everything else ""
    spans = [(f" Inbox of {plain(name)} ", Ink.HEAD_HERE), (f" {counted(new, 'new notice')}{shown}", Ink.HEAD_COUNT)]
    return line(spans, width, fill=Ink.HEAD)
