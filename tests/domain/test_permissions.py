"""Who may do what: the table that every board begins with, and what a board decides otherwise."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prodtui.domain.codec import from_dict, to_dict
from prodtui.domain.enums import Role
from prodtui.domain.permissions import DEFAULTS, Permission, RightRow, Rights, cell_of, rights_of, why_fixed
from prodtui.errors import Refused, Rejected

TABLE = {
    Permission.WORK: [Role.MEMBER, Role.QUALITY, Role.LEAD, Role.MANAGER],
    Permission.OVERRIDE: [Role.LEAD, Role.MANAGER],
    Permission.SET_UP: [Role.LEAD, Role.MANAGER],
    Permission.PURGE: [Role.MANAGER],
    Permission.CHECKLISTS: [Role.QUALITY, Role.LEAD, Role.MANAGER],
    Permission.CONCEDE: [Role.QUALITY, Role.LEAD, Role.MANAGER],
    Permission.PLAN: [Role.LEAD, Role.MANAGER],
    Permission.HAND_OVER: [Role.LEAD, Role.MANAGER],
}
CELLS = list(product(Role, Permission))
FREE = [cell for cell in CELLS if not why_fixed(*cell)]


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("permission", Permission)
def test_the_table_that_every_board_begins_with(role: Role, permission: Permission) -> None:
    assert DEFAULTS.may(role, permission) == (role in TABLE[permission])


@pytest.mark.parametrize("permission", Permission)
def test_who_may_is_named_least_powerful_first(permission: Permission) -> None:
    assert list(DEFAULTS.who_may(permission)) == TABLE[permission]


@pytest.mark.parametrize(("role", "right"), FREE)
def test_a_cell_changes_alone_and_back(role: Role, right: Permission) -> None:
    had = DEFAULTS.may(role, right)
    table = DEFAULTS.revoked(role, right) if had else DEFAULTS.granted(role, right)
    assert table.changes == (RightRow(role, right, granted=not had),)
    assert [cell for cell in CELLS if table.may(*cell) != DEFAULTS.may(*cell)] == [(role, right)]
    assert (table.granted(role, right) if had else table.revoked(role, right)) == DEFAULTS


def test_a_sponsor_only_looks_on_every_board() -> None:
    assert DEFAULTS.of(Role.SPONSOR) == ()
    for right in Permission:
        with pytest.raises(Refused, match=r"A sponsor only looks; give somebody .* another role"):
            DEFAULTS.granted(Role.SPONSOR, right)


def test_a_manager_may_always_set_up() -> None:
    with pytest.raises(Refused, match="so that nobody locks a board for good"):
        DEFAULTS.revoked(Role.MANAGER, Permission.SET_UP)
    with pytest.raises(Refused, match="A manager may always"):
        DEFAULTS.with_only(Role.MANAGER, [Permission.WORK])
    assert DEFAULTS.granted(Role.MANAGER, Permission.SET_UP) is DEFAULTS


@given(st.lists(st.tuples(st.sampled_from(FREE), st.booleans()), max_size=30))
def test_what_is_set_holds_and_nothing_else(steps: list[tuple[tuple[Role, Permission], bool]]) -> None:
    table, wanted = DEFAULTS, {cell: DEFAULTS.may(*cell) for cell in CELLS}
    for cell, granted in steps:
        table = table.granted(*cell) if granted else table.revoked(*cell)
        wanted[cell] = granted
    assert {cell: table.may(*cell) for cell in CELLS} == wanted
    assert from_dict(Rights, to_dict(table)) == table == rights_of(reversed(table.changes))
    assert len(table.changes) == sum(wanted[cell] != DEFAULTS.may(*cell) for cell in CELLS)


def test_a_role_gets_a_list_of_rights() -> None:
    table = DEFAULTS.with_only(Role.MEMBER, [Permission.PLAN, Permission.HAND_OVER])
    assert table.of(Role.MEMBER) == (Permission.PLAN, Permission.HAND_OVER)
    assert table.with_only(Role.MEMBER, [Permission.WORK]) == DEFAULTS


def test_cells_that_cannot_be_are_rejected() -> None:
    plan = RightRow(Role.MEMBER, Permission.PLAN, granted=True)
    with pytest.raises(Rejected, match="twice"):
        rights_of([plan, plan])
    with pytest.raises(Rejected, match="A sponsor only looks"):
        rights_of([RightRow(Role.SPONSOR, Permission.PLAN, granted=True)])
    assert rights_of([RightRow(Role.LEAD, Permission.PLAN, granted=True)]) == DEFAULTS


def test_a_refusal_names_who_may() -> None:
    assert DEFAULTS.refusal(Role.MEMBER, Permission.WORK) == ""
    assert (
        DEFAULTS.refusal(Role.MEMBER, Permission.PLAN)
        == "Only a lead or a manager may change the plan; you can look at all of it."
    )
    nobody = DEFAULTS.revoked(Role.MANAGER, Permission.PURGE)
    assert nobody.refusal(Role.MANAGER, Permission.PURGE).startswith("Nobody may purge archived tasks;")
    assert (nobody.named(Permission.PURGE), nobody.only(Permission.PURGE)) == ("nobody", "nobody")


@pytest.mark.parametrize("cell", CELLS)
def test_events_name_a_cell(cell: tuple[Role, Permission]) -> None:
    assert cell_of(RightRow(*cell, granted=True).ref) == cell


@pytest.mark.parametrize("ref", ["", "member", "member.", "member.fly", "god.work", "OPS-1"])
def test_what_is_no_cell_is_none(ref: str) -> None:
    assert cell_of(ref) is None
