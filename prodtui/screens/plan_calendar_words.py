"""A month of the board's calendar in words: what stands in each day, and all there is to say about one. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from prodtui.domain.planning.periods import amount_text
from prodtui.domain.rows import BoardSettings
from prodtui.domain.rows_planning import AbsenceRow
from prodtui.domain.rows_supply import CalendarDay, CalendarMonth
from prodtui.domain.weeks import spans_text, week_text
from prodtui.screens.paragraphs import Part, pairs, section
from prodtui.widgets.month import DayBox
from prodtui.widgets.spans import Ink, Line, plain


def boxes(month: CalendarMonth) -> list[DayBox]:
    """Return the days of a month as they are drawn."""
    return [
        DayBox(day.day, f"{amount_text(day.hours)} h" if day.spans else "off", day.name, not day.spans, day.away)
        for day in month.days
    ]


def month_title(month: CalendarMonth) -> Line:
    """Return which month it is, how many hours it has, and whose holidays are kept."""
    where = "-".join(part for part in (month.country, month.subdivision) if part)
    hours = amount_text(sum(day.hours for day in month.days))
    holidays = f"holidays of {where}" if where else "no country's holidays"
    return (f"{month.first:%B %Y}", Ink.HERE), (f"  {hours} h, {holidays}", Ink.MUTED)


def day_line(day: CalendarDay, names: Mapping[str, str]) -> str:
    """Return a day as one sentence: "Thu 2026-12-24: 08:00-12:00, 4 h. Christmas Eve. Away: Bo Berg"."""
    hours = f"{spans_text(day.spans)}, {amount_text(day.hours)} h" if day.spans else "nobody works"
    parts = [f"{day.day:%a} {day.day}: {hours}"]
    parts += [plain(day.name)] if day.name else []
    parts += [f"Away: {', '.join(plain(names.get(who, who)) for who in day.away)}"] if day.away else []
    return ". ".join(parts)


def absences_on(month: CalendarMonth, day: date) -> tuple[AbsenceRow, ...]:
    """Return the absences that a day lies in."""
    return tuple(row for row in month.absences if row.starts <= day <= row.ends)


def absence_text(row: AbsenceRow, names: Mapping[str, str]) -> str:
    """Return an absence as one line: "Bo Berg, 2026-12-21 to 2027-01-03: holiday"."""
    who = row.person or row.resource or ""
    days = f"{row.starts}" if row.starts == row.ends else f"{row.starts} to {row.ends}"
    reason = f": {plain(row.reason)}" if row.reason else ""
    return f"{plain(names.get(who, who))}, {days}{reason}"


def day_parts(
    day: CalendarDay, settings: BoardSettings, absences: Sequence[AbsenceRow], names: Mapping[str, str]
) -> list[Part]:
    """Return all there is to say about a day."""
    exception = any(each.day == day.day for each in settings.exceptions)
    why = f"{day.name}{', an exception of this board' if exception else ''}" if day.name else "as every week"
    return [
        *pairs(
            ("hours", f"{spans_text(day.spans)} ({amount_text(day.hours)} h)" if day.spans else "nobody works"),
            ("why", why),
            ("the week", week_text(settings.workweek)),
        ),
        *section(
            "away",
            [Part([(absence_text(row, names), Ink.TEXT)], f"  {row.ref:<9}", Ink.REF) for row in absences]
            or [Part([("nobody", Ink.MUTED)], "  ")],
        ),
    ]


def day_words(day: CalendarDay, names: Mapping[str, str]) -> str:
    """Return the text of a day in which words are looked for."""
    return f"{day.day} {day.day:%A} {day.name} {' '.join(f'{who} {names.get(who, who)}' for who in day.away)}"
