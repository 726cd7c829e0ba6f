"""What the timeline says in dialogs: what a change moves, what to do first, which days and estimates are meant."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from prodtui.domain.rows_schedule import ScheduleChange, ScheduleMove
from prodtui.errors import Rejected
from prodtui.screens.timeline_desk import estimate_after, read_days
from prodtui.screens.timeline_texts import advice, change_text
from tests.helpers.floors import NOW, ZONE, a_floor, at, away, made, rows, work


def a_move(ref: str, before: str, after: str, *, was: int = 0, late: int = 0) -> ScheduleMove:
    start, end = at(before), at(after)
    return ScheduleMove(ref, f"Task [{ref}]", None, start, end, start, end, was, late)


def a_change(*moves: ScheduleMove, ends: datetime | None = None) -> ScheduleChange:
    last = at("12-4 12:00")
    return ScheduleChange(None, 2, 1, 0.0, 0.0, last, ends or last, 1, moves)


def test_what_becomes_late_comes_before_what_only_moves() -> None:
    change = a_change(
        a_move("OPS-1", "11-27 9:00", "11-30 9:00"),
        a_move("OPS-2", "11-27 9:00", "12-7 9:00", late=120),
        a_move("OPS-3", "11-30 9:00", "11-27 9:00", was=240),
        a_move("OPS-4", "11-30 9:00", "11-27 9:00", was=240, late=60),
        a_move("OPS-5", "11-27 9:00", "11-27 13:00"),
    )
    text = change_text(change, ZONE, NOW, first="OPS-5").plain.splitlines()
    assert text == [
        "2 → 1 task late, all done by Fri 4 Dec 12:00.",
        "OPS-5 Task [OPS-5]: Fri 9:00 → Fri 13:00",
        "",
        "Late then: 1 task",
        "OPS-2 Task [OPS-2]: Fri 9:00 → Mon 7 Dec 9:00, 2 h late",
        "",
        "Not late any more: 1 task",
        "OPS-3 Task [OPS-3]: Mon 9:00 → Fri 9:00, in time then",
        "",
        "Less late: 1 task",
        "OPS-4 Task [OPS-4]: Mon 9:00 → Fri 9:00, 1 h late (was 4 h late)",
        "",
        "Moved: 1 task",
        "OPS-1 Task [OPS-1]: Fri 9:00 → Mon 9:00",
    ]


def test_the_end_of_all_is_compared() -> None:
    assert (
        "all done by Mon 9:00 instead of Fri 4 Dec 12:00"
        in change_text(a_change(ends=at("11-30 9:00")), ZONE, NOW).plain
    )


def test_a_long_list_is_cut() -> None:
    moves = [a_move(f"OPS-{number}", "11-27 9:00", "11-30 9:00") for number in range(400)]
    text = change_text(a_change(*moves), ZONE, NOW).plain
    assert "Moved: 400 tasks" in text and text.endswith("and 100 more")


@pytest.mark.parametrize(
    ("floor", "says"),
    [
        (a_floor(), ""),
        (a_floor(work(1)), ""),
        (a_floor(work(1), people=()), "There is nobody who could work"),
        (a_floor(work(1, step="weld", assignees=()), people=[a_floor().people[0]]), "the line of each says why"),
        (a_floor(work(1, estimate_hours=None)), "No task has an estimate"),
        (
            a_floor(work(1), people=[a_floor().people[0]], absences=[away("ann", date(2026, 1, 1), date(2199, 1, 1))]),
            "Nobody has working time",
        ),
    ],
)
def test_what_to_do_first(floor: object, says: str) -> None:
    told = advice(made(floor))  # type: ignore[arg-type]
    assert (says in told) if says else told == ""


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("fri", date(2026, 11, 27), date(2026, 11, 27)),
        ("mon fri", date(2026, 11, 30), date(2026, 12, 4)),
        ("2026-12-01 to 2026-12-05", date(2026, 12, 1), date(2026, 12, 5)),
    ],
)
def test_days_are_read(text: str, first: date, last: date) -> None:
    away = read_days(text, "ann", NOW, ZONE)
    assert (away.person, away.starts, away.ends) == ("ann", first, last)


@pytest.mark.parametrize("text", ["", "mon tue wed", "someday", "2026-12-05 2026-12-01"])
def test_days_that_make_no_sense_are_refused(text: str) -> None:
    with pytest.raises(Rejected):
        read_days(text, "ann", NOW, ZONE)


def test_an_estimate_has_what_was_spent_and_what_a_bar_is_long() -> None:
    row = rows(a_floor(work(1, estimate_hours=10.0, spent_hours=4.0)))[1]
    assert estimate_after(row, 4.0, 120) == 12.0
    assert estimate_after(row, 4.0, -120) == 8.0
    assert estimate_after(row, 4.0, -6000) == 4.25


def test_the_hours_of_two_who_work_side_by_side_add_up() -> None:
    row = rows(a_floor(work(1, estimate_hours=8.0, assignees=("ann", "cy"))))[1]
    assert row.parts[0].minutes == 240
    assert estimate_after(row, 0.0, 60) == 10.0
