"""Rules of demand that need no board: days, keys of rows without one, and what a filter asks for."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prodtui.domain.demand_fields import DEMAND, HORIZON, check_due
from prodtui.domain.demand_filters import asks_for_archived, asks_for_closed, parse_demand_filter
from prodtui.domain.demand_imports import ImportDemand, content_key
from prodtui.errors import Rejected, Usage

TODAY = date(2026, 11, 24)
ROW = ImportDemand(2, "chair", 4.0, date(2026, 12, 4))


@given(st.integers(-400, 400), st.integers(-400, 0))
def test_due_lies_between_the_day_of_entry_and_the_horizon(due: int, made: int) -> None:
    day, entered = TODAY + timedelta(days=due), TODAY + timedelta(days=made)
    if due < made:
        with pytest.raises(Rejected, match=f"The due day {day} lies before"):
            check_due(day, entered, TODAY)
    else:
        check_due(day, entered, TODAY)


def test_the_horizon_is_five_years() -> None:
    check_due(TODAY + HORIZON, TODAY, TODAY)
    with pytest.raises(Rejected, match="beyond the horizon of the plan, which reaches to 2031-11-25"):
        check_due(TODAY + HORIZON + timedelta(days=1), TODAY, TODAY)


def test_a_row_without_a_key_is_known_by_what_it_says() -> None:
    seen = Counter[str]()
    first, second = content_key(ROW, seen), content_key(replace(ROW, line=9, product="Chair"), seen)
    assert (first.rpartition(":")[0], first[-2:], second[-2:]) == (second.rpartition(":")[0], ":1", ":2")
    for changed in ({"quantity": 5.0}, {"due": date(2026, 12, 5)}, {"customer": "Acme"}, {"notes": "x"}):
        assert content_key(replace(ROW, **changed), Counter()) != first


@pytest.mark.parametrize(
    ("text", "closed", "archived"),
    [
        ("", False, False), ("closed", True, False), ("-closed", False, False), ("status:delivered", True, False),
        ("status:open or status:cancelled", True, False), ("archived", False, True), ("-archived late", False, False),
    ],
)  # fmt: skip
def test_what_a_filter_asks_for(text: str, closed: bool, archived: bool) -> None:
    groups = parse_demand_filter(text)
    assert (asks_for_closed(groups), asks_for_archived(groups)) == (closed, archived)


def test_a_field_that_nobody_knows() -> None:
    with pytest.raises(Usage, match="A demand line has no field 'custommer' that can be edited") as caught:
        DEMAND.clean("custommer", "x")
    assert caught.value.hint == "Did you mean 'customer'?"
