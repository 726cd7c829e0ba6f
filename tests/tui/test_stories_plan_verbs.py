"""Stories of what is done with the plan: release, level, promise, overtime and what-ifs."""

from __future__ import annotations

import pytest

from prodtui.services import capacity_changes, demand, plan, task_view, what_ifs
from tests.helpers.plan import MONDAY, NEXT, THIRD
from tests.helpers.team import Team
from tests.tui.driver import Reader, sitting_at
from tests.tui.test_stories_plan import planned, row_of


def released(team: Team) -> list[float]:
    """Return the quantities of the tasks on the board."""
    return [task.quantity or 0 for task in task_view.list_tasks(team.ann)]


def words(reader: Reader, begin: str) -> list[str]:
    """Return the words of the last line of a dialog that begins like this, without what lies behind the dialog."""
    found = [line[line.index(begin) :] for line in reader.lines if begin in line]
    assert found, reader.text
    return found[-1].split("│")[0].split()


async def at_housing(reader: Reader, *keys: str) -> None:
    """Go to Housing in the plan and press further keys."""
    await reader.press("1", "slash")
    await reader.choose("housing")
    await reader.press(*keys)


async def test_a_release_shows_its_tasks_and_what_is_short_before_it_makes_them(mill: Team) -> None:
    async with sitting_at(mill) as ann:
        await at_housing(ann, "l", "r")
        assert ann.dialog == "Look"
        ann.sees("Release Housing for the week of 30 Nov as 2 tasks?", "Housing, 16 pc for OPS-D2, 16 h")
        ann.sees("Steel: 32 kg reserved, 30 free: 2 short", "enter make 2 tasks")
        await ann.press("escape")
        assert released(mill) == []
        await ann.press("r", "enter")
        assert released(mill) == [16, 16]
        assert "✓" in row_of(ann, "Housing", "plan")
        await ann.press("r")
        assert ann.notice.startswith("All 32 pc of Housing planned for the week of 30 Nov are released")
        assert released(mill) == [16, 16]


async def test_a_release_has_lots_and_a_day_of_its_own(mill: Team) -> None:
    async with sitting_at(mill) as ann:
        await at_housing(ann, "l", "r")
        ann.sees("e other lots or day")
        await ann.press("e")
        await ann.paste("50")
        await ann.press("enter")
        ann.sees("32 pc of Housing are left to release for the week of 30 Nov, not 50")
        for text in ("20", "10", "2026-12-02"):
            await ann.paste(text)
            await ann.press("tab")
        await ann.press("enter")
        ann.sees("Release Housing for the week of 30 Nov as 2 tasks?", "Housing, 10 pc for OPS-D1", "due 2 Dec")
        await ann.press("e", "tab")
        await ann.paste("5")
        await ann.press("enter")
        ann.sees("as 4 tasks?")
        await ann.press("e", "escape", "enter")
    assert released(mill) == [5, 5, 5, 5]
    assert {str(task.due)[:10] for task in task_view.list_tasks(mill.ann)} == {"2026-12-02"}


async def test_levelling_says_why_overload_stays(mill: Team) -> None:
    demand.add_demand(mill.ann, "housing", 24, due="2026-11-27")
    plan.set_quantity(mill.ann, "housing", MONDAY, 64)
    async with sitting_at(mill) as ann:
        await at_housing(ann, "L")
        ann.sees("Doing stays", "h over in the week of 23 Nov: there is no earlier week, and in a later one")
        await ann.press("enter", "L")
        ann.sees("Nothing can be moved to take overload away", "Doing stays")


async def test_a_whole_period_is_released_at_once_and_taken_back_as_one(mill: Team) -> None:
    plan.set_quantity(mill.ann, "bracket", NEXT, 12)
    async with sitting_at(mill) as ann:
        await at_housing(ann, "l", "A")
        ann.sees("Release 2 products of the week of 30 Nov as 3 tasks?", "Bracket: 12 pc, 1 task", "Steel: 2 kg short")
        await ann.press("escape")
        assert released(mill) == []
        await ann.press("A", "enter")
        assert sorted(released(mill)) == [12, 16, 16]
        await ann.press("A")
        ann.sees("Nothing is left to release for the week of 30 Nov", "All 12 pc of Bracket planned")
        await ann.press("escape", "u")
        assert released(mill) == []


