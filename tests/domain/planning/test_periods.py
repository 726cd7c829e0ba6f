"""Columns of the plan: where they begin and end, which one a day lies in, and what they are called."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from prodtui.domain.enums import PeriodKind
from prodtui.domain.planning.periods import amount_text, day_name, index_of, period_name, period_of, periods, whole
from prodtui.errors import Rejected

TODAY = date(2026, 11, 27)
DAYS = st.dates(date(1970, 1, 1), date(2190, 1, 1))


@pytest.mark.parametrize(
    ("kind", "day", "starts", "ends"),
    [
        (PeriodKind.DAY, date(2026, 12, 31), date(2026, 12, 31), date(2027, 1, 1)),
        (PeriodKind.WEEK, date(2026, 11, 30), date(2026, 11, 30), date(2026, 12, 7)),
        (PeriodKind.WEEK, date(2027, 1, 3), date(2026, 12, 28), date(2027, 1, 4)),
        (PeriodKind.MONTH, date(2028, 2, 29), date(2028, 2, 1), date(2028, 3, 1)),
        (PeriodKind.MONTH, date(2026, 12, 31), date(2026, 12, 1), date(2027, 1, 1)),
    ],
)
def test_a_period_begins_where_people_expect_it(kind: PeriodKind, day: date, starts: date, ends: date) -> None:
    found = period_of(kind, day)
    assert (found.kind, found.starts, found.ends) == (kind, starts, ends)


@settings(deadline=None)
@given(st.sampled_from(PeriodKind), DAYS, st.integers(1, 60), st.integers(-3, 2000))
def test_periods_have_no_gap_and_every_day_is_in_its_own(kind: PeriodKind, first: date, count: int, after: int) -> None:
    columns = periods(kind, first, count)
    assert len(columns) == count
    assert columns[0] == period_of(kind, first)
    assert all(one.ends == other.starts for one, other in pairwise(columns))
    day = columns[0].starts + timedelta(days=after)
    at = index_of(columns, day)
    assert (None if at is None else columns[at]) == (period_of(kind, day) if 0 <= after < span(columns) else None)


def span(columns: tuple) -> int:
    return (columns[-1].ends - columns[0].starts).days


@pytest.mark.parametrize(
    ("kind", "first", "count", "said"),
    [
        (PeriodKind.DAY, TODAY, 0, "cannot show 0 periods"),
        (PeriodKind.DAY, TODAY, 521, "cannot show 521 periods"),
        (PeriodKind.MONTH, TODAY, 61, "61 periods of a month are more than five years"),
        (PeriodKind.WEEK, TODAY, 262, "262 periods of a week are more than five years"),
        (PeriodKind.WEEK, date(1969, 12, 1), 3, "cannot begin on 1969-12-01"),
        (PeriodKind.WEEK, date(9999, 12, 31), 3, "cannot begin on 9999-12-31"),
    ],
)
def test_a_horizon_that_nobody_plans_is_refused(kind: PeriodKind, first: date, count: int, said: str) -> None:
    with pytest.raises(Rejected, match=said):
        periods(kind, first, count)
    assert len(periods(PeriodKind.MONTH, TODAY, 60)) == 60
    assert len(periods(PeriodKind.DAY, TODAY, 520)) == 520


@pytest.mark.parametrize(
    ("kind", "day", "words"),
    [
        (PeriodKind.WEEK, date(2026, 12, 2), "the week of 30 Nov"),
        (PeriodKind.MONTH, date(2026, 12, 2), "December"),
        (PeriodKind.MONTH, date(2028, 12, 2), "December 2028"),
        (PeriodKind.DAY, date(2026, 12, 2), "Wed 2 Dec"),
    ],
)
def test_periods_have_names_for_sentences(kind: PeriodKind, day: date, words: str) -> None:
    assert period_name(period_of(kind, day), TODAY) == words


def test_a_day_far_away_is_named_with_its_year() -> None:
    assert day_name(date(2027, 1, 4), TODAY) == "4 Jan"
    assert day_name(date(2027, 12, 4), TODAY) == "4 Dec 2027"


@pytest.mark.parametrize(
    ("value", "text"), [(40.0, "40"), (7.5, "7.5"), (1 / 3, "0.33"), (1e9, "1000000000"), (-0.001, "0"), (100.0, "100")]
)
def test_amounts_are_written_short(value: float, text: str) -> None:
    assert amount_text(value) == text


@pytest.mark.parametrize(
    ("value", "rounded"),
    [(58.5, 59), (24.5, 25), (25.5, 26), (24.49, 24), (0.285 * 100, 29), (1.005 * 100 + 400, 501), (-2.5, -3), (0, 0)],
)
def test_half_of_one_is_rounded_away_from_nothing(value: float, rounded: int) -> None:
    assert whole(value) == rounded
