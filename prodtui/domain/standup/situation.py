"""What a stand-up looks at: the board, its people and its plan as they stand at one moment."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING

from prodtui.domain.enums import StepKind
from prodtui.domain.planning.periods import day_name
from prodtui.domain.rows import PersonRow, StepRow
from prodtui.domain.rows_board import CardRow
from prodtui.domain.rows_issues import ActionRow, DowntimeRow, IssueRow
from prodtui.domain.rows_planning import AbsenceRow, ExceptionRow, ShortageRow
from prodtui.domain.rows_quality import InspectionRow

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo


@dataclass(frozen=True)
class Situation:
    """Everything at `now`, days on the clock of `tz`.

    `cards` are the open tasks, `people` those of the team. `age_lines` are the 50 % and 85 % cycle times in days, None
    while too few tasks are finished. `waiting` and `failed` are inspections that are not signed, `signers` tells by
    reference who may sign them. `downs` are the clocks of downtime that run, `issues` the critical ones that are open.
    `absences`, `shortages` and `behind` lie within the days that a stand-up looks ahead.
    """

    now: datetime
    tz: ZoneInfo
    steps: Sequence[StepRow]
    cards: Sequence[CardRow]
    people: Sequence[PersonRow]
    age_lines: tuple[float, float] | None = None
    waiting: Sequence[InspectionRow] = ()
    failed: Sequence[InspectionRow] = ()
    signers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    downs: Sequence[DowntimeRow] = ()
    issues: Sequence[IssueRow] = ()
    actions: Sequence[ActionRow] = ()
    absences: Sequence[AbsenceRow] = ()
    shortages: Sequence[ShortageRow] = ()
    behind: Sequence[ExceptionRow] = ()

    @cached_property
    def today(self) -> date:
        """The day on the clock of the board."""
        return self.now.astimezone(self.tz).date()

    def day_text(self, day: date) -> str:
        """Return a day in words: "Fri 27 Nov", with its year where it is another one."""
        return f"{day:%a} {day_name(day, self.today)}"

    @cached_property
    def step_by_key(self) -> Mapping[str, StepRow]:
        """The steps of the board by key."""
        return {step.key: step for step in self.steps}

    @cached_property
    def away(self) -> Mapping[str, AbsenceRow]:
        """Who is not there today, by login."""
        return {row.person: row for row in self.absences if row.person and row.starts <= self.today <= row.ends}

    def in_work(self, card: CardRow) -> bool:
        """Tell whether somebody should be at work on a task: it stands in an active step."""
        step = self.step_by_key.get(card.step)
        return step is not None and step.kind is StepKind.ACTIVE

    def helpers(self, able: Collection[str], but: Collection[str] = ()) -> tuple[str, ...]:
        """Return who of these is there today, the least busy first, at most three; `but` are left out."""
        there = [login for login in able if login not in but and login not in self.away and login in self._logins]
        return tuple(sorted(there, key=lambda login: (self._busy[login], login))[:_MOST_HELPERS])

    def able(self, step: str) -> tuple[str, ...]:
        """Return who has the role of a step; nobody where it asks for none."""
        row = self.step_by_key.get(step)
        role = row.role if row is not None else None
        return tuple(each.login for each in self.people if role and (role in each.skills or role == each.role))

    @cached_property
    def _logins(self) -> frozenset[str]:
        return frozenset(person.login for person in self.people)

    @cached_property
    def _busy(self) -> Counter[str]:
        return Counter(login for card in self.cards if self.in_work(card) for login in card.assignees)


_MOST_HELPERS = 3
