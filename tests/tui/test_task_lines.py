"""A task as lines: every line is exactly as wide as the screen, whatever the task holds."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from prodtui.screens.paragraphs import wrap
from prodtui.screens.task_lines import TaskContext, detail_lines, peek_lines
from prodtui.services import board, board_view, schedule, task_view, tasks
from prodtui.widgets.spans import Ink, Line, cells
from tests.helpers.team import Team


def text_of(lines: list[Line]) -> str:
    return "\n".join("".join(text for text, _ in line).rstrip() for line in lines)


def context_of(team: Team) -> TaskContext:
    shot = board_view.snapshot(team.ann)
    return TaskContext(
        team.clock(),
        team.ann.tz(),
        {step.key: step for step in shot.steps},
        {person.login: person.name for person in shot.people},
    )


@pytest.mark.parametrize("width", [5, 20, 40, 71, 72, 80, 120, 200])
def test_every_line_is_exactly_as_wide_as_the_screen(desk: Team, width: int) -> None:
    tasks.edit(desk.ann, "OPS-5", {"notes": "Ein sehr langer Satz 漢字 👩‍👩‍👧 " * 5 + "W" * 150 + "\n\n\tend"})
    detail, context = task_view.show(desk.ann, "OPS-5"), context_of(desk)
    card = next(card for card in board_view.snapshot(desk.ann).cards if card.ref == "OPS-5")
    for line in (*detail_lines(detail, context, width), *peek_lines(card, context, width)):
        assert sum(cells(text) for text, _ in line) == width


def test_due_and_committed_dates_are_both_told(desk: Team) -> None:
    due = desk.clock() + timedelta(days=4)
    tasks.set_due(desk.ann, "OPS-1", due)
    text = text_of(detail_lines(task_view.show(desk.ann, "OPS-1"), context_of(desk), 71))
    assert "Sat 2026-11-28 10:00, in 4d" in " ".join(text.split())
    assert "committed Thu 2026-11-26 10:00" in " ".join(text.split())


def test_talk_and_history_are_told_in_the_order_in_which_they_happened(desk: Team) -> None:
    text = text_of(detail_lines(task_view.show(desk.ann, "OPS-5"), context_of(desk), 100))
    history = text[text.index("talk and history") :]
    assert history.index("added") < history.index("moved ready → doing") < history.index("blocked: waits")


@pytest.mark.parametrize("width", [60, 80, 120])
def test_who_typed_for_whom_is_told_whole(desk: Team, width: int) -> None:
    detail = task_view.show(desk.ann, "OPS-5")
    events = tuple(replace(event, actor="ann", typed_by="root") for event in detail.events)
    text = text_of(detail_lines(replace(detail, events=events), context_of(desk), width))
    assert text.count("root for ann ") == text.count("root for ") > 1


def test_a_finished_task_has_no_age(desk: Team) -> None:
    board.finish(desk.ann, "OPS-1")
    title = text_of(detail_lines(task_view.show(desk.ann, "OPS-1"), context_of(desk), 80)).splitlines()[0]
    assert "✓" in title
    assert "⏱" not in title


def test_an_age_without_a_start_is_not_told(desk: Team) -> None:
    card = next(card for card in board_view.snapshot(desk.ann).cards if card.ref == "OPS-1")
    assert "since it was started" not in text_of(peek_lines(card, context_of(desk), 40))
    started = replace(card, started_at=desk.clock() - timedelta(days=3))
    assert "3d since it was started" in text_of(peek_lines(started, context_of(desk), 40))


@pytest.mark.parametrize(
    ("text", "width", "rows"),
    [
        ("", 5, [""]),
        ("one two three", 7, ["one two", "three"]),
        ("abcdefghij", 4, ["abcd", "efgh", "ij"]),
        ("漢字漢字", 5, ["漢字", "漢字"]),
        ("a  b", 10, ["a  b"]),
    ],
)
def test_words_are_wrapped_by_cells(text: str, width: int, rows: list[str]) -> None:
    assert ["".join(part for part, _ in row) for row in wrap([(text, Ink.TEXT)], width)] == rows


def test_the_place_in_the_schedule_is_told_with_why(desk: Team) -> None:
    schedule.refresh(desk.ann)
    detail = task_view.show(desk.ann, "OPS-1")
    assert detail.schedule is not None
    text = " ".join(text_of(detail_lines(detail, context_of(desk), 160)).split())
    assert "scheduled" in text
    assert "starts then" in text
    nowhere = replace(detail, schedule=replace(detail.schedule, starts=None, reason=None, problem="Nobody can do it."))
    assert "Nobody can do it." in text_of(detail_lines(nowhere, context_of(desk), 160))
