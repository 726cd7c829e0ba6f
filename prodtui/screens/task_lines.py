"""A task as lines of inked text: fields, notes, chain, talk and history. Pure functions from rows to lines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from prodtui.domain.dates import human_age, human_distance, human_due, human_minutes, local
from prodtui.domain.enums import DependencyKind, InspectionState, IssueState, Priority, ServiceClass
from prodtui.domain.history import byline, sentence
from prodtui.domain.quality_text import how_far, not_begun
from prodtui.domain.rows import StepRow, TaskRow
from prodtui.domain.rows_board import CardRow
from prodtui.domain.rows_detail import ChainRow, TaskDetail, TaskSchedule
from prodtui.domain.scheduling.words import late_words, reason_words
from prodtui.screens.paragraphs import Part, Said, columns, pairs, paragraphs, section, shaped, talk
from prodtui.widgets.signs import UNICODE, Signs
from prodtui.widgets.spans import Ink, Line, Span, cells, line, plain

REF = 9


@dataclass(frozen=True, slots=True)
class TaskContext:
    """What a task is drawn with; names of people by login."""

    now: datetime
    tz: ZoneInfo
    steps: Mapping[str, StepRow] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    signs: Signs = UNICODE

    def step(self, key: str) -> str:
        """Return a step's name, its key when the step is gone."""
        return self.steps[key].name if key in self.steps else key

    def person(self, login: str) -> str:
        """Return a person's name, the login when nobody knows one."""
        return self.names.get(login, login)

    def moment(self, at: datetime) -> str:
        """Return an instant with its weekday: "Fri 2026-11-27 15:00", without the time at the end of the day."""
        there = at.astimezone(self.tz)
        text = f"{there:%a} {local(at, self.tz)}"
        return text[:-6] if (there.hour, there.minute) == (23, 59) else text


def detail_lines(detail: TaskDetail, context: TaskContext, width: int) -> list[Line]:
    """Return the whole detail view, each line exactly `width` cells."""
    task = detail.task
    lines = [_title(task, context, width), *_trouble(task, context, width)]
    left = [*section("what", _what(task, context)), *section("chain", _chain(detail, context))]
    right = [*section("when", _when(detail, context)), *section("work", _effort(detail, context))]
    right += section("checks", _checks(detail))
    right += section("issues", _issues(detail, context))
    lines += columns(left, right, width)
    return [*lines, *shaped(section("talk and history", _talk(detail, context)), width)]


def peek_lines(card: CardRow | TaskRow, context: TaskContext, width: int) -> list[Line]:
    """Return what a board says about a card beside it: the facts that a lane has no room for, and the notes."""
    facts: list[Part] = [
        Part([(plain(card.title), Ink.HEAD)]),
        Part([(f"{card.ref}  {context.step(card.step)}", Ink.MUTED)]),
        Part([("", Ink.TEXT)]),
    ]
    facts += (
        [Part([(plain(card.blocked_reason), Ink.WRONG)], f"{context.signs.blocked} ")] if card.blocked_reason else []
    )
    facts += pairs(
        ("who", ", ".join(context.person(login) for login in card.assignees)),
        ("due", _due(card, context)),
        ("waits for", ", ".join(card.waiting_for)),
        ("labels", " ".join(f"#{label}" for label in card.labels)),
        ("priority", "" if card.priority is Priority.NORMAL else card.priority.value),
        ("age", f"{human_age(card.started_at, context.now)} since it was started" if card.started_at else ""),
    )
    if card.notes:
        facts += [Part([("", Ink.TEXT)]), *paragraphs(card.notes)]
    return shaped(facts, width)


def _title(task: TaskRow, context: TaskContext, width: int) -> Line:
    right = f"{context.step(task.step)}"
    if task.finished_at is None and task.started_at is not None:
        right += f"  {context.signs.age} {human_age(task.started_at, context.now)}"
    elif task.finished_at is not None:
        right += f"  {context.signs.done}"
    head = [(f" {task.ref} ", Ink.HEAD_HERE)]
    room = width - cells(task.ref) - 2 - cells(right) - 2
    title = line([(plain(task.title), Ink.HEAD)], max(room, 0), fill=Ink.HEAD)
    return line([*head, *title, (f" {right} ", Ink.HEAD_COUNT)], width, fill=Ink.HEAD_COUNT)


def _trouble(task: TaskRow, context: TaskContext, width: int) -> list[Line]:
    parts: list[Part] = []
    if task.archived_at is not None:
        parts.append(Part([(f"archived {context.moment(task.archived_at)}", Ink.MUTED)], " "))
    if task.blocked_reason is not None:
        since = f" ({human_age(task.blocked_since, context.now)}" if task.blocked_since else " ("
        by = f", by {context.person(task.blocked_by)})" if task.blocked_by else ")"
        lead = f" {context.signs.blocked} "
        parts.append(Part([(plain(task.blocked_reason) + since + by, Ink.WRONG)], lead, Ink.WRONG))
    return shaped(parts, width)


def _what(task: TaskRow, context: TaskContext) -> Iterator[Part]:
    yield from paragraphs(task.notes) if task.notes else [Part([("No notes.", Ink.MUTED)])]
    quantity = "" if task.quantity is None else f"{task.quantity:g} {task.unit or ''}".strip()
    yield from pairs(
        ("who", ", ".join(context.person(login) for login in task.assignees) or "nobody yet"),
        ("labels", " ".join(f"#{label}" for label in task.labels)),
        ("product", " ".join(filter(None, (task.product, quantity)))),
        ("part of", task.parent or ""),
        ("external", task.external_key or ""),
    )


