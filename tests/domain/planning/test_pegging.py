"""Which order gets what: earliest due first, nothing given twice, nothing lost."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from prodtui.domain.enums import DemandStatus, Priority
from prodtui.domain.planning.pegging import Pegged, PegOrder, Supply, asked_by_day, is_late, peg, status_of
from tests.helpers.shop import DAY, MONDAY

FRIDAY = MONDAY + 4 * DAY


def supplies(orders: int = 0) -> st.SearchStrategy[list[Supply]]:
    one = st.builds(
        Supply,
        st.integers(-20, 40).map(lambda days: MONDAY + timedelta(days=days)),
        st.integers(1, 50).map(float),
        st.none() | st.integers(0, orders),
    )
    return st.lists(one, max_size=8)


@st.composite
def order_lists(draw: st.DrawFn) -> list[PegOrder]:
    count = draw(st.integers(0, 6))
    return [
        PegOrder(
            number, number, MONDAY + draw(st.integers(-10, 30)) * DAY, float(draw(st.integers(1, 60))),
            draw(st.sampled_from(Priority)), draw(st.booleans()),
        )
        for number in range(count)
    ]  # fmt: skip


def test_what_is_finished_first_then_released_then_planned_goes_to_the_earliest_order() -> None:
    orders = [PegOrder(1, 1, FRIDAY + 7 * DAY, 20), PegOrder(2, 2, FRIDAY, 30)]
    found = peg(orders, [Supply(MONDAY - DAY, 12)], [Supply(FRIDAY, 10)], [Supply(MONDAY, 9), Supply(FRIDAY + DAY, 9)])
    assert found[2] == Pegged(12, 10, 8, FRIDAY)
    assert found[1] == Pegged(0, 0, 10, None)


def test_on_one_day_the_urgent_order_comes_first_and_then_the_older_number() -> None:
    orders = [PegOrder(1, 1, FRIDAY, 5), PegOrder(2, 2, FRIDAY, 5), PegOrder(3, 3, FRIDAY, 5, Priority.URGENT)]
    found = peg(orders, [Supply(MONDAY, 8)], [], [])
    assert [found[number].delivered for number in (1, 2, 3)] == [3, 0, 5]


def test_what_was_released_for_an_order_goes_to_that_one_and_the_rest_to_the_others() -> None:
    orders = [PegOrder(1, 1, MONDAY, 10), PegOrder(2, 2, FRIDAY, 10)]
    found = peg(orders, [Supply(MONDAY, 14, order=2)], [], [])
    assert (found[1].delivered, found[2].delivered) == (4, 10)
    assert peg(orders, [Supply(MONDAY, 4, order=99)], [], [])[1].delivered == 4


def test_an_order_delivered_by_hand_waits_for_nothing_and_asks_for_what_it_got() -> None:
    orders = [PegOrder(1, 1, MONDAY, 10, by_hand=True), PegOrder(2, 2, FRIDAY, 10)]
    found = peg(orders, [Supply(MONDAY, 4)], [], [Supply(MONDAY, 20)])
    assert found == {1: Pegged(4, 0, 0, None), 2: Pegged(0, 0, 10, MONDAY)}
    assert asked_by_day(orders, found) == {MONDAY: 4, FRIDAY: 10}


@pytest.mark.parametrize(
    ("pegged", "closed", "wanted"),
    [
        (Pegged(40), None, DemandStatus.DELIVERED),
        (Pegged(39, 1), None, DemandStatus.RELEASED),
        (Pegged(30, 5, 5), None, DemandStatus.PLANNED),
        (Pegged(30, 5, 4), None, DemandStatus.OPEN),
        (Pegged(), DemandStatus.CANCELLED, DemandStatus.CANCELLED),
        (Pegged(), DemandStatus.DELIVERED, DemandStatus.DELIVERED),
        (Pegged(13.3 + 13.3 + 13.4 - 1e-12), None, DemandStatus.DELIVERED),
    ],
)
def test_the_status_follows_from_what_an_order_gets(
    pegged: Pegged, closed: DemandStatus | None, wanted: DemandStatus
) -> None:
    assert status_of(40, pegged, closed) is wanted


@pytest.mark.parametrize(
    ("status", "pegged", "today", "late"),
    [
        (DemandStatus.OPEN, Pegged(), FRIDAY, False),
        (DemandStatus.OPEN, Pegged(), FRIDAY + DAY, True),
        (DemandStatus.PLANNED, Pegged(planned=40, ready=FRIDAY), MONDAY, False),
        (DemandStatus.PLANNED, Pegged(planned=40, ready=FRIDAY + DAY), MONDAY, True),
        (DemandStatus.DELIVERED, Pegged(40, ready=FRIDAY + DAY), FRIDAY + 9 * DAY, False),
        (DemandStatus.CANCELLED, Pegged(), FRIDAY + 9 * DAY, False),
    ],
)
def test_late_is_what_is_overdue_or_comes_too_late(status: DemandStatus, pegged: Pegged, today, late: bool) -> None:
    assert is_late(FRIDAY, today, status, pegged) is late


@settings(deadline=None)
@given(order_lists(), supplies(6), supplies(6), supplies(6))
def test_nothing_is_given_twice_and_nothing_is_lost(orders: list, actual: list, released: list, planned: list) -> None:
    found = peg(orders, actual, released, planned)
    assert found.keys() == {order.id for order in orders}
    for order in orders:
        got = found[order.id]
        total = got.delivered + got.released + got.planned
        assert 0 <= total <= order.quantity
        assert (got.ready is not None) == (total == order.quantity)
        assert not order.by_hand or got.released == got.planned == 0
    wanted = sum(order.quantity for order in orders)
    assert sum(got.delivered for got in found.values()) == min(wanted, sum(each.quantity for each in actual))
    later = [(order.quantity - found[order.id].delivered) for order in orders if not order.by_hand]
    given_ = sum(got.released + got.planned for got in found.values())
    assert given_ == min(sum(later), sum(each.quantity for each in (*released, *planned)))


@settings(deadline=None)
@given(order_lists(), supplies(), supplies())
def test_no_later_order_is_served_while_an_earlier_one_waits(orders: list, actual: list, released: list) -> None:
    free = [[Supply(day, quantity) for day, quantity, _ in kind] for kind in (actual, released)]
    open_ = sorted((o for o in orders if not o.by_hand), key=lambda o: (o.due, list(Priority).index(o.priority), o.id))
    found = peg(open_, *free, [])
    whole = [found[order.id].delivered + found[order.id].released == order.quantity for order in open_]
    for earlier, later in pairwise(open_):
        got = found[later.id]
        assert whole[open_.index(earlier)] or got.delivered + got.released == 0
