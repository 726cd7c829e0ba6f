"""A schedule in words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from prodtui.domain.enums import MoveKind, StartKind
from prodtui.domain.rows_schedule import MoveCause, ScheduleMove, StartReason
from prodtui.domain.scheduling.words import late_words, length_words, moment_words, move_words, reason_words
from tests.helpers.floors import NOW, ZONE, at

THEN = at("11-30 9:00")


@pytest.mark.parametrize(
    ("moment", "wanted"),
    [
        ("11-27 8:00", "Fri 8:00"),
        ("12-03 17:05", "Thu 17:05"),
        ("12-04 8:00", "Fri 4 Dec 8:00"),
        ("11-26 8:00", "Thu 26 Nov 8:00"),
    ],
)
def test_moments(moment: str, wanted: str) -> None:
    assert moment_words(at(moment), NOW, ZONE) == wanted


@pytest.mark.parametrize(
    ("minutes", "wanted"), [(45, "45 min"), (60, "1 h"), (90, "1.5 h"), (480, "1 d"), (1200, "2.5 d")]
)
def test_lengths(minutes: int, wanted: str) -> None:
    assert length_words(minutes) == wanted
    assert late_words(minutes) == f"{wanted} late"


@pytest.mark.parametrize(
    ("reason", "wanted"),
    [
        (StartReason(StartKind.NOW), "at once"),
        (StartReason(StartKind.NOW, closed=True), "at once: working time begins then"),
        (StartReason(StartKind.BEGUN), "because it was begun"),
        (StartReason(StartKind.PINNED, until=THEN), "because its start is pinned"),
        (StartReason(StartKind.PROMISED, until=THEN), "because that was promised"),
        (StartReason(StartKind.RELEASE, until=THEN), "because it is not to start sooner"),
        (StartReason(StartKind.MATERIAL, None, "Steel", THEN), "because Steel is expected then"),
        (StartReason(StartKind.PREDECESSOR, "OPS-3", None, THEN), "because OPS-3 comes before it"),
        (StartReason(StartKind.PREDECESSOR, "OPS-1", None, THEN), "because the step before comes first"),
        (StartReason(StartKind.PREDECESSOR, None, "OPS-9", THEN), "because OPS-9 comes before it"),
        (StartReason(StartKind.BUSY, "OPS-7", "Ann", THEN), "because Ann is busy with OPS-7 until Mon 9:00"),
        (
            StartReason(StartKind.BUSY, "OPS-7", "Ann", THEN, closed=True),
            "because Ann is busy with OPS-7 until Mon 9:00, and work begins again then",
        ),
        (StartReason(StartKind.LIMIT, "OPS-9", "Weld", THEN), "because Weld is full until OPS-9 leaves it"),
    ],
)
def test_reasons(reason: StartReason, wanted: str) -> None:
    assert reason_words(reason, NOW, ZONE, own="OPS-1") == wanted


def test_every_kind_of_start_has_words() -> None:
    assert all(reason_words(StartReason(kind), NOW, ZONE) for kind in StartKind)


@pytest.mark.parametrize(
    ("kind", "sooner", "later"),
    [
        (MoveKind.DONE, "OPS-7 is done", "OPS-7 is done"),
        (MoveKind.PREDECESSOR, "OPS-7 ends sooner", "OPS-7 comes before it and ends later"),
        (MoveKind.BUSY, "Ann is free of OPS-7 then", "Ann is busy with OPS-7 then"),
        (MoveKind.LIMIT, "OPS-7 is not in Ann then", "Ann is full with OPS-7 then"),
        (MoveKind.HOURS, "Ann works then", "Ann does not work then"),
        (MoveKind.CAPACITY, "Ann takes more at once", "Ann takes less at once"),
        (MoveKind.CREW, "Ann can do it", "Ann does it instead"),
        (MoveKind.DATE, "it may start sooner", "it is not to start sooner"),
        (MoveKind.WORK, "there is less to do", "there is more to do"),
        (MoveKind.PLACE, "it had no place: Ann", "it has no place: Ann"),
    ],
)
def test_why_a_task_moves(kind: MoveKind, sooner: str, later: str) -> None:
    move = ScheduleMove("OPS-1", "Frame", None, NOW, NOW, THEN, THEN, 0, 0)
    for is_sooner, wanted in ((True, sooner), (False, later)):
        assert move_words(replace(move, cause=MoveCause(kind, is_sooner, "OPS-7", "Ann"))) == wanted
    assert move_words(move) == ""


def test_its_own_step_before_is_called_so() -> None:
    cause = MoveCause(MoveKind.PREDECESSOR, True, "OPS-1", None)
    assert move_words(ScheduleMove("OPS-1", "Frame", None, NOW, NOW, THEN, NOW, 0, 0, cause)) == (
        "the step before ends sooner"
    )
