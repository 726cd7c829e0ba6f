"""Tables of the plan: amounts read as people write them, whatever a float makes of them."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

from prodtui.cli.plan_tables import edit_table, load_text, shortage_table
from prodtui.domain.rows_planning import LoadCell, PlanEdit, ShortageRow

ZONE = ZoneInfo("Europe/Berlin")
DAY = date(2026, 11, 30)


def test_a_shortage_is_told_without_the_rest_of_a_float() -> None:
    row = ShortageRow("steel", "Steel", "kg", DAY, "bracket", None, 20.400000000000002, 6.800000000000001, None)
    assert shortage_table([row], ZONE).cells(("short", "needed", "until")) == [["6.8", "20.4", ""]]


def test_a_proposal_is_told_without_the_rest_of_a_float() -> None:
    assert edit_table([PlanEdit("bracket", DAY, 0.1 + 0.2, 1e9)], ZONE).cells(("before", "after")) == [
        ["0.3", "1000000000"]
    ]


def test_half_a_hundredth_of_the_capacity_counts_as_a_whole_one() -> None:
    assert load_text(LoadCell(24.5, 100.0)) == "24.5/100 25%"
