"""Who may do what on a board: guard rails on a shared file, the same for every front end."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from prodtui.domain.enums import Role
from prodtui.errors import Refused, Rejected


class Permission(StrEnum):
    """A group of verbs that is granted as one; commands, files and history know it by its value."""

    WORK = "work"
    OVERRIDE = "override"
    SET_UP = "set-up"
    PURGE = "purge"
    CHECKLISTS = "checklists"
    CONCEDE = "concede"
    PLAN = "plan"
    HAND_OVER = "hand-over"

    @property
    def words(self) -> str:
        """Return what it lets somebody do, as it stands behind "may"."""
        return _WORDS[self]


_WORDS = {
    Permission.WORK: "work on tasks",
    Permission.OVERRIDE: "override a limit",
    Permission.SET_UP: "change boards, steps and people",
    Permission.PURGE: "purge archived tasks",
    Permission.CHECKLISTS: "write checklists",
    Permission.CONCEDE: "grant a concession",
    Permission.PLAN: "change the plan",
    Permission.HAND_OVER: "hand shifts over or take them over",
}
_GRANTED: dict[Role, frozenset[Permission]] = {
    Role.SPONSOR: frozenset(),
    Role.MEMBER: frozenset({Permission.WORK}),
    Role.QUALITY: frozenset({Permission.WORK, Permission.CHECKLISTS, Permission.CONCEDE}),
    Role.LEAD: frozenset(Permission) - {Permission.PURGE},
    Role.MANAGER: frozenset(Permission),
}


@dataclass(frozen=True, slots=True)
class RightRow:
    """Whether a role has a right."""

    role: Role
    right: Permission
    granted: bool

    @property
    def ref(self) -> str:
        """Return what events about it call it."""
        return f"{self.role}.{self.right}"


@dataclass(frozen=True, slots=True)
class Rights:
    """The table of a board: what each role may do there.

    `changes` are the cells in which it differs from the table that every board begins with, in the order of the roles
    and rights, each once; see `rights_of`.
    """

    changes: tuple[RightRow, ...] = ()

    def may(self, role: Role, right: Permission) -> bool:
        """Tell whether a role has a right."""
        for cell in self.changes:
            if cell.role is role and cell.right is right:
                return cell.granted
        return right in _GRANTED[role]

    def who_may(self, right: Permission) -> tuple[Role, ...]:
        """Return the roles that have a right, least powerful first."""
        return tuple(role for role in Role if self.may(role, right))

    def of(self, role: Role) -> tuple[Permission, ...]:
        """Return the rights of a role, none for one that only looks."""
        return tuple(right for right in Permission if self.may(role, right))

    def granted(self, role: Role, right: Permission) -> Rights:
        """Return the table in which a role has a right. Raises Refused for a sponsor."""
        return self._with(RightRow(role, right, True))

    def revoked(self, role: Role, right: Permission) -> Rights:
        """Return the table in which a role does not have a right. Raises Refused for a manager's right to set up."""
        return self._with(RightRow(role, right, False))

    def with_only(self, role: Role, rights: Iterable[Permission]) -> Rights:
        """Return the table in which a role has these rights and no others. Raises Refused for what stays as it is."""
        wanted, table = set(rights), self
        for right in Permission:
            table = table._with(RightRow(role, right, right in wanted))
        return table

    def named(self, right: Permission) -> str:
        """Return who has a right, such as "a lead or a manager", "nobody" when no role has it."""
        roles = self.who_may(right)
        return " or ".join(f"a {role}" for role in roles) or "nobody"

    def only(self, right: Permission) -> str:
        """Return who alone has a right, such as "only a manager", "nobody" when no role has it."""
        return f"only {self.named(right)}" if self.who_may(right) else self.named(right)

    def refusal(self, role: Role, right: Permission) -> str:
        """Return the sentence that tells a role who has a right that it lacks itself, "" when it has it."""
        if self.may(role, right):
            return ""
        return f"{self.only(right).capitalize()} may {right.words}; you can look at all of it."

    def _with(self, cell: RightRow) -> Rights:
        if cell.granted == self.may(cell.role, cell.right):
            return self
        if why := why_fixed(cell.role, cell.right):
            raise Refused(why, hint="See the table with `prodtui person rights`.")
        others = [other for other in self.changes if (other.role, other.right) != (cell.role, cell.right)]
        return rights_of([*others, cell])


DEFAULTS = Rights()
"""The table that every board begins with, and by which goes what concerns the whole store."""


def rights_of(cells: Iterable[RightRow]) -> Rights:
    """Return the table with these cells and all others as every board has them at first.

    Raises Rejected for a cell that is given twice or that stays as it is.
    """
    listed = tuple(cells)
    found = {(cell.role, cell.right): cell for cell in listed}
    if len(found) < len(listed):
        raise Rejected("The rights name a cell of their table twice.", hint="Name each role and right once.")
    ordered = (found.get((role, right)) for role in Role for right in Permission)
    changes = tuple(cell for cell in ordered if cell and cell.granted != DEFAULTS.may(cell.role, cell.right))
    if fixed := next((why for cell in changes if (why := why_fixed(cell.role, cell.right))), ""):
        raise Rejected(fixed, hint="Leave that cell of the rights out.")
    return Rights(changes)


def cell_of(ref: str) -> tuple[Role, Permission] | None:
    """Return the role and the right that an event is about, None for what is no cell of the table."""
    role, _, right = ref.partition(".")
    return (Role(role), Permission(right)) if role in list(Role) and right in list(Permission) else None


def why_fixed(role: Role, right: Permission) -> str:
    """Return why a cell of the table stays as it is on every board, "" when it may be changed."""
    if role is Role.SPONSOR:
        return "A sponsor only looks; give somebody who is to do more another role."
    if role is Role.MANAGER and right is Permission.SET_UP:
        return f"A manager may always {right.words}, so that nobody locks a board for good."
    return ""