async def test_what_a_full_step_keeps_from_being_released_is_said(mill: Team) -> None:
    mill.step("backlog", wip_limit=1)
    plan.set_quantity(mill.ann, "bracket", NEXT, 12)
    async with sitting_at(mill) as ann:
        await at_housing(ann, "l", "A", "enter")
        ann.sees("Not all of the week of 30 Nov is released", "Bracket: 12 pc, 1 task", "Backlog")
    assert released(mill) == [12]


async def test_levelling_is_looked_at_first_and_is_one_change(mill: Team) -> None:
    plan.set_quantity(mill.ann, "bracket", NEXT, 12)
    async with sitting_at(mill) as ann:
        await at_housing(ann, "L")
        ann.sees("8 h over now, 0 h afterwards.", "pc of Housing from the week of 30 Nov to the week of 7 Dec")
        ann.sees("step Doing, the week of 30 Nov: 32 →")
        before = planned(mill, "housing", NEXT)
        await ann.press("escape")
        assert planned(mill, "housing", NEXT) == before == 32
        await ann.press("L", "enter")
        assert planned(mill, "housing", NEXT) < 32 and planned(mill, "housing", THIRD) > 0
        ann.sees_not("▲")
        await ann.press("u")
        assert (planned(mill, "housing", NEXT), planned(mill, "housing", THIRD)) == (32, 0)
        await ann.press("U", "L")
        assert ann.notice == "There is no overload."


async def test_a_promise_says_yes_or_what_is_in_the_way(mill: Team) -> None:
    async with sitting_at(mill) as ann:
        await at_housing(ann, "p")
        await ann.type("2")
        ann.sees("It needs how much, and by when.")
        await ann.type(" 18 dec")
        await ann.press("enter")
        assert ann.dialog == "LineDialog"
        await ann.paste("2 2026-12-18")
        ann.sees("2 pc by Fri 18 Dec")
        await ann.press("enter")
        ann.sees("of Housing can")
        await ann.press("escape")
        assert ann.dialog == ""
        await ann.press("p")
        await ann.paste("500 fri")
        await ann.press("enter")
        ann.sees("No: 500 pc of Housing cannot be delivered by Fri 27 Nov.")


async def test_what_a_promise_needs_is_said_once(mill: Team) -> None:
    async with sitting_at(mill) as ann:
        await at_housing(ann, "p")
        await ann.type("4")
        assert ann.text.count("It needs how much, and by when.") == 1
        await ann.press("enter")
        assert ann.text.count("It needs how much, and by when.") == 1
        await ann.type("0")
        assert ann.text.count("It needs how much, and by when.") == 1
        await ann.type(" fri")
        ann.sees("40 pc by Fri 27 Nov").sees_not("It needs how much, and by when.")


async def test_overtime_is_given_where_the_load_is(mill: Team) -> None:
    async with sitting_at(mill) as ann:
        await at_housing(ann, "l", "o")
        assert "move down to the step" in ann.notice
        await ann.press("G", "k")
        ann.sees("Doing is 8 h over in the week of 30 Nov (32 of 24 h).")
        await ann.press("enter")
        await ann.paste("2 big order")
        await ann.press("enter")
        ann.sees("32/34 h").sees_not("▲")
        (change,) = capacity_changes.list_changes(mill.ann)
        assert (change.target, change.hours, change.reason, change.starts) == ("doing", 2, "big order", NEXT)
        await ann.press("u")
        ann.sees("32/24 h▲")


async def test_overtime_is_given_to_one_person(mill: Team) -> None:
    async with sitting_at(mill) as ann:
        await at_housing(ann, "l", "G", "k", "o")
        await ann.paste("1,5 @nobody")
        await ann.press("enter")
        ann.sees("nobody")
        assert ann.dialog == "LineDialog"
        await ann.paste("1,5 @bo big order")
        await ann.press("enter")
        assert ann.notice == "bo has +1.5 h a day in the week of 30 Nov. u takes it back."
        ann.sees("32/32 h")  # five days of 4.8 + 1.5 h
        (change,) = capacity_changes.list_changes(mill.ann)
        assert (change.kind, change.target, change.hours, change.reason) == ("person", "bo", 1.5, "big order")
        await ann.press("u", "o")
        await ann.paste("-1 @me")
        await ann.press("enter")
        assert [row.target for row in capacity_changes.list_changes(mill.ann)] == ["ann"]


