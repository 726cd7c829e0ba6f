"""Can we deliver this much by then? What the plan leaves, what there is room for, and what stands against it."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from prodtui.domain.enums import PeriodKind
from prodtui.domain.planning.capacity import capacities
from prodtui.domain.planning.grid import grid_of
from prodtui.domain.planning.load import load_rows, work_of_plan
from prodtui.domain.planning.periods import periods
from prodtui.domain.planning.promise import MaterialFree, available, promise, ready_days
from prodtui.domain.rows_planning import ProductRow, Promise, RoutingRow
from tests.helpers.rows import a_step
from tests.helpers.shop import CHAIR, DAY, MONDAY, SHELF, WEEK, WEEKS, a_product, a_shop, hours_on

FRIDAYS = [MONDAY + at * WEEK + 4 * DAY for at in range(4)]
#: one hour of paint each, of which there are 20 in a week
TOY = a_product("toy", RoutingRow("paint", 1.0))


def ask(
    quantity: float,
    by: date,
    *,
    product: ProductRow = TOY,
    planned: dict[int, float] | None = None,
    orders: dict[int, float] | None = None,
    forecast: dict[int, float] | None = None,
    today: date = MONDAY,
    materials: tuple[MaterialFree, ...] = (),
    **shop: Any,
) -> Promise:
    days = [{MONDAY + at * WEEK: value for at, value in (what or {}).items()} for what in (planned, orders, forecast)]
    row = grid_of(product, WEEKS, today, planned=days[0], orders=days[1], forecast=days[2], released={}, actual={})
    there = capacities(WEEKS, a_shop(products=(product,), **shop), today)
    works = [work_of_plan(product, day, quantity) for day, quantity in days[0].items()]
    return promise(
        product, quantity, by, today=today, columns=WEEKS, ready=ready_days(WEEKS, hours_on), row=row,
        loads=load_rows(WEEKS, works, there), roles=there.roles, materials=materials,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("quantity", "by", "given_", "first"),
    [
        (20, FRIDAYS[0], {}, FRIDAYS[0]),
        (40, FRIDAYS[1], {}, FRIDAYS[1]),
        (40, FRIDAYS[2] + 2 * DAY, {}, FRIDAYS[1]),
        (20, FRIDAYS[0], {"planned": {0: 20}}, FRIDAYS[0]),
        (20, FRIDAYS[1], {"planned": {0: 20}, "orders": {1: 20}}, FRIDAYS[1]),
        (20, FRIDAYS[0], {"planned": {0: 20}, "forecast": {0: 20}}, FRIDAYS[0]),
        (0.5, FRIDAYS[0], {}, FRIDAYS[0]),
    ],
    ids=["one week", "two", "sooner", "planned for nobody", "after an order", "a forecast may be sold", "a part"],
)
def test_yes_when_the_plan_leaves_it_or_there_is_time(quantity: float, by: date, given_: dict, first: date) -> None:
    assert ask(quantity, by, **given_) == Promise("toy", quantity, by, True, first, ())


@pytest.mark.parametrize(
    ("quantity", "by", "given_", "first", "said"),
    [
        (
            40, FRIDAYS[0], {}, FRIDAYS[1],
            ["Step Paint has 20 h free until 4 Dec; 40 pcs take 40 h."],
        ),
        (
            5, FRIDAYS[0], {"planned": {0: 20, 1: 25, 2: 20}, "orders": {3: 65}}, FRIDAYS[3],
            ["The capacity of step Paint is full until 18 Dec."],
        ),
        (
            81, FRIDAYS[3], {}, None,
            ["Step Paint has 80 h free until 25 Dec; 81 pcs take 81 h."],
        ),
        (
            10, MONDAY, {}, FRIDAYS[0],
            ["What is made next is ready on 4 Dec, the last working day of its period; nothing can be promised for an "
             "earlier day."],
        ),
        (
            30, FRIDAYS[0], {"planned": {0: 10}}, FRIDAYS[1],
            ["Step Paint has 10 h free until 4 Dec; 20 pcs take 20 h."],
        ),
    ],
    ids=["two weeks", "full", "never", "too early", "beside the plan"],
)  # fmt: skip
def test_no_with_the_first_day_that_works_and_what_stands_against_it(
    quantity: float, by: date, given_: dict, first: date | None, said: list[str]
) -> None:
    assert ask(quantity, by, **given_) == Promise("toy", quantity, by, False, first, tuple(said))


def test_what_is_too_much_for_a_week_takes_the_free_hours_after_it() -> None:
    plan = {"planned": {0: 15, 1: 40, 2: 5}, "orders": {0: 15, 1: 40, 2: 5}}
    assert ask(5, FRIDAYS[0], **plan).yes
    answer = ask(6, FRIDAYS[2], **plan)
    assert (answer.yes, answer.first) == (False, FRIDAYS[3])
    assert answer.in_the_way == ("Step Paint has 5 h free until 18 Dec; 6 pcs take 6 h.",)


def test_a_step_whose_hours_nobody_knows_is_named() -> None:
    steps = (a_step("paint", role="painter"), a_step("pack", role="packer"))
    box = a_product("box", RoutingRow("paint", 1.0), RoutingRow("pack", 1.0))
    answer = ask(5, FRIDAYS[0], product=box, steps=steps)
    assert (answer.yes, answer.in_the_way) == (True, ())
    assert answer.notes == ("Nobody said how many hours step Pack has; it is taken for no limit.",)


def test_what_is_planned_for_a_later_order_is_not_given_away() -> None:
    row = grid_of(
        TOY, WEEKS, MONDAY, planned={MONDAY: 30, FRIDAYS[2]: 5}, orders={FRIDAYS[1]: 18, FRIDAYS[3]: 10},
        forecast={FRIDAYS[3]: 99}, released={}, actual={},
    )  # fmt: skip
    assert available(row) == (7, 7, 7, 7)


def test_materials_limit_what_can_be_made() -> None:
    steel = MaterialFree("Steel", "kg", 2.0, (10, 10, 40, 40))
    assert ask(10, FRIDAYS[0], materials=(steel,)) == Promise(
        "toy", 10, FRIDAYS[0], False, FRIDAYS[2],
        ("Steel is 10 kg short until 4 Dec: 10 pcs take 20, 10 are free.",),
    )  # fmt: skip
    assert ask(5, FRIDAYS[0], materials=(steel,)).yes


def test_the_worst_of_several_things_in_the_way_comes_first() -> None:
    lamp = a_product("lamp", RoutingRow("cut", 4.0), RoutingRow("paint", 2.0))
    answer = ask(20, FRIDAYS[0], product=lamp, materials=(MaterialFree("Wire", "m", 1.0, (3, 50, 50, 50)),))
    assert [sentence.split()[0:2] for sentence in answer.in_the_way] == [
        ["Wire", "is"],
        ["Step", "Paint"],
        ["Step", "Cut"],
    ]


def test_steps_that_have_room_in_different_weeks_do_not_have_it_together() -> None:
    pot = a_product("pot", RoutingRow("cut", 1.0), RoutingRow("paint", 1.0))
    only_cut = a_product("plank", RoutingRow("cut", 1.0))
    there = capacities(WEEKS, a_shop(products=(pot,)), MONDAY)
    works = [work_of_plan(only_cut, MONDAY, 60), work_of_plan(TOY, MONDAY + WEEK, 20)]
    row = grid_of(pot, WEEKS, MONDAY, planned={}, orders={}, forecast={}, released={}, actual={})
    answer = promise(
        pot, 20, FRIDAYS[1], today=MONDAY, columns=WEEKS, ready=FRIDAYS, row=row,
        loads=load_rows(WEEKS, works, there), roles=there.roles,
    )  # fmt: skip
    said = "The plan and the free hours of all steps together come to 0 of 20 pcs until 11 Dec."
    assert (answer.yes, answer.first, answer.in_the_way) == (False, FRIDAYS[2], (said,))


def test_a_role_with_two_steps_is_a_limit_of_its_own() -> None:
    steps = (a_step("paint", role="painter"), a_step("varnish", role="painter"))
    box = a_product("box", RoutingRow("paint", 1.0), RoutingRow("varnish", 1.0))
    answer = ask(25, FRIDAYS[0], product=box, steps=steps)
    assert answer.in_the_way == ("Role painter has 40 h free until 4 Dec; 25 pcs take 50 h.",)


def test_without_a_routing_or_people_only_the_plan_is_promised() -> None:
    bare = a_product("bare")
    assert ask(5, FRIDAYS[0], product=bare, planned={0: 5}).yes
    answer = ask(9, FRIDAYS[0], product=bare, planned={0: 5})
    assert (answer.yes, answer.first) == (False, None)
    assert answer.in_the_way[0].startswith("The plan leaves 5 of 9 pcs until 4 Dec, and nobody said how long")
    assert not ask(9, FRIDAYS[0], people=()).yes


def test_only_what_is_left_of_today_s_week_counts() -> None:
    assert ask(4, FRIDAYS[0], today=FRIDAYS[0]).yes
    assert ask(5, FRIDAYS[0], today=FRIDAYS[0]).first == FRIDAYS[1]
    saturday = FRIDAYS[0] + DAY
    assert ask(4, saturday, today=saturday, planned={0: 4}) == Promise("toy", 4, saturday, True, saturday, ())
    after = WEEKS[-1].ends
    assert ask(4, after, today=after).in_the_way == ("The periods that were looked at are over; look at later ones.",)


def test_a_period_is_ready_on_its_last_working_day() -> None:
    assert list(ready_days(WEEKS, hours_on)) == FRIDAYS
    weekend = periods(PeriodKind.DAY, FRIDAYS[0], 3)
    assert ready_days(weekend, hours_on) == (FRIDAYS[0], FRIDAYS[0] + DAY, FRIDAYS[0] + 2 * DAY)


AMOUNTS = st.dictionaries(st.integers(0, 3), st.integers(0, 30).map(float), max_size=4)


@settings(deadline=None)
@given(AMOUNTS, AMOUNTS, st.integers(1, 120), st.sampled_from([TOY, CHAIR, SHELF]))
def test_a_promise_for_a_later_day_or_for_less_is_never_harder(
    planned: dict, orders: dict, quantity: int, product: ProductRow
) -> None:
    answers = [ask(quantity, day, product=product, planned=planned, orders=orders) for day in FRIDAYS]
    assert len({answer.first for answer in answers}) == 1
    assert all(later.yes or not earlier.yes for earlier, later in pairwise(answers))
    for answer in answers:
        assert answer.yes == (answer.first is not None and answer.first <= answer.by)
        assert bool(answer.in_the_way) != answer.yes
    less = ask(quantity / 2, FRIDAYS[3], product=product, planned=planned, orders=orders)
    first = answers[0].first
    assert first is None or (less.first is not None and less.first <= first)
