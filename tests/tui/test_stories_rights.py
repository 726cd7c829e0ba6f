"""The table of rights on screen, and what somebody sees who only looks."""

from __future__ import annotations

import pytest

from prodtui.domain.enums import Role
from prodtui.domain.permissions import DEFAULTS, Permission
from prodtui.services import boards, people, rights
from prodtui.widgets.rights_table import RightsTable
from tests.helpers.team import Team
from tests.tui.driver import Reader, sitting_at


def table_of(reader: Reader) -> RightsTable:
    return reader.app.screen.query_one(RightsTable)


def row_of(reader: Reader, words: str) -> list[str]:
    """Return what the row of a right says of each role."""
    line = next(line for line in reader.lines if words in line and " no " in line)
    return line.partition(words)[2].split()[:5]


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_a_right_is_given_at_once_and_taken_back(desk: Team, size: tuple[int, int]) -> None:
    async with sitting_at(desk, size=size) as ann:
        await ann.press("&")
        ann.sees("Rights on OPS", "sponsor  member  quality  lead  MANAGER", "A member may work on tasks.")
        assert row_of(ann, "change the plan") == ["no", "no", "no", "yes", "yes"]
        await ann.press(*"jjjjjj")
        ann.sees("A member may not change the plan.")
        await ann.press("space")
        assert row_of(ann, "change the plan") == ["no", "yes*", "no", "yes", "yes"]
        ann.sees("A member may change the plan. * Changed here.")
        assert boards.show_board(desk.ann).rights.may(Role.MEMBER, Permission.PLAN)
        await ann.press("l", "l", "space", "escape")
        assert boards.show_board(desk.ann).rights.of(Role.LEAD) == tuple(
            right for right in Permission if right not in (Permission.PURGE, Permission.PLAN)
        )
        await ann.press("u", "u")
        assert boards.show_board(desk.ann).rights == DEFAULTS


async def test_it_stands_in_the_palette_of_every_view(desk: Team) -> None:
    async with sitting_at(desk) as ann:
        for view in "1345678":
            await ann.press(view, "ctrl+p")
            await ann.choose("each role may do")
            assert ann.dialog == "RightsDialog", view
            await ann.press("escape")


async def test_the_same_cell_turned_quickly_ends_as_it_was_left(desk: Team) -> None:
    async with sitting_at(desk) as ann:
        await ann.press("&", "j")
        await ann.burst("space", "space", "space")
        assert row_of(ann, "override a limit")[1] == "yes*"
        assert boards.show_board(desk.ann).rights.may(Role.MEMBER, Permission.OVERRIDE)


async def test_what_never_changes_says_why(desk: Team) -> None:
    async with sitting_at(desk) as ann:
        await ann.press("&", "h", "space")
        ann.sees("A sponsor only looks; give somebody who is to do more another role.")
        await ann.press(*"lllll", "j", "j", "space")
        assert table_of(ann).cursor == (Role.MANAGER, Permission.SET_UP)
        ann.sees("A manager may always change boards, steps and people")
        assert boards.show_board(desk.ann).rights == DEFAULTS


async def test_the_mouse_goes_and_turns(desk: Team) -> None:
    async with sitting_at(desk) as ann:
        await ann.press("&")
        at = ann.lines[next(y for y, line in enumerate(ann.lines) if "MANAGER" in line)].index("quality")
        offset = (at - table_of(ann).region.x + 1, 2)
        await ann.pilot.click(RightsTable, offset=offset)
        await ann.settle()
        assert table_of(ann).cursor == (Role.QUALITY, Permission.OVERRIDE)
        assert boards.show_board(desk.ann).rights == DEFAULTS
        await ann.pilot.click(RightsTable, offset=offset)
        await ann.settle()
        assert boards.show_board(desk.ann).rights.may(Role.QUALITY, Permission.OVERRIDE)


