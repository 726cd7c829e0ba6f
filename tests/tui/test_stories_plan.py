"""Stories of the plan: the grid, quantities written in place, load that moves at once, and the list of exceptions."""

from __future__ import annotations

from datetime import date

import pytest
from textual import events

from prodtui.domain.enums import PeriodKind
from prodtui.screens import deferred
from prodtui.services import plan, plan_grid, products, undo
from tests.helpers.plan import MONDAY, NEXT, THIRD
from tests.helpers.team import Team
from tests.tui.driver import Reader, sitting_at


def planned(team: Team, product: str, day: date) -> float:
    """Return what the store has planned of a product for the week of a day."""
    grid = plan_grid.grid(team.ann, kind=PeriodKind.WEEK, first=day, count=1)
    return next(row.cells[0].planned for row in grid.products if row.key == product)


def row_of(reader: Reader, name: str, label: str) -> str:
    """Return the line of the grid with a label that stands at or below a name."""
    lines = reader.lines
    first = next(number for number, line in enumerate(lines) if name in line)
    return next(line for line in lines[first:] if f" {label} " in line)


async def test_the_grid_shows_demand_plan_and_load(mill: Team) -> None:
    async with sitting_at(mill, size=(80, 24)) as ann:
        await ann.press("1")
        ann.sees("1 PLAN", "GRID", "▶ 23 Nov", "30 Nov", "21 Dec", "Cover [b]set")
        ann.sees("Doing is 8 h over in the week of 30 Nov (32 of 24 h).", "32/24 h▲")
        await ann.press("slash")
        await ann.choose("housing")
        assert row_of(ann, "Housing", "demand").split()[:5] == ["Housing", "demand", "16", "·", "30"]
        assert row_of(ann, "Housing", "plan").split()[:4] == ["pc", "plan", "16", "32"]
        await ann.press("2")
        ann.sees("2 BOARD")


