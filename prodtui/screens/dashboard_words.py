"""The dashboard in words: what is looked at and how it is counted, and what stands there when there is nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from prodtui.domain.chart_scale import span_words
from prodtui.domain.enums import DayCount, Reentry, TimeKind
from prodtui.domain.flow.conventions import Conventions
from prodtui.screens.dashboard_log import DashboardLog
from prodtui.screens.sentences import of_count
from prodtui.widgets.sheet import SheetLine, Zone
from prodtui.widgets.signs import Signs
from prodtui.widgets.spans import Ink, Span, cells, line, plain

#: The charts in the order in which they are worth their place.
CHARTS = ("flow", "cycle", "ageing", "issues", "throughput", "control", "histogram", "steps")
WINDOWS = (("7d", "7 days"), ("14d", "14 days"), ("30d", "30 days"), ("90d", "90 days"), ("365d", "a year"))
READING = ("Reading the figures…",)


def about_line(log: DashboardLog, signs: Signs, width: int) -> SheetLine:
    """Return what is looked at as one line; each part of it is a zone named as the action that changes it."""
    wish = log.wish
    tried = "tried: " if wish.conventions is not None else ""
    parts: list[tuple[str, Ink, str]] = [(window_words(log.page.first, log.page.last, wish.window), Ink.HERE, "window")]
    if wish.as_of is not None:
        parts.append((f"as of {wish.as_of}", Ink.SOON, "past_day"))
    parts.append((plain(wish.text), Ink.SOON, "filter") if wish.text else ("all tasks", Ink.MUTED, "filter"))
    how = f"{tried}{counted_words(log.conventions)}"
    parts.append((how, Ink.SOON if tried else Ink.MUTED, "conventions"))
    spans: list[Span] = []
    zones: list[Zone] = []
    x = 0
    for text, ink, action in parts:
        lead = f" {signs.between} " if spans else " "
        spans += [(lead, Ink.MUTED), (text, ink)]
        zones.append(Zone(x + cells(lead), cells(text), action))
        x += cells(lead) + cells(text)
    return SheetLine(line(spans, width, signs.more), tuple(zones))


def window_words(first: date, last: date, asked: str) -> str:
    """Return a window with its days: 29 Oct to 27 Nov 2026, 30 days."""
    length = dict(WINDOWS).get(asked) or of_count((last - first).days + 1, "day")
    return f"{span_words(first, last)}, {length}"


def counted_words(how: Conventions) -> str:
    """Return conventions in few words."""
    days = "elapsed" if how.days is DayCount.ELAPSED else "both days count"
    return f"{how.entry} entry, {how.time} time, {days}"


def other_way(how: Conventions) -> dict[str, tuple[Conventions, str, str]]:
    """Return by name what each convention would be otherwise: all of them then, what it is about, and its words."""
    entry = Reentry.FIRST if how.entry is Reentry.LAST else Reentry.LAST
    days = DayCount.INCLUSIVE if how.days is DayCount.ELAPSED else DayCount.ELAPSED
    time = TimeKind.WORKING if how.time is TimeKind.CALENDAR else TimeKind.CALENDAR
    both = "last day - first day + 1" if days is DayCount.INCLUSIVE else "the time that passed"
    return {
        "entry": (Conventions(entry, how.days, how.time), "the start after a move back", f"the {entry} entry"),
        "days": (Conventions(how.entry, days, how.time), "days", both),
        "time": (Conventions(how.entry, how.days, time), "time", f"{time} time"),
    }


def elsewhere_words(log: DashboardLog) -> str:
    """Return when something was finished, where nothing was in the window; "" where something was, or never."""
    if log.nearest is None:
        return ""
    side = "last" if log.nearest < log.page.first else "next"
    return f"Nothing was finished in this window; the {side} finish was on {log.nearest:%a} {log.nearest}."


def nothing_words(log: DashboardLog, key_of_filter: str, key_of_window: str) -> Sequence[str]:
    """Return what stands in place of figures that rest on no task at all, and how to go on."""
    if log.wish.text:
        return (
            f"No task matches {plain(log.wish.text)}.",
            "",
            f"esc  shows all tasks again   {key_of_filter}  changes the filter",
        )
    if log.last_event and log.board.id and _has_past(log):
        return ("No task was on the board in this window.", "", f"{key_of_window}  chooses other days")
    return (
        "Nothing has happened on this board yet, so there is nothing to measure.",
        "",
        "Figures come by themselves out of what is done elsewhere:",
        "2  cards that are added, started and finished: throughput, times, work in progress",
        "3  due dates and a schedule: on-time delivery, schedule adherence",
        "4  checks that are answered: first-pass yield",
        "5  issues that are raised: open issues and their Pareto",
        ":  import csv FILE brings in what was done before",
    )


def _has_past(log: DashboardLog) -> bool:
    """Tell whether the window is what keeps tasks out of sight: it ends before today, or a past day is shown."""
    return log.wish.as_of is not None or log.page.last < log.page.at.date()
