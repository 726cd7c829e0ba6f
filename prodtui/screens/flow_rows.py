"""The tasks that stand in a step as rows of a list. Pure functions."""

from __future__ import annotations

from collections.abc import Mapping

from prodtui.domain.rows_flow import StepTask
from prodtui.widgets.columns import Column, fit, heading, row_line
from prodtui.widgets.flow_words import stay
from prodtui.widgets.signs import Signs
from prodtui.widgets.spans import Ink, Line, Span, cells, clip, plain

_COLUMNS = (
    Column("sign", "", 2, 95),
    Column("ref", "Ref", 9, 90),
    Column("title", "Stands here", 12, wide=True),
    Column("who", "Who", 12, 40),
    Column("since", "For", 9, 80, right=True),
)


def step_task_head(width: int) -> Line:
    """Return the titles above the tasks."""
    return heading(fit(_COLUMNS, width), width)


def step_task_line(
    row: StepTask, width: int, signs: Signs, names: Mapping[str, str], most: float | None, *, working: bool
) -> Line:
    """Return a task as a line: blocked beats old, and old is what stays longer than 85 % (`most`, hours) did."""
    old = most is not None and row.hours > most
    sign: Span = (signs.blocked, Ink.WRONG) if row.blocked else (f" {signs.past_most}" if old else "", Ink.SOON)
    placed = fit(_COLUMNS, width)
    room = next(each.width for each in placed if each.column.wide)
    title = plain(row.title)
    reason: list[Span] = []
    if row.blocked:
        # half of the cells are kept for why it does not go on
        title = clip(title, max(room // 2, room - cells(plain(row.blocked)) - 2), signs.more)
        reason = [(f"  {plain(row.blocked)}", Ink.WRONG)]
    people = ", ".join(plain(names.get(login, login)) for login in row.who)
    age = f"{stay(row.hours, working=working)}{' ' + signs.past_most if old else ''}"
    texts: dict[str, list[Span]] = {
        "sign": [sign],
        "ref": [(row.ref, Ink.REF)],
        "title": [(title, Ink.TEXT), *reason],
        "who": [(people or signs.nobody, Ink.TEXT if people else Ink.MUTED)],
        "since": [(age, Ink.SOON if old else Ink.MUTED)],
    }
    return row_line(texts, placed, width, signs.more)
