"""Which periods the grid of the plan shows: the usual ones, those further on, and those that hold a day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from prodtui.domain.enums import PeriodKind
from prodtui.domain.planning.periods import MAX_DAYS, index_of, periods
from prodtui.screens.plan_log import Wish, holding, read_plan, span, turned
from tests.helpers.planning import a_maker, a_product
from tests.helpers.team import Team

TODAY = date(2026, 11, 25)


@pytest.mark.parametrize("kind", PeriodKind)
@pytest.mark.parametrize("way", [-1, 1])
def test_views_follow_one_another_by_half_until_the_horizon(kind: PeriodKind, way: int) -> None:
    first, count = span(kind, TODAY)
    view = periods(kind, first, count)
    for _ in range(60):
        start = turned(view, TODAY, way)
        if start is None:
            break
        before, view = view, periods(kind, start, count)
        edge, beyond = (before[-1], before[-1].ends) if way > 0 else (before[0], before[0].starts - timedelta(days=1))
        assert edge in view
        assert index_of(view, beyond) is not None
    furthest = view[-1] if way > 0 else view[0]
    assert MAX_DAYS - 31 <= abs((furthest.starts - TODAY).days) <= MAX_DAYS
    assert start is None


@pytest.mark.parametrize("kind", PeriodKind)
def test_a_day_that_the_usual_view_does_not_hold_has_a_view_of_its_own(kind: PeriodKind) -> None:
    assert holding(kind, TODAY, TODAY) is None
    for day in (date(2025, 1, 8), date(2029, 6, 1)):
        first = holding(kind, TODAY, day)
        assert first is not None
        assert index_of(periods(kind, first, span(kind, TODAY)[1]), day) is not None


def test_what_is_left_of_today_is_read_anew_from_time_to_time(team: Team) -> None:
    a_maker(team)
    a_product(team)
    wish = Wish(PeriodKind.DAY)
    shown = read_plan(team.ann, wish, None)
    team.clock.forward(minutes=5)
    shown = read_plan(team.ann, wish, shown)
    assert shown.grid.loads[0].cells[7].capacity == 6
    team.clock.forward(minutes=5)
    shown = read_plan(team.ann, wish, shown)
    assert shown.grid.loads[0].cells[7].capacity == 6 - 1 / 6
