"""Plans side by side as text: every line fits, whatever the names and numbers are."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from textual.content import Content

from prodtui.domain.enums import LoadKind, PeriodKind
from prodtui.domain.planning.comparison import OnePlan, compared
from prodtui.domain.planning.periods import periods
from prodtui.domain.rows_planning import LoadCell, LoadRow, PlanCell, PlanProduct
from prodtui.screens.plan_sides import heading_of, sides_text
from prodtui.widgets.signs import ASCII, UNICODE
from prodtui.widgets.spans import cells

MONDAY = date(2026, 11, 23)
HOSTILE = "試験" * 40 + "[b]x[/b]\x1b[31m"


def a_plan(name: str | None, planned: float, *, late: int = 0, capacity: float | None = 40.0) -> OnePlan:
    """A plan of two products in two weeks; only the first one in the second week is planned otherwise."""
    backlog = [PlanCell(), PlanCell(planned=planned, backlog=max(90 - planned, 0.0))]
    return OnePlan(
        name,
        [
            PlanProduct("wide", HOSTILE, "箱" * 8, 0.0, tuple(backlog)),
            PlanProduct("same", "Same", "pc", 0.0, (PlanCell(planned=5.0), PlanCell(planned=5.0))),
        ],
        [LoadRow(LoadKind.STEP, "doing", HOSTILE, (LoadCell(3, 40.0), LoadCell(planned / 2, capacity)))],
        late,
        (),
    )


def lines_of(text: Content) -> list[str]:
    return [line.rstrip() for line in text.plain.splitlines()]


@pytest.mark.parametrize("width", [20, 50, 74, 94])
@pytest.mark.parametrize("names", [("a",), (HOSTILE, "b", "c")])
def test_every_line_fits_whatever_is_in_it(width: int, names: tuple[str, ...]) -> None:
    columns = periods(PeriodKind.WEEK, MONDAY, 2)
    shown = compared(columns, [a_plan(None, 60.0), *(a_plan(name, 1e9, late=12) for name in names)])
    for signs in (UNICODE, ASCII):
        text = lines_of(sides_text(shown, MONDAY, width, signs))
        assert max(cells(line) for line in text) <= max(width, 5 * len(shown.sides) + 9)
        assert "\x1b" not in "".join(text)
    assert "\x1b" not in heading_of(shown)


def test_only_what_differs_is_shown_with_the_share_and_the_sign_of_an_overload() -> None:
    columns = periods(PeriodKind.WEEK, MONDAY, 2)
    shown = compared(columns, [a_plan(None, 60.0), a_plan("more", 90.0, late=2)])
    text = [" ".join(line.split()) for line in lines_of(sides_text(shown, MONDAY, 94, UNICODE))]
    assert text[:4] == [
        "the plan more",
        "Overload none 5 h▲",
        "Late orders none 2!",
        f"Backlog at the end, {'箱' * 8} 30 none",
    ]
    assert sum("30 Nov" in line for line in text) == 2 and not any("23 Nov" in line for line in text)
    assert text[-1].endswith("30 Nov 30/40 h 75% 45/40 h 113%▲")
    assert not any("Same" in line for line in text)


def test_days_and_unknown_hours_are_told() -> None:
    columns = periods(PeriodKind.DAY, MONDAY, 2)
    shown = compared(columns, [a_plan(None, 60.0, capacity=None), a_plan("more", 62.0, capacity=None)])
    text = [" ".join(line.split()) for line in lines_of(sides_text(shown, MONDAY, 94, UNICODE))]
    day = MONDAY + timedelta(days=1)
    assert any(line.endswith(f"{day.day} Nov 60 62") for line in text)
    assert text[-1].endswith(f"{day.day} Nov 30/– h 31/– h")


def test_two_that_are_the_same_say_so() -> None:
    columns = periods(PeriodKind.WEEK, MONDAY, 2)
    shown = compared(columns, [a_plan(None, 60.0), a_plan("copy", 60.0)])
    assert not shown.differs
    assert lines_of(sides_text(shown, MONDAY, 74, UNICODE))[-1] == "Nothing differs from the plan."