async def test_others_look_and_are_told_why_they_change_nothing(desk: Team) -> None:
    async with sitting_at(desk, who="bo") as bo:
        await bo.press("&")
        why = "Only a lead or a manager may change boards, steps and people; you can look at all of it."
        bo.sees("Rights on OPS", why).sees_not("give or take")
        await bo.press("space")
        bo.sees(why)
    async with sitting_at(desk, read_only=True) as ann:
        await ann.press("&", "space")
        ann.sees("The board is open for reading only").sees_not("give or take")
    assert boards.show_board(desk.ann).rights == DEFAULTS


async def test_what_others_change_is_seen_and_what_is_refused_goes_back(desk: Team) -> None:
    async with sitting_at(desk, who="lea") as lea:
        await lea.press("&", "j")
        rights.grant(desk.ann, "quality", "override")
        await lea.beat()
        assert row_of(lea, "override a limit") == ["no", "no", "yes*", "yes", "yes"]
        rights.revoke(desk.ann, "lead", "set-up")  # lea's program has not heard of it yet
        await lea.press("space")
        lea.sees("On OPS lea (lead) may not change boards, steps and people.")
        assert row_of(lea, "override a limit")[1] == "no"


async def test_a_screen_goes_by_the_rights_of_its_board(desk: Team) -> None:
    async with sitting_at(desk, who="bo") as bo:
        await bo.press("1", "P", "a")
        bo.sees("Only a lead or a manager may change the plan")
        rights.grant(desk.ann, "member", "plan")
        await bo.beat()
        await bo.press("a")
        bo.sees_not("may change the plan")
        assert bo.dialog != ""


async def test_a_new_role_counts_at_once(desk: Team) -> None:
    async with sitting_at(desk, who="bo") as bo:
        people.edit_person(desk.ann, "bo", role="sponsor")
        await bo.beat()
        bo.sees("look only").sees_not("a add")
        await bo.press("a")
        assert bo.dialog == ""
        people.edit_person(desk.ann, "bo", role="lead")
        await bo.beat()
        bo.sees_not("look only")
        await bo.press("&", "j", "space")
        assert boards.show_board(desk.ann).rights.may(Role.MEMBER, Permission.OVERRIDE)


async def test_another_board_has_rights_of_its_own(desk: Team) -> None:
    boards.create_board(desk.ann, "LAB", "Lab", template="it-service")
    rights.revoke(desk.of("ann", board="LAB"), "member", "work")
    async with sitting_at(desk, who="bo") as bo:
        bo.sees_not("look only").sees("add")
        await bo.press("[")
        bo.sees("LAB", "look only").sees_not("a add")


# Who only looks


async def test_a_sponsor_begins_with_the_dashboard(desk: Team) -> None:
    async with sitting_at(desk, who="sam") as sam:
        assert sam.app.current_mode == "dashboard"
        sam.sees("7 DASH", "look only", "Throughput")
        await sam.press("2", "a")
        sam.sees("A sponsor only looks at this board, so nothing can be changed here.", "enter open")
        assert sam.dialog == ""
        sam.sees_not("a add", "HL move")


async def test_whoever_has_a_right_begins_with_the_board(desk: Team) -> None:
    for who, read_only, mode in (("bo", False, ""), ("ann", True, "read only")):
        async with sitting_at(desk, who=who, read_only=read_only) as reader:
            assert reader.app.current_mode == "board"
            reader.sees(mode).sees_not("look only")


async def test_who_lost_every_right_looks_only_and_is_told_when_that_ends(desk: Team) -> None:
    rights.revoke(desk.ann, "member", "work")
    async with sitting_at(desk, who="bo") as bo:
        bo.sees("look only", "7 DASH")
        await bo.press("2")
        rights.grant(desk.ann, "member", "work")
        await bo.beat()
        bo.sees_not("look only").sees("a add")


@pytest.mark.parametrize("size", [(20, 5), (40, 12)])
async def test_a_small_terminal_shows_a_part(desk: Team, size: tuple[int, int]) -> None:
    async with sitting_at(desk, size=size) as ann:
        await ann.press("&", "l", "j", "space")
        assert boards.show_board(desk.ann).rights.may(Role.QUALITY, Permission.OVERRIDE)
