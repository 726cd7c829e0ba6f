"""A board as Markdown: a table for each step, in which text from people is never markup."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import tzinfo
from typing import TextIO

from prodtui.domain.rows import BoardRow, StepRow, TaskRow

#: What Markdown, HTML and the addresses that some readers make into links need; a table has no markup of lines.
_MARKUP = re.compile(r"[\\`*_\[\]<>|~&#$@]|:(?=//)|(?<=www)\.", re.IGNORECASE)
_SPACE = re.compile(r"\s+")
_HEADER = ("Ref", "Title", "Priority", "Who", "Due", "Labels", "State")


def write_markdown(
    board: BoardRow, steps: Sequence[StepRow], rows: Iterable[TaskRow], zone: tzinfo, out: TextIO
) -> None:
    """Write a board with the tasks of each step in a table; dates are days on the clock of `zone`."""
    lanes: dict[str, list[TaskRow]] = {step.key: [] for step in steps}
    for row in rows:
        lanes.setdefault(row.step, []).append(row)
    named = {step.key: step for step in steps}
    out.write(f"# {plain(board.name)} ({board.key})\n")
    for key, tasks in lanes.items():
        step = named.get(key)
        limit = f" of {step.wip_limit}" if step is not None and step.wip_limit is not None else ""
        out.write(f"\n## {plain(step.name if step else key)} ({len(tasks)}{limit})\n\n")
        if not tasks:
            out.write("Nothing here.\n")
            continue
        out.write(_line(_HEADER) + _line(("---",) * len(_HEADER)))
        for task in tasks:
            out.write(_line(_cells(task, zone)))


def plain(text: str) -> str:
    """Return text of one line in which nothing is markup: marks of Markdown and HTML are escaped."""
    return _MARKUP.sub(r"\\\g<0>", _SPACE.sub(" ", text).strip())


def _cells(task: TaskRow, zone: tzinfo) -> tuple[str, ...]:
    due = f"{task.due.astimezone(zone):%Y-%m-%d}" if task.due else ""
    people, labels = ", ".join(map(plain, task.assignees)), ", ".join(map(plain, task.labels))
    return task.ref, plain(task.title), task.priority.value, people, due, labels, _state(task)


def _state(task: TaskRow) -> str:
    states = []
    if task.archived_at is not None:
        states.append("archived")
    if task.blocked_reason is not None:
        states.append(f"blocked: {plain(task.blocked_reason)}")
    if task.waiting_for:
        states.append(f"waits for {', '.join(task.waiting_for)}")
    return ", ".join(states)


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |\n"
