"""Who may do what."""

from __future__ import annotations

import pytest

from prodtui.domain.enums import Role
from prodtui.domain.permissions import Permission, may, who_may

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


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("permission", Permission)
def test_the_table_of_rights(role: Role, permission: Permission) -> None:
    assert may(role, permission) == (role in TABLE[permission])


@pytest.mark.parametrize("permission", Permission)
def test_who_may_is_named_least_powerful_first(permission: Permission) -> None:
    assert list(who_may(permission)) == TABLE[permission]


def test_a_sponsor_only_looks() -> None:
    assert not any(may(Role.SPONSOR, permission) for permission in Permission)