async def test_what_an_edit_needs_is_loaded_before_the_first_one(mill: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(vars(deferred), "plan", raising=False)
    async with sitting_at(mill) as ann:
        await ann.press("1")
        ann.sees("1 PLAN")
        assert "plan" in vars(deferred)


async def test_a_quantity_is_written_in_place_and_the_load_moves(mill: Team) -> None:
    async with sitting_at(mill, size=(80, 24)) as ann:
        await ann.press("1", "slash")
        await ann.choose("housing")
        await ann.press("l", "enter", "2", "4")
        ann.sees("24▏", "enter save")
        assert planned(mill, "housing", NEXT) == 32
        await ann.press("enter")
        assert planned(mill, "housing", NEXT) == 24
        ann.sees("24 pc of Housing in the week of 30 Nov", "24/24 h").sees_not("▲", "24▏")
        await ann.press("u")
        assert planned(mill, "housing", NEXT) == 32
        ann.sees("32/24 h▲")


async def test_tab_saves_and_goes_on_to_the_next_period(mill: Team) -> None:
    products.edit_product(mill.ann, "bracket", unit="kg")
    async with sitting_at(mill) as ann:
        await ann.press("1", "slash")
        await ann.choose("bracket")
        await ann.press("e", "6", "tab", "7", "comma", "5", "enter")
        assert (planned(mill, "bracket", MONDAY), planned(mill, "bracket", NEXT)) == (6, 7.5)


async def test_the_cursor_goes_on_behind_the_last_period_and_before_the_first(mill: Team) -> None:
    async with sitting_at(mill) as ann:
        await ann.press("1", "slash")
        await ann.choose("housing")
        await ann.press(*"l" * 51)
        columns = ann.lines[2].split("›")[-1]
        ann.sees("Housing in the week of 15 Nov 2027").sees_not("to Jun 2028")
        await ann.press("l")
        ann.sees("Housing in the week of 22 Nov 2027", "May 2027 to Jun 2028")
        assert ann.lines[2].split("›")[-1].split()[-4:] == [*columns.split()[-2:], "22", "Nov"]
        await ann.press("e", "7", "enter")
        assert planned(mill, "housing", date(2027, 11, 22)) == 7
        await ann.press("t")
        ann.sees("▶ 23 Nov", "Housing in the week of 23 Nov").sees_not("Jun 2028")
        await ann.press(*"h" * 5)
        ann.sees("Housing in the week of 19 Oct", "Apr 2026 to May 2027")


async def test_the_load_of_a_role_that_only_repeats_its_step_is_left_out(mill: Team) -> None:
    async with sitting_at(mill) as ann:
        await ann.press("1")
        loads = [line.split()[:2] for line in ann.lines if " step " in line or " role " in line]
        assert loads == [["Doing", "step"], ["Review", "step"]]


async def test_a_minus_is_no_key_that_is_passed_over(mill: Team) -> None:
    async with sitting_at(mill) as ann:
        await ann.press("1", "slash")
        await ann.choose("housing")
        await ann.press("enter", "-", "4", "enter")
        ann.sees("-4▏", "The planned quantity -4 must lie between 0 and 1000000000.")
        assert planned(mill, "housing", MONDAY) == 16
        await ann.press("escape", "enter")
        await ann.burst(events.Paste("\u22124"))
        await ann.press("enter")
        ann.sees("The planned quantity '\u22124' is not a number.")
        assert planned(mill, "housing", MONDAY) == 16


async def test_esc_leaves_a_quantity_as_it_was_and_letters_are_no_keys_meanwhile(mill: Team) -> None:
    async with sitting_at(mill) as ann:
        await ann.press("1", "slash")
        await ann.choose("housing")
        await ann.press("e", "9", "2", "backspace", "x")
        ann.sees("9▏", "A planned quantity is a number")
        await ann.press("escape")
        ann.sees("GRID").sees_not("▏")
        assert planned(mill, "housing", MONDAY) == 16
        await ann.press("escape", "x")
        ann.sees("EXCEPTIONS")


async def test_what_cannot_be_planned_stays_written_and_says_why(mill: Team) -> None:
    async with sitting_at(mill) as ann:
        await ann.press("1", "slash")
        await ann.choose("housing")
        await ann.press("e", *"1.2.3", "enter")
        assert "is not a number" in ann.notice
        ann.sees("1.2.3▏")
        await ann.press("backspace", "backspace", "enter")
        assert ann.notice.startswith("Housing is counted in whole pc, so 1.2 is no quantity of it.")
        ann.sees("1.2▏")
        await ann.press("backspace", "backspace", "enter")
        assert planned(mill, "housing", MONDAY) == 1


async def test_somebody_else_planned_the_cell_meanwhile(mill: Team) -> None:
    async with sitting_at(mill) as ann:
        await ann.press("1", "slash")
        await ann.choose("housing")
        await ann.press("e", "9")
        plan.set_quantity(mill.lea, "housing", MONDAY, 17)
        await ann.press("enter")
        assert "lea planned Housing for the week of 23 Nov anew meanwhile" in ann.notice
        assert planned(mill, "housing", MONDAY) == 17
        ann.sees("9▏")


async def test_others_edits_and_undo_come_in_by_themselves(mill: Team) -> None:
    async with sitting_at(mill) as ann:
        await ann.press("1")
        plan.set_quantity(mill.lea, "bracket", THIRD, 77)
        await ann.beat()
        assert "77" in row_of(ann, "Bracket", "plan")
        undo.undo(mill.lea)
        await ann.beat()
        assert "77" not in row_of(ann, "Bracket", "plan")


async def test_the_cursor_holds_on_to_its_product_and_period(mill: Team) -> None:
    async with sitting_at(mill) as ann:
        await ann.press("1", "slash")
        await ann.choose("housing")
        await ann.press("l")
        ann.sees("Housing in the week of 30 Nov: nothing asked for, 32 planned, 32 ahead")
        mill_products(mill)
        await ann.beat()
        ann.sees("Aardvark", "Housing in the week of 30 Nov: nothing asked for, 32 planned")
        await ann.press("z")
        ann.sees("▶ Nov '26", "Housing in November: 16 pc asked for")
        await ann.press("z")
        ann.sees("Day", "▶ Tue 24", "Housing on Tue 24 Nov")


def mill_products(team: Team) -> None:
    """Add a product that stands before all others."""
    from prodtui.services import products

    products.add_product(team.lea, "Aardvark")


async def test_a_member_may_look_and_is_told_why_not_more(mill: Team) -> None:
    async with sitting_at(mill, who="bo") as bo:
        await bo.press("1", "e")
        assert bo.notice == "Only a lead or a manager may change the plan; you can look at all of it."
    async with sitting_at(mill, read_only=True) as ann:
        await ann.press("1", "e")
        assert "reading only" in ann.notice


async def test_an_empty_plan_teaches(team: Team) -> None:
    async with sitting_at(team) as ann:
        await ann.press("1")
        ann.sees("Nothing is planned here yet", "P  then a  adds a product")
        await ann.press("j", "l", "G", "e", "x")
        ann.sees("There is no plan yet that could fail.")
        await ann.press("P", "a")
        assert ann.dialog == "Form"
        await ann.press("escape")
        products.add_product(team.ann, "Housing")
        await ann.beat()
        await ann.press("1", "x")
        ann.sees("The plan bears everything.")


async def test_the_whole_reason_of_an_exception_is_read_on_a_narrow_screen(mill: Team) -> None:
    async with sitting_at(mill, size=(60, 24)) as ann:
        await ann.press("1", "x", "j")
        ann.sees("Steel: 18 of 32 kg", "it is expected.")


async def test_by_day_the_plan_of_a_week_is_said_to_stand_on_its_first_day(mill: Team) -> None:
    said = "32 planned (a week's plan stands on its first day)"
    async with sitting_at(mill) as ann:
        await ann.press("1", "slash")
        await ann.choose("housing")
        await ann.press("l")
        ann.sees("Housing in the week of 30 Nov").sees_not(said)
        await ann.press("z", "z", "t", *"l" * 6)
        ann.sees("Housing on Mon 30 Nov", said)
        await ann.press("l")
        ann.sees("Housing on Tue 1 Dec").sees_not(said)
