"""Levelling: overload goes away where there is room, nothing comes too late, and nothing is lost."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from prodtui.domain.planning.capacity import capacities
from prodtui.domain.planning.foresight import left_text
from prodtui.domain.planning.grid import grid_of
from prodtui.domain.planning.levelling import level
from prodtui.domain.planning.load import load_rows, work_of_plan
from prodtui.domain.planning.periods import period_name
from prodtui.domain.rows_planning import LevelProposal, LoadRow, PlanEdit, PlanProduct, ProductRow, RoutingRow
from tests.helpers.shop import CHAIR, DAY, MONDAY, SHELF, WEEK, WEEKS, a_product, a_shop

#: one hour of paint each, of which there are 20 in a week
TOY = a_product("toy", RoutingRow("paint", 1.0))
Plan = Mapping[str, Mapping[int, float]]
NOTHING: Plan = {}


class Scene:
    """Products with what is planned, released and asked for in each of four weeks."""

    def __init__(
        self, *products: ProductRow, planned: Plan, orders: Plan, released: Plan = NOTHING, actual: Plan = NOTHING
    ) -> None:
        self.products, self.today = products, MONDAY
        self.values = {"planned": planned, "orders": orders, "released": released, "actual": actual}
        self.capacities = capacities(WEEKS, a_shop(products=products), MONDAY)

    def by_day(self, what: str, key: str) -> dict[date, float]:
        return {MONDAY + at * WEEK: quantity for at, quantity in self.values[what].get(key, {}).items()}

    def grid(self, edits: tuple[PlanEdit, ...] = ()) -> list[PlanProduct]:
        rows = []
        for product in self.products:
            given_ = {what: self.by_day(what, product.key) for what in self.values}
            given_["planned"] |= {edit.starts: edit.after for edit in edits if edit.product == product.key}
            rows.append(grid_of(product, WEEKS, self.today, forecast={}, **given_))
        return rows

    def loads(self, edits: tuple[PlanEdit, ...] = ()) -> tuple[LoadRow, ...]:
        works = [
            work_of_plan(product, column.starts, cell.planned - cell.released)
            for product, row in zip(self.products, self.grid(edits), strict=True)
            for column, cell in zip(WEEKS, row.cells, strict=True)
        ]
        return load_rows(WEEKS, works, self.capacities)

    def proposal(self) -> LevelProposal:
        pairs = list(zip(self.products, self.grid(), strict=True))
        return level(WEEKS, self.today, pairs, self.loads(), self.capacities.roles)

    def level(self) -> tuple[PlanEdit, ...]:
        return self.proposal().edits

    def after(self) -> dict[str, list[float]]:
        return {row.key: [cell.planned for cell in row.cells] for row in self.grid(self.level())}


def overload(loads: tuple[LoadRow, ...]) -> float:
    return sum(max(c.load - c.capacity, 0) for row in loads for c in row.cells if c.capacity is not None)


@pytest.mark.parametrize(
    ("planned", "orders", "wanted"),
    [
        ({2: 30}, {2: 30}, [0, 10, 20, 0]),
        ({0: 30}, {0: 20, 2: 10}, [20, 10, 0, 0]),
        ({0: 30}, {0: 30}, [30, 0, 0, 0]),
        ({0: 30, 1: 20}, {3: 50}, [20, 20, 10, 0]),
        ({1: 50}, {1: 50}, [20, 30, 0, 0]),
        ({1: 20}, {1: 20}, [0, 20, 0, 0]),
        ({0: 25}, {0: 20}, [20, 5, 0, 0]),
        ({2: 20.5}, {2: 20.5}, [0, 0.5, 20, 0]),
    ],
    ids=["earlier", "later", "due", "over a full week", "as far as it goes", "fits", "for nobody yet", "fractions"],
)
def test_work_moves_to_the_nearest_week_with_room_that_is_not_too_late(
    planned: dict, orders: dict, wanted: list
) -> None:
    assert Scene(TOY, planned={"toy": planned}, orders={"toy": orders}).after() == {"toy": wanted}


def test_what_is_released_stays() -> None:
    scene = Scene(TOY, planned={"toy": {1: 50}}, released={"toy": {1: 22}}, orders={"toy": {1: 50}})
    assert scene.after() == {"toy": [8, 42, 0, 0]}


def test_whole_lots_move() -> None:
    lot = a_product("lot", RoutingRow("paint", 1.0), lot_size=8)
    scene = Scene(lot, planned={"lot": {1: 24}}, orders={"lot": {1: 24}})
    assert scene.after() == {"lot": [8, 16, 0, 0]}


def test_every_set_up_finds_its_room_too() -> None:
    slow = a_product("slow", RoutingRow("paint", 1.0, setup=5.0))
    scene = Scene(slow, planned={"slow": {1: 22}}, orders={"slow": {1: 22}})
    assert scene.after() == {"slow": [7, 15, 0, 0]}
    assert overload(scene.loads(scene.level())) == 0


def test_the_product_that_takes_most_moves_first_and_others_stay() -> None:
    other = a_product("other", RoutingRow("paint", 0.5))
    scene = Scene(TOY, other, planned={"toy": {1: 18}, "other": {1: 8}}, orders={"toy": {1: 18}, "other": {1: 8}})
    assert scene.after() == {"toy": [2, 16, 0, 0], "other": [0, 8, 0, 0]}


def test_a_week_in_which_more_was_made_than_planned_takes_nothing_more() -> None:
    scene = Scene(TOY, planned={"toy": {0: 5, 1: 30}}, orders={"toy": {1: 43}}, actual={"toy": {0: 13}})
    scene.today = MONDAY + DAY
    assert scene.after() == {"toy": [5, 30, 0, 0]}


def test_the_past_is_not_changed() -> None:
    scene = Scene(TOY, planned={"toy": {0: 50, 2: 30}}, orders={"toy": {2: 30}})
    scene.today = MONDAY + WEEK
    assert scene.after() == {"toy": [50, 10, 20, 0]}


def test_it_says_how_far_it_is_and_stops_when_told() -> None:
    scene = Scene(TOY, planned={"toy": {2: 30}}, orders={"toy": {2: 30}})
    pairs = list(zip(scene.products, scene.grid(), strict=True))
    seen: list[tuple[int, int]] = []
    given_ = (WEEKS, MONDAY, pairs, scene.loads(), scene.capacities.roles)
    assert level(*given_, progress=lambda done, of: seen.append((done, of))).edits == scene.level() != ()
    assert seen == sorted(seen) and seen[-1] == (12, 12)
    assert level(*given_, stop=lambda: True) == LevelProposal((), ())


CELLS = st.dictionaries(st.integers(0, 3), st.integers(0, 40).map(float), max_size=4)
LOTTED = a_product("lotted", RoutingRow("cut", 0.5, 1.0), RoutingRow("paint", 0.25, 0.5), lot_size=6)
PRODUCTS = (CHAIR, SHELF, TOY, LOTTED)


@st.composite
def scenes(draw: st.DrawFn) -> Scene:
    values: dict[str, dict[str, dict[int, float]]] = defaultdict(dict)
    for product in PRODUCTS:
        for what in ("planned", "orders", "actual"):
            values[what][product.key] = draw(CELLS)
        values["actual"][product.key] = {0: draw(st.sampled_from([0.0, 7.0, 30.0]))}
        planned = values["planned"][product.key]
        values["released"][product.key] = {at: float(draw(st.integers(0, int(planned[at])))) for at in planned}
    scene = Scene(*PRODUCTS, **values)
    scene.today = MONDAY + draw(st.integers(-3, 9)) * DAY
    return scene


@settings(deadline=None)
@given(scenes())
def test_nothing_is_lost_nothing_is_late_and_no_overload_appears(scene: Scene) -> None:
    edits = scene.level()
    assert scene.level() == edits
    before, after = scene.grid(), scene.grid(edits)
    for old, new in zip(before, after, strict=True):
        assert sum(cell.planned for cell in new.cells) == pytest.approx(sum(cell.planned for cell in old.cells))
        for was, now, column in zip(old.cells, new.cells, WEEKS, strict=True):
            assert now.backlog <= max(was.backlog, 0) + 1e-6
            assert now.planned >= min(was.released, was.planned) - 1e-9
            assert column.ends > scene.today or now == was
    for old_row, new_row in zip(scene.loads(), scene.loads(edits), strict=True):
        for then, cell in zip(old_row.cells, new_row.cells, strict=True):
            assert not cell.over or cell.load <= then.load + 1e-6


@pytest.mark.parametrize(
    ("planned", "orders", "released", "left"),
    [
        ({2: 30}, {2: 30}, {}, []),
        ({0: 30}, {0: 30}, {}, [(0, 10, "there is no earlier week, and in a later one it would come too late")]),
        (
            {0: 20, 1: 50}, {0: 20, 1: 50}, {},
            [(1, 30, "no earlier week has room, and in a later one it would come too late")],
        ),
        ({3: 100}, {3: 100}, {}, [(3, 20, "no earlier week has room, and no later one is looked at")]),
        (
            {0: 20, 1: 50, 2: 20, 3: 20}, {0: 20, 1: 50, 2: 20, 3: 20}, {},
            [(1, 30, "no earlier week has room, and no later one either")],
        ),
    ],
    ids=["none", "due", "full before", "last", "full"],
)  # fmt: skip
def test_overload_that_stays_says_why(planned: dict, orders: dict, released: dict, left: list) -> None:
    scene = Scene(TOY, planned={"toy": planned}, orders={"toy": orders}, released={"toy": released})
    found = scene.proposal().left
    assert [(each.name, WEEKS.index(each.period), round(each.hours), each.why) for each in found] == [
        ("Paint", *said) for said in left
    ]


def test_overload_of_what_is_on_the_board_or_moves_in_whole_lots_says_so() -> None:
    board = Scene(TOY, planned={"toy": {0: 30}}, orders={"toy": {0: 30}}).loads()
    scene = Scene(TOY, planned={"toy": {}}, orders={"toy": {}})
    pairs = list(zip(scene.products, scene.grid(), strict=True))
    [left] = level(WEEKS, MONDAY, pairs, board, scene.capacities.roles).left
    assert left.why == "what is left of it is on the board already"
    assert left_text(left, MONDAY) == f"Paint stays 10 h over in {period_name(WEEKS[0], MONDAY)}: {left.why}."
    toy = replace(TOY, lot_size=15)
    scene = Scene(toy, planned={"toy": {0: 15, 1: 30, 2: 20, 3: 20}}, orders={"toy": {0: 15, 1: 30, 2: 20, 3: 20}})
    [left] = scene.proposal().left
    assert left.why == "no earlier week has room for a whole lot, and no later one either"
