"""Lots of a release and the orders that they serve."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prodtui.domain.release import MOST_LOTS, Want, serve, split
from prodtui.errors import Rejected

DUE = date(2026, 12, 4)


@pytest.mark.parametrize(
    ("quantity", "size", "lots"),
    [
        (0, 10, ()),
        (10, None, (10,)),
        (25, 10, (10, 10, 5)),
        (20, 10, (10, 10)),
        (5, 10, (5,)),
        (0.3, 0.1, (0.1, 0.1, 0.1)),
    ],
)
def test_a_quantity_is_split_into_lots(quantity: float, size: float | None, lots: tuple[float, ...]) -> None:
    assert split(quantity, size) == pytest.approx(lots)


@given(st.floats(0.01, 1e6), st.floats(0.01, 1e6))
def test_lots_are_the_quantity(quantity: float, size: float) -> None:
    try:
        lots = split(quantity, size)
    except Rejected:
        assert quantity / size > MOST_LOTS
        return
    assert sum(lots) == pytest.approx(quantity)
    assert all(0 < lot <= size * (1 + 1e-6) for lot in lots)


def test_too_many_lots_are_rejected() -> None:
    assert len(split(MOST_LOTS, 1)) == MOST_LOTS
    with pytest.raises(Rejected, match="would make 1,000 tasks"):
        split(1000, 1)


def test_lots_serve_orders_one_after_the_other() -> None:
    wants = [Want(1, DUE, 12), Want(2, DUE, 0), Want(3, DUE, 20)]
    assert [want and want.order for want in serve([10, 10, 10, 10], wants)] == [1, 1, 3, 3]
    assert [want and want.order for want in serve([32, 5], wants)] == [1, None]
    assert serve([5], []) == (None,)