async def test_a_what_if_is_played_with_compared_and_applied(mill: Team) -> None:
    async with sitting_at(mill) as ann:
        await at_housing(ann, "l", "w")
        await ann.choose("new")
        await ann.paste("night shift")
        await ann.press("enter")
        ann.sees("what-if night shift")
        await ann.press("e", "1", "2", "enter")
        assert "12✎" in row_of(ann, "Housing", "plan")
        assert planned(mill, "housing", NEXT) == 32
        await ann.press("r")
        assert ann.notice.startswith("A what-if releases nothing")
        await ann.press("w")
        await ann.choose("compare")
        ann.sees("night shift beside the plan")
        assert words(ann, "Overload") == ["Overload", "8", "h▲", "none"]
        assert words(ann, "Backlog") == ["Backlog", "at", "the", "end,", "pc", "12", "30"]
        assert words(ann, "Housing, pc") == ["Housing,", "pc", "30", "Nov", "32", "12"]
        assert words(ann, "Doing, step") == ["Doing,", "step", "30", "Nov", "32/24", "h", "133%▲", "12/24", "h", "50%"]
        await ann.press("escape", "w")
        await ann.choose("apply")
        ann.sees("Let the plan be as night shift?")
        await ann.press("enter")
        assert planned(mill, "housing", NEXT) == 12
        ann.sees_not("what-if night shift")
        await ann.press("u")
        assert planned(mill, "housing", NEXT) == 32


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_up_to_three_what_ifs_stand_beside_the_plan(mill: Team, size: tuple[int, int]) -> None:
    for name, quantity in (("summer", 10), ("winter", 40), ("spring", 32), ("autumn", 0)):
        what_ifs.add(mill.lea, name)
        plan.set_quantity(mill.lea, "housing", NEXT, quantity, what_if=name)
    async with sitting_at(mill, size=size) as ann:
        await ann.press("1", "w")
        await ann.choose("up to 3")
        ann.sees("Which stand beside the plan?", "[x] summer", "[x] spring", "[ ] autumn")
        await ann.choose("autumn")
        ann.sees("Mark one to 3 what-ifs; 4 are marked.")
        await ann.paste("")
        await ann.press("tab", "enter")
        ann.sees("3 what-ifs beside the plan")
        assert words(ann, "the plan") == ["the", "plan", "winter", "spring", "autumn"]
        assert words(ann, "Overload") == ["Overload", "8", "h▲", "16", "h▲", "8", "h▲", "none"]
        assert words(ann, "Housing, pc") == ["Housing,", "pc", "30", "Nov", "32", "40", "32", "·"]
        assert [word for word in words(ann, "Doing, step") if "%" in word] == ["133%▲", "167%▲", "133%▲", "0%"]


async def test_a_copy_that_nobody_changed_does_not_differ(mill: Team) -> None:
    what_ifs.add(mill.lea, "summer")
    async with sitting_at(mill, size=(80, 24)) as ann:
        await ann.press("1", "w")
        await ann.choose("up to 3")
        ann.sees("summer beside the plan", "Nothing differs from the plan.", "8 h▲")


async def test_a_what_if_is_thrown_away_also_by_somebody_else(mill: Team) -> None:
    what_ifs.add(mill.lea, "summer")
    what_ifs.add(mill.lea, "winter")
    async with sitting_at(mill) as ann:
        await ann.press("1", "w")
        await ann.choose("summer")
        ann.sees("what-if summer")
        await ann.press("w")
        await ann.choose("throw")
        ann.sees_not("what-if summer")
        assert [row.name for row in what_ifs.list_what_ifs(mill.ann)] == ["winter"]
        await ann.press("w")
        await ann.choose("winter")
        what_ifs.drop(mill.lea, "winter")
        await ann.beat()
        ann.sees_not("what-if winter")
        assert "was thrown away. This is the plan." in ann.notice


async def test_a_member_makes_no_what_if(mill: Team) -> None:
    async with sitting_at(mill, who="bo") as bo:
        await bo.press("1", "w")
        await bo.choose("new")
        assert bo.notice.startswith("Only a lead or a manager")
        await bo.press("L")
        assert bo.notice.startswith("Only a lead or a manager")


async def test_hours_that_were_given_are_taken_away_again(mill: Team) -> None:
    async with sitting_at(mill) as ann:
        await at_housing(ann, "l", "G", "k", "o")
        await ann.paste("2 big order")
        await ann.press("enter", "o")
        ann.sees("Hours in the week of 30 Nov", "+2 h a day, 30 Nov to 6 Dec (big order)", "more hours, or fewer")
        await ann.choose("take away")
        assert ann.notice.startswith("Took away step") and capacity_changes.list_changes(mill.ann) == ()
        await ann.press("u")
        assert len(capacity_changes.list_changes(mill.ann)) == 1
        await ann.press("o", "enter")
        ann.sees("How many hours a day more")
