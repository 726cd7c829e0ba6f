"""Who may do what: guard rails on a shared file, the same for every front end."""

from __future__ import annotations

from enum import StrEnum

from prodtui.domain.enums import Role


class Permission(StrEnum):
    """A group of verbs that is granted as one."""

    WORK = "work on tasks"
    OVERRIDE = "override a limit"
    SET_UP = "change boards, steps and people"
    PURGE = "purge archived tasks"
    CHECKLISTS = "write checklists"
    CONCEDE = "grant a concession"
    PLAN = "change the plan"
    HAND_OVER = "hand shifts over or take them over"


_GRANTED: dict[Role, frozenset[Permission]] = {
    Role.SPONSOR: frozenset(),
    Role.MEMBER: frozenset({Permission.WORK}),
    Role.QUALITY: frozenset({Permission.WORK, Permission.CHECKLISTS, Permission.CONCEDE}),
    Role.LEAD: frozenset(Permission) - {Permission.PURGE},
    Role.MANAGER: frozenset(Permission),
}


def may(role: Role, permission: Permission) -> bool:
    """Tell whether a role grants a permission."""
    return permission in _GRANTED[role]


def who_may(permission: Permission) -> tuple[Role, ...]:
    """Return the roles that grant a permission, least powerful first."""
    return tuple(role for role in Role if permission in _GRANTED[role])
