"""A task as lines of inked text: fields, notes, chain, talk and history. Pure functions from rows to lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import zip_longest
from zoneinfo import ZoneInfo

from rich.cells import chop_cells

from prodtui.domain.dates import human_age, human_due, human_minutes, local
from prodtui.domain.enums import DependencyKind, Priority, ServiceClass
from prodtui.domain.history import byline, sentence
from prodtui.domain.rows import CardRow, ChainRow, StepRow, TaskDetail, TaskRow
from prodtui.widgets.signs import UNICODE, Signs
from prodtui.widgets.spans import Ink, Line, Span, cells, line, plain

TWO_COLUMNS = 72
LABEL = 10
REF = 9
WHEN = 12


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
    left = [*_section("what", _what(task, context)), *_section("chain", _chain(detail, context))]
    right = [*_section("when", _when(task, context)), *_section("work", _effort(detail, context))]
    if width >= TWO_COLUMNS:
        half = width // 2
        pairs = zip_longest(_shaped(left, half - 1), _shaped(right, width - half), fillvalue=None)
        lines += [_beside(a, b, half, width) for a, b in pairs]
    else:
        lines += _shaped([*left, *right], width)
    talk = _section("talk and history", _talk(detail, context))
    return [*lines, *_shaped(talk, width)]


def peek_lines(card: CardRow, context: TaskContext, width: int) -> list[Line]:
    """Return what a board says about a card beside it: the facts that a lane has no room for, and the notes."""
    facts: list[_Part] = [
        _Part([(plain(card.title), Ink.HEAD)]),
        _Part([(f"{card.ref}  {context.step(card.step)}", Ink.MUTED)]),
        _Part([("", Ink.TEXT)]),
    ]
    facts += (
        [_Part([(plain(card.blocked_reason), Ink.WRONG)], f"{context.signs.blocked} ")] if card.blocked_reason else []
    )
    facts += _pairs(
        ("who", ", ".join(context.person(login) for login in card.assignees)),
        ("due", _due(card, context)),
        ("waits for", ", ".join(card.waiting_for)),
        ("labels", " ".join(f"#{label}" for label in card.labels)),
        ("priority", "" if card.priority is Priority.NORMAL else card.priority.value),
        ("age", f"{human_age(card.started_at, context.now)} since it was started" if card.started_at else ""),
    )
    if card.notes:
        facts += [_Part([("", Ink.TEXT)]), *_paragraphs(card.notes)]
    return _shaped(facts, width)


@dataclass(frozen=True, slots=True)
class _Part:
    """One paragraph: its spans, wrapped behind `lead`; `rule` draws the rest of the line as a section heading."""

    spans: list[Span]
    lead: str = ""
    lead_ink: Ink = Ink.MUTED
    rule: bool = False


def _section(name: str, parts: Iterable[_Part]) -> list[_Part]:
    found = list(parts)
    return [_Part([(f"─ {name} ", Ink.BAND)], rule=True), *found] if found else []


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
    parts: list[_Part] = []
    if task.archived_at is not None:
        parts.append(_Part([(f"archived {context.moment(task.archived_at)}", Ink.MUTED)], " "))
    if task.blocked_reason is not None:
        since = f" ({human_age(task.blocked_since, context.now)}" if task.blocked_since else " ("
        by = f", by {context.person(task.blocked_by)})" if task.blocked_by else ")"
        lead = f" {context.signs.blocked} "
        parts.append(_Part([(plain(task.blocked_reason) + since + by, Ink.WRONG)], lead, Ink.WRONG))
    return _shaped(parts, width)


def _what(task: TaskRow, context: TaskContext) -> Iterator[_Part]:
    yield from _paragraphs(task.notes) if task.notes else [_Part([("No notes.", Ink.MUTED)])]
    quantity = "" if task.quantity is None else f"{task.quantity:g} {task.unit or ''}".strip()
    yield from _pairs(
        ("who", ", ".join(context.person(login) for login in task.assignees) or "nobody yet"),
        ("labels", " ".join(f"#{label}" for label in task.labels)),
        ("product", " ".join(filter(None, (task.product, quantity)))),
        ("part of", task.parent or ""),
        ("external", task.external_key or ""),
    )


def _when(task: TaskRow, context: TaskContext) -> Iterator[_Part]:
    committed = task.due_committed
    promised = f" (committed {context.moment(committed)})" if committed and committed != task.due else ""
    planned = [context.moment(at) for at in (task.planned_start, task.planned_finish) if at is not None]
    yield from _pairs(
        ("due", f"{context.moment(task.due)}, {_due(task, context)}{promised}" if task.due else "no date"),
        ("planned", " – ".join(planned)),
        ("rests", context.moment(task.wait_until) if task.wait_until else ""),
        ("priority", task.priority.value),
        ("class", "" if task.service_class is ServiceClass.STANDARD else task.service_class.value),
        ("created", f"{context.moment(task.created_at)}, {context.person(task.created_by)}"),
        ("started", context.moment(task.started_at) if task.started_at else ""),
        ("finished", context.moment(task.finished_at) if task.finished_at else ""),
    )


def _effort(detail: TaskDetail, context: TaskContext) -> Iterator[_Part]:
    task = detail.task
    if task.estimate_hours is not None or task.spent_hours:
        estimate, spent = task.estimate_hours, task.spent_hours
        left = None if estimate is None else max(estimate - spent, 0.0)
        words = [("estimate", estimate), ("spent", spent), ("left", left)]
        text = "   ".join(f"{name} {_hours(value)}" for name, value in words if value is not None)
        yield _Part([(text, Ink.TEXT)])
    for child in detail.children:
        yield _Part([_chain_state(child, context)], f"{child.ref:<{REF}}")


def _chain(detail: TaskDetail, context: TaskContext) -> Iterator[_Part]:
    if not detail.predecessors and not detail.successors:
        return
    for row in detail.predecessors:
        yield _chain_row(row, context, "  ")
    yield _Part([(plain(detail.task.title), Ink.REF)], f"{context.signs.drop} {detail.task.ref:<{REF}}", Ink.REF)
    for row in detail.successors:
        yield _chain_row(row, context, "  ")


def _chain_row(row: ChainRow, context: TaskContext, lead: str) -> _Part:
    start = " (start to start)" if row.kind is DependencyKind.START_START else ""
    lag = f" +{row.lag_hours:g}h" if row.lag_hours else ""
    text, ink = _chain_state(row, context)
    return _Part([(text, ink), (start + lag, Ink.MUTED)], f"{lead}{row.ref:<{REF}}")


def _chain_state(row: ChainRow, context: TaskContext) -> Span:
    state = context.signs.done if row.done else context.step(row.step)
    return f"{plain(row.title)}  {state}", Ink.MUTED if row.done else Ink.TEXT


def _talk(detail: TaskDetail, context: TaskContext) -> Iterator[_Part]:
    """Yield comments, work and changes in the order in which they happened."""
    told: list[tuple[datetime, str, list[_Part]]] = [
        (row.at, row.author, _paragraphs(row.text)) for row in detail.comments
    ]
    for work in detail.work:
        text = f"logged {human_minutes(work.minutes)}" + (f": {plain(work.note)}" if work.note else "")
        told.append((work.at, work.person, [_Part([(text, Ink.MUTED)])]))
    for event in detail.events:
        if event.kind in ("comment", "work"):
            continue
        told.append((event.at, byline(event), [_Part([(plain(sentence(event, context.tz)), Ink.MUTED)])]))
    for at, who, parts in sorted(told, key=lambda entry: entry[0]):
        for index, part in enumerate(parts):
            lead = f"{_stamp(at, context):<{WHEN}} {plain(who)[:8]:<8} " if index == 0 else " " * (WHEN + 10)
            yield _Part(part.spans, lead)


def _stamp(at: datetime, context: TaskContext) -> str:
    there = at.astimezone(context.tz)
    if context.now - at < timedelta(days=6):
        return f"{there:%a %H:%M}"
    return f"{there:%d %b %H:%M}" if there.year == context.now.astimezone(context.tz).year else f"{there:%d %b %Y}"


def _due(task: TaskRow | CardRow, context: TaskContext) -> str:
    return human_due(task.due, context.now, context.tz) if task.due else ""


def _hours(hours: float) -> str:
    return human_minutes(round(hours * 60)) if hours else "0"


def _pairs(*pairs: tuple[str, str]) -> list[_Part]:
    return [_Part([(plain(text), Ink.TEXT)], f"{label:<{LABEL}}") for label, text in pairs if text]


def _paragraphs(text: str) -> list[_Part]:
    return [_Part([(plain(each), Ink.TEXT)]) for each in text.replace("\t", "    ").split("\n")]


def _shaped(parts: Sequence[_Part], width: int) -> list[Line]:
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


def _beside(left: Line | None, right: Line | None, half: int, width: int) -> Line:
    blank: Line = ()
    return line([*line(left or blank, half), *line(right or blank, width - half)], width)
