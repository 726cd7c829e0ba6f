"""Rules of the issue log: what repeats what, when the effect is looked at, and Pareto bars."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prodtui.domain.enums import CauseCategory, IssueState
from prodtui.domain.issues import CHECK_DAYS, Trace, check_due, is_back, is_check_ready, lasted, next_state, repeats
from prodtui.domain.pareto import OTHER, pareto
from prodtui.domain.rows_issues import DowntimeRow

AT = datetime(2026, 11, 24, 9, tzinfo=UTC)
DAY = timedelta(days=1)
OLD = Trace(1, "doing", "Burr", CauseCategory.MACHINE, AT - 5 * DAY, AT - 2 * DAY)
NEW = Trace(2, "doing", "Burr", None, AT, None)


@pytest.mark.parametrize(
    ("new", "old", "days", "wanted"),
    [
        (NEW, OLD, 90, True),
        (NEW, OLD, 2, True),
        (NEW, OLD, 1, False),
        (NEW, replace(OLD, closed_at=None), 2, False),
        (replace(NEW, step="review"), OLD, 90, False),
        (replace(NEW, step=None), replace(OLD, step=None), 90, False),
        (replace(NEW, category="Shape"), OLD, 90, False),
        (replace(NEW, category=None), replace(OLD, category=None), 90, False),
        (replace(NEW, category="Shape", cause_category=CauseCategory.MACHINE), OLD, 90, True),
        (replace(NEW, cause_category=CauseCategory.METHOD), OLD, 90, False),
        (replace(NEW, cause_category=CauseCategory.METHOD), replace(OLD, cause_category=None), 90, True),
        (OLD, NEW, 90, False),
    ],
)
def test_same_step_and_cause_within_the_window_is_a_recurrence(new: Trace, old: Trace, days: int, wanted: bool) -> None:
    assert repeats(new, old, days) is wanted


def test_states_lead_on_and_back() -> None:
    assert next_state(IssueState.OPEN) is IssueState.CONTAINED
    assert next_state(IssueState.CLOSED) is None
    assert is_back(IssueState.CLOSED, IssueState.ACTING) and not is_back(IssueState.OPEN, IssueState.CLOSED)


def test_the_effect_is_looked_at_after_days_or_items_whatever_comes_first() -> None:
    assert check_due(AT, 5, 10) == AT + 5 * DAY
    assert check_due(AT, None, None) == AT + CHECK_DAYS * DAY
    assert check_due(AT, None, 10) is None
    verifying = IssueState.VERIFYING
    assert is_check_ready(verifying, AT, None, 0, AT)
    assert not is_check_ready(verifying, AT + DAY, 10, 9, AT)
    assert is_check_ready(verifying, AT + DAY, 10, 10, AT)
    assert not is_check_ready(IssueState.ACTING, AT, 1, 9, AT)


def test_bars_fall_ties_go_by_name_other_stands_last_and_the_vital_few_reach_eighty_percent() -> None:
    names = ["b"] * 4 + ["a"] * 4 + ["c"] * 1 + [None] + ["Other"] * 10
    bars = pareto(names[:9])
    assert [(bar.name, bar.count, bar.vital) for bar in bars] == [("a", 4, True), ("b", 4, True), ("c", 1, False)]
    bars = pareto(names)
    assert (bars[-1].name, bars[-1].count, bars[-1].vital, bars[-1].cumulative) == (OTHER, 11, False, 1.0)
    assert pareto([]) == ()


@given(st.lists(st.one_of(st.none(), st.sampled_from("abcdefgh"))))
def test_every_bar_adds_up(names: list[str | None]) -> None:
    bars = pareto(names)
    assert sum(bar.count for bar in bars) == len(names)
    named = [bar.count for bar in bars if bar.name != OTHER]
    assert named == sorted(named, reverse=True)
    assert [bar.cumulative for bar in bars] == sorted(bar.cumulative for bar in bars)
    assert not bars or bars[-1].cumulative == 1.0


@pytest.mark.parametrize(("seconds", "told"), [(59, "0m"), (90, "1m"), (5400, "1h30"), (5459, "1h30")])
def test_downtime_is_told_in_whole_minutes(seconds: int, told: str) -> None:
    runs = DowntimeRow(1, "OPS", 1, "OPS-D1", "doing", None, "no oil", AT, "ann", None, None, None, 1)
    ended = replace(runs, ended_at=AT + timedelta(seconds=seconds))
    assert lasted(runs, AT + timedelta(seconds=seconds)) == lasted(ended, AT + DAY) == told
