"""Forecasts: seen from the orders of the past, kept as demand once, and left to people where they foresaw it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prodtui.domain.demand_imports import ImportDemand
from prodtui.domain.enums import DemandKind, DemandStatus, PeriodKind
from prodtui.domain.imports import Moment
from prodtui.errors import NotFound, Refused, Rejected
from prodtui.services import demand, forecasts, history, products, undo
from prodtui.services.demand_import import import_demand
from prodtui.services.forecasts import whole_quantities
from tests.helpers.demand import chairs, order
from tests.helpers.team import NOW, Clock, Team

THIS_MONDAY = date(2026, 11, 23)


def past(team: Team, *quantities: float, product: str = "chair") -> None:
    """Let these quantities have been ordered in the weeks up to the last one, and delivered."""
    first = THIS_MONDAY - timedelta(weeks=len(quantities))
    rows = (
        ImportDemand(
            line, product, quantity, first + timedelta(weeks=line, days=3), closed=DemandStatus.DELIVERED,
            created=Moment(NOW - timedelta(days=400)),
        )
        for line, quantity in enumerate(quantities)
        if quantity
    )  # fmt: skip
    import_demand(team.ann, rows)


def kept(team: Team) -> list[tuple[str, float]]:
    rows = demand.list_demand(team.ann, "kind:forecast", limit=None)
    return [(row.due.isoformat(), row.quantity) for row in rows]


def test_steady_demand_goes_on(team: Team) -> None:
    chairs(team)
    past(team, 40, 40, 0, 40, 40, 40, 40, 40)
    order(team, 15, "2026-11-27")
    seen = forecasts.show_forecast(team.sam, "cha", ahead=3)
    assert (seen.product, seen.unit, seen.kind, len(seen.past)) == ("chair", "pcs", PeriodKind.WEEK, 8)
    assert [period.orders for period in seen.past] == [40, 40, 0, 40, 40, 40, 40, 40]
    assert seen.past[-1].ends == seen.ahead[0].starts == THIS_MONDAY
    assert [period.orders for period in seen.ahead] == [15, 0, 0]
    assert all(30 <= (period.expected or 0) <= 41 for period in seen.ahead)
    assert demand.list_demand(team.ann, "kind:forecast") == ()


def test_a_kept_forecast_is_demand_marked_as_foreseen(team: Team) -> None:
    chairs(team)
    past(team, 40, 40, 40, 40)
    lines = forecasts.save_forecast(team.lea, "chair", ahead=2).value
    assert [(row.due, row.quantity, row.kind) for row in lines] == [
        (date(2026, 11, 29), 40, DemandKind.FORECAST), (date(2026, 12, 6), 40, DemandKind.FORECAST),
    ]  # fmt: skip
    assert (lines[0].source, lines[0].notes) == ("exponential smoothing", "average, from 4 weeks")
    assert [period.kept for period in forecasts.show_forecast(team.ann, "chair", ahead=3).ahead] == [40, 40, 0]


def test_keeping_it_twice_changes_nothing_and_later_replaces_it(team: Team, ticking: Clock) -> None:
    chairs(team)
    past(team, 40, 40, 40, 40)
    forecasts.save_forecast(team.ann, "chair", ahead=2)
    before = history.events(team.ann, limit=None)
    assert forecasts.save_forecast(team.ann, "chair", ahead=2).txn is None
    assert history.events(team.ann, limit=None) == before
    order(team, 80, "2026-11-27")
    ticking.forward(days=7)
    forecasts.save_forecast(team.ann, "chair", ahead=2)
    assert kept(team) == [("2026-11-29", 40), ("2026-12-06", 48), ("2026-12-13", 48)]
    undo.undo(team.ann)
    assert kept(team) == [("2026-11-29", 40), ("2026-12-06", 40)]


def test_another_length_of_period_replaces_the_first(team: Team) -> None:
    chairs(team)
    past(team, *[40] * 12)
    forecasts.save_forecast(team.ann, "chair", ahead=4)
    forecasts.save_forecast(team.ann, "chair", kind=PeriodKind.MONTH, ahead=2)
    assert [due for due, _ in kept(team)] == ["2026-11-30", "2026-12-31"]


def test_what_people_foresaw_is_left_to_them(team: Team) -> None:
    chairs(team)
    past(team, 40, 40, 40, 40)
    order(team, 75, "2026-12-02", kind="forecast", source="sales")
    done = forecasts.save_forecast(team.ann, "chair", ahead=3)
    assert done.notes == ("Left as people foresaw it: the week of 30 Nov.",)
    assert kept(team) == [("2026-11-29", 40), ("2026-12-02", 75), ("2026-12-13", 40)]


def test_cancelled_archived_and_present_orders_are_no_history(team: Team) -> None:
    chairs(team)
    past(team, 40, 40, 40, 40)
    demand.archive_demand(team.ann, "D1")
    demand.reopen_demand(team.ann, "D2")
    demand.cancel_demand(team.ann, "D2")
    order(team, 999, "2026-11-24")
    assert [period.orders for period in forecasts.show_forecast(team.ann, "chair").past] == [40, 40]


def test_without_a_past_there_is_nothing_to_foresee(team: Team) -> None:
    chairs(team)
    order(team)
    for look in (forecasts.show_forecast, forecasts.save_forecast):
        with pytest.raises(Refused, match="No order of Chair was due before the week of 23 Nov"):
            look(team.ann, "chair")
        with pytest.raises(NotFound, match='no product "sofa"'):
            look(team.ann, "sofa")
        with pytest.raises(Rejected, match="cannot show 0 periods"):
            look(team.ann, "chair", ahead=0)


def test_a_forecast_is_kept_by_those_who_plan_and_of_products_in_use(team: Team) -> None:
    chairs(team)
    past(team, 40, 40)
    with pytest.raises(Refused, match="may not change the plan"):
        forecasts.save_forecast(team.bo, "chair")
    products.archive_product(team.ann, "chair")
    with pytest.raises(Refused, match="Chair is archived"):
        forecasts.save_forecast(team.ann, "chair")


def test_quantities_are_as_fine_as_those_of_the_past(team: Team) -> None:
    chairs(team, unit="kg")
    past(team, 0.5, 0.25, 0.5, 0.5)
    forecasts.save_forecast(team.ann, "chair", ahead=1)
    assert kept(team) == [("2026-11-29", 0.44)]


def test_rare_demand_is_not_rounded_away(team: Team) -> None:
    chairs(team)
    past(team, 1, 0, 0, 1)
    forecasts.save_forecast(team.ann, "chair", ahead=4)
    assert sum(quantity for _, quantity in kept(team)) == 2


def test_a_retry_keeps_it_once(team: Team) -> None:
    chairs(team)
    past(team, 40, 40)
    first = forecasts.save_forecast(team.ann, "chair", ahead=2, request_id="r1")
    again = forecasts.save_forecast(team.ann, "chair", ahead=2, request_id="r1")
    assert (again.value, again.replayed, len(kept(team))) == (first.value, True, 2)


@given(st.lists(st.floats(0, 1e6), max_size=60))
def test_whole_quantities_keep_the_running_sum(values: list[float]) -> None:
    whole = whole_quantities(values)
    assert all(number >= 0 and number.is_integer() for number in whole)
    for count in range(len(values) + 1):
        assert abs(sum(whole[:count]) - sum(values[:count])) <= 0.5 + 1e-6 * max(sum(values), 1)


def test_forecasts_of_all_products_are_one_change(team: Team) -> None:
    for name in ("Chair", "Table", "Old"):
        chairs(team, name)
    chairs(team, "New")
    past(team, 40, 40, 40, 40)
    past(team, 10, 10, 10, 10, product="table")
    past(team, 5, 5, product="old")
    products.archive_product(team.ann, "old")
    told: list[tuple[str, int, int]] = []
    done = forecasts.save_forecasts(team.lea, ahead=2, progress=lambda *step: told.append(step))
    assert [(row.product, row.lines, row.quantity, bool(row.why)) for row in done.value] == [
        ("chair", 2, 80, False), ("new", 0, 0, True), ("table", 2, 20, False),
    ]  # fmt: skip
    assert done.value[1].why.startswith("No order of New was due before")
    assert told == [("Foreseeing", 1, 3), ("Foreseeing", 2, 3), ("Foreseeing", 3, 3)]
    assert len(kept(team)) == 4
    assert forecasts.save_forecasts(team.lea, ahead=2).txn is None
    undo.undo(team.lea)
    assert kept(team) == []


def test_forecasts_of_named_products_leave_the_others(team: Team) -> None:
    for name in ("Chair", "Table"):
        chairs(team, name)
        past(team, 40, 40, 40, 40, product=name.lower())
    first = forecasts.save_forecasts(team.ann, ["tab", "table"], ahead=1, request_id="r").value
    assert [row.product for row in first] == ["table"]
    assert forecasts.save_forecasts(team.ann, ["tab", "table"], ahead=1, request_id="r").value == first
    assert len(kept(team)) == 1


def test_without_any_past_nothing_is_foreseen(team: Team) -> None:
    chairs(team)
    with pytest.raises(Refused, match="No product has orders of the past"):
        forecasts.save_forecasts(team.ann)