def _when(detail: TaskDetail, context: TaskContext) -> Iterator[Part]:
    task = detail.task
    committed = task.due_committed
    promised = f" (committed {context.moment(committed)})" if committed and committed != task.due else ""
    planned = [context.moment(at) for at in (task.planned_start, task.planned_finish) if at is not None]
    yield from pairs(
        ("due", _dated(task.due, context) + promised if task.due else "no date"),
        ("planned", " – ".join(planned)),
        ("pinned", context.moment(task.pinned_start) if task.pinned_start else ""),
        ("scheduled", _scheduled(detail.schedule, task.ref, context) if detail.schedule else ""),
        ("rests", context.moment(task.wait_until) if task.wait_until else ""),
        ("priority", task.priority.value),
        ("class", "" if task.service_class is ServiceClass.STANDARD else task.service_class.value),
        ("created", f"{context.moment(task.created_at)}, {context.person(task.created_by)}"),
        ("started", context.moment(task.started_at) if task.started_at else ""),
        ("finished", context.moment(task.finished_at) if task.finished_at else ""),
    )


def _scheduled(schedule: TaskSchedule, ref: str, context: TaskContext) -> str:
    """Return when the schedule works on a task, how late that is, and why it starts then."""
    if schedule.starts is None or schedule.ends is None or schedule.reason is None:
        return schedule.problem or ""
    late = f", {late_words(schedule.late)}" if schedule.late else ""
    why = reason_words(schedule.reason, context.now, context.tz, own=ref)
    return f"{context.moment(schedule.starts)} – {context.moment(schedule.ends)}{late}; starts then {why}"


def _effort(detail: TaskDetail, context: TaskContext) -> Iterator[Part]:
    task = detail.task
    if task.estimate_hours is not None or task.spent_hours:
        estimate, spent = task.estimate_hours, task.spent_hours
        left = None if estimate is None else max(estimate - spent, 0.0)
        words = [("estimate", estimate), ("spent", spent), ("left", left)]
        text = "   ".join(f"{name} {_hours(value)}" for name, value in words if value is not None)
        yield Part([(text, Ink.TEXT)])
    for child in detail.children:
        yield Part([_chain_state(child, context)], f"{child.ref:<{REF}}")


def _chain(detail: TaskDetail, context: TaskContext) -> Iterator[Part]:
    if not detail.predecessors and not detail.successors:
        return
    for row in detail.predecessors:
        yield _chain_row(row, context, "  ")
    yield Part([(plain(detail.task.title), Ink.REF)], f"{context.signs.drop} {detail.task.ref:<{REF}}", Ink.REF)
    for row in detail.successors:
        yield _chain_row(row, context, "  ")


def _chain_row(row: ChainRow, context: TaskContext, lead: str) -> Part:
    start = " (start to start)" if row.kind is DependencyKind.START_START else ""
    lag = f" +{row.lag_hours:g}h" if row.lag_hours else ""
    text, ink = _chain_state(row, context)
    return Part([(text, ink), (start + lag, Ink.MUTED)], f"{lead}{row.ref:<{REF}}")


def _chain_state(row: ChainRow, context: TaskContext) -> Span:
    state = context.signs.done if row.done else context.step(row.step)
    return f"{plain(row.title)}  {state}", Ink.MUTED if row.done else Ink.TEXT


def _checks(detail: TaskDetail) -> Iterator[Part]:
    for row in detail.checks:
        ink = Ink.MUTED if row.state is InspectionState.SIGNED else Ink.WRONG if row.failed else Ink.TEXT
        yield Part([(plain(row.name), Ink.TEXT), (f"  {how_far(row)}", ink)], f"{row.ref:<{REF}}", Ink.REF)
    for due in detail.checks_due:
        yield Part([(plain(due.name), Ink.TEXT), (f"  {not_begun(due)}", Ink.SOON)], " " * REF)


def _issues(detail: TaskDetail, context: TaskContext) -> Iterator[Part]:
    for mark in detail.issues:
        shut = mark.state is IssueState.CLOSED
        title: Span = (plain(mark.title), Ink.MUTED if shut else Ink.TEXT)
        yield Part([title, (f"  {mark.severity}, {mark.state}", Ink.MUTED)], f"{mark.ref:<{REF}}", Ink.REF)


def _talk(detail: TaskDetail, context: TaskContext) -> list[Part]:
    """Return comments, work and changes in the order in which they happened."""
    told: list[Said] = [(row.at, row.author, paragraphs(row.text)) for row in detail.comments]
    for work in detail.work:
        text = f"logged {human_minutes(work.minutes)}" + (f": {plain(work.note)}" if work.note else "")
        told.append((work.at, work.person, [Part([(text, Ink.MUTED)])]))
    for event in detail.events:
        if event.kind in ("comment", "work"):
            continue
        told.append((event.at, byline(event), [Part([(plain(sentence(event, context.tz)), Ink.MUTED)])]))
    return talk(told, context.now, context.tz)


def _due(task: TaskRow | CardRow, context: TaskContext) -> str:
    return human_due(task.due, context.now, context.tz) if task.due else ""


def _dated(due: datetime, context: TaskContext) -> str:
    return f"{context.moment(due)}, {human_distance(due, context.now, context.tz)}"


def _hours(hours: float) -> str:
    return human_minutes(round(hours * 60)) if hours else "0"
