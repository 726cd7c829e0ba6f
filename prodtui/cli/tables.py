"""Rows as tables and texts for people: the one place that says which fields show and how a value reads."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import fields
from datetime import datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from prodtui.cli.result import Result, Table, plain_cell
from prodtui.domain.board_words import nothing_open
from prodtui.domain.codec import to_dict, to_json
from prodtui.domain.dates import human_age, human_distance, human_due, human_minutes, local
from prodtui.domain.rows import StepRow, TaskRow
from prodtui.errors import ExitCode

if TYPE_CHECKING:
    from prodtui.domain.rows_board import BoardSnapshot, CardRow
    from prodtui.domain.rows_detail import ChainRow, CommentRow, TaskDetail
    from prodtui.domain.rows_event import EventRow
    from prodtui.domain.rows_issues import IssueCommentRow

Special = Mapping[str, Callable[[Any], str]]
TASK_FIELDS = tuple(field.name for field in fields(TaskRow))
TASK_SHOWN = ("ref", "title", "step", "priority", "assignees", "due", "state")


def listing(rows: Sequence[Any], shown: Sequence[str], zone: ZoneInfo, *, none: str, identity: str) -> Result:
    """Return rows of one dataclass as a result; `-q` prints the field `identity`, and no row at all says `none`."""
    if not rows:
        return nothing(none)
    table = Table(rows, names_of(type(rows[0])), tuple(shown), to_dict, cells_in(zone, {}))
    quiet = tuple(str(getattr(row, identity)) for row in rows)
    return Result(table=table, quiet=quiet)


def tabled(table: Table, *, none: str, quiet: tuple[str, ...]) -> Result:
    """Return a table as a result, `quiet` for `-q`; one without rows says `none`."""
    return Result(table=table, quiet=quiet) if table.rows else nothing(none)


def names_of(cls: type) -> tuple[str, ...]:
    """Return the fields of a row class, in their order."""
    return tuple(field.name for field in fields(cls))


def nothing(sentence: str) -> Result:
    """Return the answer of a question to which nothing was found."""
    return Result(data=[], talk=(sentence,), code=ExitCode.NOT_FOUND)


def task_table(rows: Sequence[TaskRow], now: datetime, zone: ZoneInfo) -> Table:
    """Return tasks as a table; text shows `state` besides, which is no field."""
    special: Special = {
        "due": lambda row: human_due(row.due, now, zone) if row.due and not row.finished_at else "",
        "state": lambda row: task_state(row, now),
    }
    return Table(rows, TASK_FIELDS, TASK_SHOWN, to_dict, cells_in(zone, special))


def task_state(row: TaskRow | CardRow, now: datetime) -> str:
    """Return the one thing about a task that matters most, as a few words."""
    if row.archived_at:
        return "archived"
    if row.blocked_reason is not None:
        return f"blocked: {row.blocked_reason}"
    if row.finished_at:
        return "done"
    if row.waiting_for:
        return f"waits for {', '.join(row.waiting_for)}"
    if row.started_at:
        return f"started {human_age(row.started_at, now)} ago"
    return ""


def cells_in(zone: ZoneInfo, special: Special) -> Callable[[Any, str], str]:
    """Return how a field of a row reads: local times, lists with commas."""

    def cell(row: Any, name: str) -> str:
        if name in special:
            return special[name](row)
        value = getattr(row, name)
        return local(value, zone) if isinstance(value, datetime) else plain_cell(to_json(value))

    return cell


def task_text(detail: TaskDetail, now: datetime, zone: ZoneInfo) -> list[str]:
    """Return a task with all that belongs to it as lines."""
    task = detail.task
    lines = [f"{task.ref} {task.title}", *_facts(task, now, zone), *_plan(detail), *_schedule(detail, now, zone)]
    if task.notes:
        lines += ["", *task.notes.split("\n")]
    lines += _chain("Waits for", detail.predecessors) + _chain("Then", detail.successors)
    lines += _chain("Parts", detail.children)
    lines += _checks(detail)
    if detail.issues:
        lines += [
            "",
            "Issues",
            *(f"  {each.ref} {each.title} ({each.severity}, {each.state})" for each in detail.issues),
        ]
    lines += comment_lines(detail.comments, zone)
    if detail.work:
        lines += ["", f"Time {human_minutes(sum(each.minutes for each in detail.work))}"]
        lines += [
            f"  {local(each.at, zone)} {each.person} {human_minutes(each.minutes)} {each.note}".rstrip()
            for each in detail.work
        ]
    return [*lines, *history_lines(detail.events, zone)]


def comment_lines(comments: Sequence[CommentRow | IssueCommentRow], zone: ZoneInfo) -> list[str]:
    """Return what was said as lines under a heading, none when nothing was said."""
    lines = ["", "Comments"] if comments else []
    for comment in comments:
        first, *more = comment.text.split("\n")
        lines += [f"  {local(comment.at, zone)} {comment.author}: {first}", *(f"    {line}" for line in more)]
    return lines


def history_lines(events: Sequence[EventRow], zone: ZoneInfo) -> list[str]:
    """Return what happened as lines under a heading, oldest first."""
    from prodtui.domain.history import byline, sentence

    told = (f"{byline(event)} {sentence(event, zone)}" for event in events)
    moments = (local(event.at, zone) for event in events)
    lines = (f"  {at} {' '.join(text.split())}" for at, text in zip(moments, told, strict=True))
    return ["", "History", *lines]


def _plan(detail: TaskDetail) -> list[str]:
    """Return where a task comes from in the plan and what came out of it."""
    if (plan := detail.plan) is None:
        return []
    line = f"{plan.plan_line}{f' for {plan.demand}' if plan.demand else ''}" if plan.plan_line else ""
    amounts = ((plan.good, "good"), (plan.scrap, "scrap"), (plan.rework, "rework"))
    output = ", ".join(f"{plain_cell(value)} {name}" for value, name in amounts if value is not None)
    return [f"  {name:<11} {value}" for name, value in (("plan", line), ("output", output)) if value]


def _schedule(detail: TaskDetail, now: datetime, zone: ZoneInfo) -> list[str]:
    """Return when the schedule works on a task, who, how late that is and why it starts then."""
    from prodtui.domain.scheduling.words import late_words, reason_words

    if (found := detail.schedule) is None:
        return []
    if found.problem is not None or found.reason is None:
        return [f"  {'scheduled':<11} {found.problem}"]
    people = f", {', '.join(found.who)}" if found.who else ""
    late = f", {late_words(found.late)}" if found.late else ""
    why = reason_words(found.reason, now, zone, own=detail.task.ref)
    return [
        f"  {'scheduled':<11} {_span(found.starts, found.ends, zone)}{people}{late}",
        f"  {'':<11} starts then {why}",
    ]


def _checks(detail: TaskDetail) -> list[str]:
    from prodtui.domain.quality_text import how_far, not_begun

    rows = [f"  {each.ref} {each.name}: {how_far(each)}" for each in detail.checks]
    rows += [f"  {each.name}: {not_begun(each)}" for each in detail.checks_due]
    return ["", "Checks", *rows] if rows else []


def board_text(shot: BoardSnapshot, now: datetime, zone: ZoneInfo) -> list[str]:
    """Return a board as lines, lane below lane."""
    lines = [f"{shot.board.key} {shot.board.name}{' (archived)' if shot.board.archived_at else ''}"]
    for step in shot.steps:
        cards = [card for card in shot.cards if card.step == step.key]
        expedited = sum(card.service_class == "expedite" for card in cards)
        lines += ["", lane_title(step, len(cards), expedited)]
        width = max((len(card.ref) for card in cards), default=0)
        lines += [f"  {card.ref:<{width}}  {_card(card, now, zone)}" for card in cards]
    return lines if shot.ended is None else [*lines, "", " ".join(nothing_open(shot.ended, zone))]


def lane_title(step: StepRow, count: int, expedited: int = 0) -> str:
    """Return the head of a lane: its name, how many stand there, and a sign when the limit is reached.

    The limit does not count those that are `expedited`.
    """
    if step.wip_limit is None:
        return f"{step.name} {count}"
    counted, more = count - expedited, f" +{expedited}" if expedited else ""
    return f"{step.name} {counted}/{step.wip_limit}{more}{' ^' if counted >= step.wip_limit else ''}"


def _card(card: CardRow, now: datetime, zone: ZoneInfo) -> str:
    marks = [
        "" if card.priority == "normal" else card.priority.value,
        "" if card.service_class == "standard" else card.service_class.value,
        " ".join(f"@{login}" for login in card.assignees),
        " ".join(f"#{label}" for label in card.labels),
        f"due {human_due(card.due, now, zone)}" if card.due and not card.finished_at else "",
        task_state(card, now),
    ]
    return "  ".join(part for part in (card.title, *marks) if part)


def _facts(task: TaskRow, now: datetime, zone: ZoneInfo) -> list[str]:
    due = ""
    if task.due:
        due = f"{local(task.due, zone)} ({human_distance(task.due, now, zone)})"
        if task.due_committed and task.due_committed != task.due:
            due += f", first promised {local(task.due_committed, zone)}"
    quantity = "" if task.quantity is None else f"{plain_cell(task.quantity)} {task.unit or ''}".strip()
    pairs = (
        ("step", f"{task.step} since {local(task.entered_at, zone)}"),
        ("state", task_state(task, now)),
        ("priority", task.priority.value),
        ("class", "" if task.service_class == "standard" else task.service_class.value),
        ("who", ", ".join(task.assignees)),
        ("labels", ", ".join(task.labels)),
        ("due", due),
        ("waits until", local(task.wait_until, zone) if task.wait_until else ""),
        ("planned", _span(task.planned_start, task.planned_finish, zone)),
        ("pinned", local(task.pinned_start, zone) if task.pinned_start else ""),
        ("sequence", "" if task.sequence is None else str(task.sequence)),
        ("product", " ".join(part for part in (quantity, task.product or "") if part)),
        ("estimate", _hours(task.estimate_hours)),
        ("spent", _hours(task.spent_hours or None)),
        ("parent", task.parent or ""),
        ("key", task.external_key or ""),
        ("created", f"{local(task.created_at, zone)} by {task.created_by}"),
        ("started", local(task.started_at, zone) if task.started_at else ""),
        ("finished", local(task.finished_at, zone) if task.finished_at else ""),
    )
    return [f"  {name:<11} {value}" for name, value in pairs if value]


def _span(start: datetime | None, finish: datetime | None, zone: ZoneInfo) -> str:
    if start is None and finish is None:
        return ""
    return " to ".join(local(each, zone) if each else "open" for each in (start, finish))


def _hours(hours: float | None) -> str:
    return "" if hours is None else human_minutes(round(hours * 60))


def _chain(title: str, chain: Iterable[ChainRow]) -> list[str]:
    rows = []
    for each in chain:
        kind = "" if each.kind == "finish-start" else f", {each.kind.value}"
        lag = f", {plain_cell(each.lag_hours)} h later" if each.lag_hours else ""
        rows.append(f"  {each.ref} {each.title} ({'done' if each.done else each.step}{kind}{lag})")
    return ["", title, *rows] if rows else []
