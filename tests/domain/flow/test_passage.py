"""Start, finish and the steps reached, by both conventions; the same clocks as the board's own."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prodtui.domain.board import Clocks, clocks_after
from prodtui.domain.enums import Reentry
from prodtui.domain.flow.passage import passage, reached
from tests.helpers.flow import CHAIN, FIRST, LAST, STEPS, at, life
from tests.helpers.rows import a_step

WAYS = st.lists(st.integers(0, len(STEPS) - 1), min_size=1, max_size=10)


def lived(places: list[int]) -> tuple[tuple[float, str], ...]:
    """Return the marks of a way through the steps, one a day, a place at which it stands already left out."""
    moved = [place for index, place in enumerate(places) if not index or place != places[index - 1]]
    return tuple((float(day), STEPS[place][0]) for day, place in enumerate(moved))


@pytest.mark.parametrize(
    ("told", "last", "first"),
    [
        (((0, "ready"), (1, "weld"), (2, "test"), (3, "done")), (1, 3), (1, 3)),
        (((0, "ready"), (1, "weld"), (2, "ready"), (5, "weld"), (6, "done")), (5, 6), (1, 6)),
        (((0, "ready"), (1, "weld"), (2, "test"), (3, "weld"), (4, "done")), (1, 4), (1, 4)),
        (((0, "ready"), (1, "done")), (1, 1), (1, 1)),
        (((0, "ready"), (1, "dry"), (2, "done")), (1, 2), (1, 2)),
        (((0, "done"), (1, "test"), (2, "done")), (0, 2), (0, 2)),
        (((0, "weld"), (1, "ready")), (None, None), (0, None)),
    ],
    ids=["straight", "started again", "rework", "straight to done", "skipped", "reopened", "back in the queue"],
)
def test_start_and_finish(
    told: tuple[tuple[float, str], ...],
    last: tuple[float | None, float | None],
    first: tuple[float | None, float | None],
) -> None:
    for entry, (start, finish) in ((LAST, last), (FIRST, first)):
        found = passage(life(*told), CHAIN, entry)
        wanted = (None if start is None else at(start), None if finish is None else at(finish))
        assert (found.started, found.finished) == wanted


@given(WAYS)
def test_the_last_entry_is_what_the_clocks_of_the_board_say(places: list[int]) -> None:
    steps = [a_step(key, kind, place) for place, (key, kind) in enumerate(STEPS)]
    clocks = Clocks(at(0), None, None)
    told = lived(places)
    for days, key in told:
        clocks = clocks_after(clocks, steps, steps[CHAIN.order[key]], at(days))
    found = passage(life(*told), CHAIN, LAST)
    assert (found.started, found.finished) == (clocks.started_at, clocks.finished_at)


@given(WAYS, st.sampled_from(Reentry))
def test_a_step_is_never_reached_after_the_one_behind_it(places: list[int], entry: Reentry) -> None:
    told = life(*lived(places))
    found = reached(told.visits, CHAIN, entry)
    times = [when for when in found if when is not None]
    assert times == sorted(times)
    assert found[: len(times)] == times, "once a step is not reached, none behind it is"
    whole = passage(told, CHAIN, entry)
    assert (found[CHAIN.work], found[CHAIN.done]) == (whole.started, whole.finished)


def test_a_skipped_step_has_the_time_of_the_next_one_entered() -> None:
    found = reached(life((0, "ready"), (2, "test")).visits, CHAIN, LAST)
    assert found == [at(0), at(2), at(2), at(2), None]


def test_reopening_is_counted() -> None:
    told = life((0, "weld"), (1, "done"), (2, "weld"), (3, "done"))
    assert passage(told, CHAIN, LAST).reopened == 1


def test_what_was_put_away_has_left() -> None:
    found = passage(life((0, "weld"), (1, "+away")), CHAIN, LAST)
    assert (found.left, found.under_way(at(0.5)), found.under_way(at(1))) == (at(1), True, False)
    assert isinstance(found.created, datetime)
