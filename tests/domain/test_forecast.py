"""Forecasts: the published answers, the same seed and the same answer, and what cannot be said."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prodtui.domain.forecast import SHARES, Odds, doubts, how_long, how_many

HISTORY = (1, 3, 5, 3, 7, 8, 0, 5, 3, 1, 8, 2)


@pytest.mark.parametrize("seed", range(3))
def test_the_published_answers(seed: int) -> None:
    many = how_many(HISTORY, 10, seed)
    assert [many.at_least(share) for share in SHARES] == [pytest.approx(each, abs=1) for each in (38, 34, 30, 25)]
    long = how_long(HISTORY, 50, seed)
    assert [long.at_most(share) for share in SHARES] == [pytest.approx(each, abs=1) for each in (13, 15, 16, 18)]


def test_the_same_seed_gives_the_same_answer() -> None:
    assert how_many(HISTORY, 10, 4) == how_many(HISTORY, 10, 4) != how_many(HISTORY, 10, 5)
    assert how_long(HISTORY, 50, 4) == how_long(HISTORY, 50, 4) != how_long(HISTORY, 50, 5)


def test_what_never_ends_is_told_and_not_guessed() -> None:
    never = how_long((0, 0), 5, 1)
    assert (never.at_most(0.5), never.never) == (None, never.trials)
    assert how_long((1,), 0, 1).at_most(0.95) == 0
    assert how_long((1,), 7, 1).outcomes == ((7, 10_000),)
    assert how_many((0,), 10, 1).at_least(0.5) == 0
    for ask in (how_many, how_long):
        with pytest.raises(ValueError, match="no period"):
            ask((), 5, 1)


@given(st.lists(st.integers(0, 9), min_size=1, max_size=12).filter(any), st.integers(1, 30))
def test_more_certainty_is_never_sooner_nor_more(history: list[int], amount: int) -> None:
    long, many = how_long(history, amount, 1, trials=200), how_many(history, amount, 1, trials=200)
    later = [long.at_most(share) or 0 for share in SHARES]
    fewer = [many.at_least(share) or 0 for share in SHARES]
    assert later == sorted(later) and fewer == sorted(fewer, reverse=True)
    assert sum(count for _, count in many.outcomes) == 200
    assert max(fewer) <= amount * max(history)


def test_percentiles_are_by_nearest_rank() -> None:
    odds = Odds(tuple((value, 1) for value in range(1, 101)), 100)
    assert (odds.at_most(0.85), odds.at_least(0.85), odds.at_most(1.0)) == (85, 15, 100)


def test_short_and_unstable_histories_are_doubted() -> None:
    assert doubts(HISTORY, HISTORY) == ()
    assert "rests on 3 periods only" in doubts((2, 3, 2), ())[0]
    assert "was not stable: outside the limits, last in week 12 of 12" in doubts(HISTORY, (2, 3) * 5 + (2, 40))[0]
    workdays = (3, 2, 3, 2, 3, 0, 0) * 12
    assert doubts(workdays, (13,) * 12) == (), "weekends are no change of pace"
