"""What a timeline says in words: names on the left, its heads, and the task under the cursor below. Pure functions."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from prodtui.domain.rows_schedule import ScheduledRow
from prodtui.domain.scheduling.words import late_words, length_words, moment_words, reason_words
from prodtui.widgets.card_lines import priority_ink
from prodtui.widgets.signs import Signs
from prodtui.widgets.spans import Ink, Line, Span, cells, clip, line, plain, width_of
from prodtui.widgets.timeline_bars import Chart, bar_ink, late_ink
from prodtui.widgets.timeline_model import Entry, GroupHead, TimelineModel
from prodtui.widgets.timeline_scale import Unit
from prodtui.widgets.timeline_signs import BarSigns

#: A title keeps so many cells beside what else is said of a task.
_LEAST_TITLE = 12


def name_line(entry: Entry, width: int, signs: Signs, bars: BarSigns, marked: Collection[int] = ()) -> Line:
    """Return what stands left of a bar: priority, ref, title, and signs for blocked, pinned, guessed and critical.

    A task that is `marked` (ids) has the sign for that in place of its priority.
    """
    if isinstance(entry, GroupHead):
        late = f" {signs.between} {entry.late} late" if entry.late else ""
        tail = f" {entry.count}{late}"
        room = max(width - cells(tail) - 1, 0)
        return line([(f" {clip(plain(entry.title), room, signs.more)}", Ink.TEXT), (tail, Ink.BAND)], width, signs.more)
    marks = _marks(entry, signs, bars)
    room = max(width - width_of(marks) - (2 if marks else 1), 0)
    bar = signs.priority[entry.priority], priority_ink(entry.priority)
    edge = (signs.marked, Ink.MARK) if entry.id in marked else bar
    head: list[Span] = [edge, (f"{entry.ref} ", Ink.REF)]
    named = line([*head, (plain(entry.title), Ink.TEXT)], room, signs.more, fill=Ink.TEXT)
    gap = " " if marks else ""
    return line([*named, (gap, Ink.TEXT), *marks, (gap, Ink.TEXT)], width)


def _marks(row: ScheduledRow, signs: Signs, bars: BarSigns) -> list[Span]:
    marks = [(signs.blocked, Ink.WRONG)] if row.blocked is not None else []
    marks += [(bars.pinned, Ink.TEXT)] if row.pinned is not None else []
    marks += [(bars.guessed, Ink.MUTED)] if row.guessed else []
    return marks + ([(bars.mark, bar_ink(row))] if row.critical else [])


def heads_line(units: Sequence[Unit], width: int) -> Line:
    """Return the heads above the columns; that of now is marked."""
    spans = [(f"{clip(unit.title, unit.width, ''):<{unit.width}}", _head_ink(unit)) for unit in units]
    return line(spans, width, "", fill=Ink.HEAD)


def _head_ink(unit: Unit) -> Ink:
    return Ink.HEAD_HERE if unit.here else Ink.HEAD


def facts(model: TimelineModel, row: ScheduledRow, chart: Chart, width: int) -> list[Span]:
    """Return what a task is: ref, title, when, who, and whether it is late; the title gives way to the others."""
    now, zone, between = model.view.made_at, model.zone, f" {chart.signs.between} "
    ref, title, rest = f" {row.ref} ", plain(row.title), ""
    if row.starts is not None and row.ends is not None:
        rule = chart.signs.rule if chart.signs.rule == "-" else "–"
        start, end = (moment_words(at, now, zone) for at in (row.starts, row.ends))
        who = doers(model, row)
        rest = f"{between}{start} {rule} {end}" + (f"{between}{who}" if who else "")
    late = ""
    if row.late and row.due is not None:
        late = f"{between}due {moment_words(row.due, now, zone)}, {late_words(row.late)}"
    room = max(width - cells(ref) - cells(rest) - cells(late), _LEAST_TITLE)
    return [
        (ref, Ink.REF),
        (clip(title, room, chart.signs.more) + rest, Ink.TEXT),
        (late, late_ink(chart, row)),
    ]


def why(model: TimelineModel, row: ScheduledRow, chart: Chart) -> list[Span]:
    """Return why a task starts when it does, or has no place, and what else is to be known of it."""
    if row.problem is not None:
        return [(f" {plain(row.problem)}", Ink.WRONG)]
    now, zone = model.view.made_at, model.zone
    reason = reason_words(row.parts[0].reason, now, zone, own=row.ref) if row.parts else ""
    then = "starts then, " if reason.startswith("because") else "starts "
    notes = [f"{then}{plain(reason)}"] if reason else []
    if row.blocked is not None:
        notes.append(f"blocked: {plain(row.blocked)}")
    if row.due is not None and not row.late:
        notes.append(f"due {moment_words(row.due, now, zone)}")
    if row.slack is not None and row.slack > 0:
        notes.append(f"{length_words(row.slack)} slack")
    if row.critical:
        notes.append("critical: it decides when all is finished")
    if row.guessed:
        notes.append("nobody estimated it, so its length is a guess")
    notes += [f"waits for {', '.join(row.after)}"] if row.after else []
    followers = model.followers.get(row.ref, ())
    notes += [f"{', '.join(followers)} waits for it"] if len(followers) == 1 else []
    notes += [f"{len(followers)} tasks wait for it"] if len(followers) > 1 else []
    return [(f" {f' {chart.signs.between} '.join(notes)}", Ink.MUTED)]


def doers(model: TimelineModel, row: ScheduledRow) -> str:
    """Return who and what does a task, by name, in the order of its steps."""
    keys = dict.fromkeys(key for part in row.parts for key in (*part.person, *part.resources))
    return ", ".join(plain(model.lanes[key].name if key in model.lanes else key) for key in keys)
