"""The filter language about issues: the words of `filter_terms` with the keys of the issue log.

Words search in title, ref and notes. Terms: `@ann` `sev:major` `state:acting` `step:doing` `cat:burr` `cause:machine`
`ref:OPS-I3` `due<+3d` (the next action) `age>5d` `overdue` `checks` (its effect is to be looked at) `mine` `unowned`
`andon` `recurring` `closed` `archived`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from prodtui.domain.enums import CauseCategory, IssueState, Severity
from prodtui.domain.filter_bind import COMPARE, bind_groups, date_test, person_login, step_key
from prodtui.domain.filter_terms import FLAG, PERSON, WORD, Groups, Term, Vocabulary, age_hours, parse_groups
from prodtui.domain.issues import age_days
from prodtui.domain.rows import StepRow
from prodtui.domain.rows_issues import IssueRow
from prodtui.errors import Usage

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

Predicate = Callable[[IssueRow], bool]

ISSUES = Vocabulary(
    keys=("sev", "state", "step", "cat", "cause", "ref", "due", "age"),
    flags=("overdue", "checks", "mine", "unowned", "andon", "recurring", "closed", "archived"),
    sigils={"@": PERSON},
    values={"sev": Severity, "state": IssueState, "cause": CauseCategory},
    ages=("age",),
)


@dataclass(frozen=True, slots=True)
class IssueContext:
    """What a filter of issues is read against: now, time zone and steps of the board, who asks, everybody's login."""

    now: datetime
    tz: ZoneInfo
    me: str
    steps: Mapping[str, StepRow]
    people: Collection[str]


def parse_issue_filter(text: str) -> Groups:
    """Return the filter that a text means; raises as `parse_groups` does."""
    return parse_groups(text, ISSUES)


def issue_test(groups: Groups, ctx: IssueContext) -> Predicate:
    """Return a filter as one function of an issue. Raises Usage for a step or person that is unknown here."""
    return bind_groups(groups, lambda term: _BINDERS[term.key](term, ctx))


def asks_for_closed(groups: Groups) -> bool:
    """Return whether a term names closed issues, so that a list must not hide them."""
    return any((term.key, term.value) in ((FLAG, "closed"), ("state", "closed")) for term in _wanted(groups))


def asks_for_archived(groups: Groups) -> bool:
    """Return whether a term names issues that were put away."""
    return any((term.key, term.value) == (FLAG, "archived") for term in _wanted(groups))


def _wanted(groups: Groups) -> list[Term]:
    return [term for group in groups for term in group if not term.negated]


def _bind_word(term: Term, ctx: IssueContext) -> Predicate:
    word = term.value.casefold()
    return lambda issue: any(word in text.casefold() for text in (issue.title, issue.ref, issue.notes))


def _bind_person(term: Term, ctx: IssueContext) -> Predicate:
    wanted = person_login(term, ctx.people)
    return lambda issue: (issue.owner or "").casefold() == wanted


def _bind_step(term: Term, ctx: IssueContext) -> Predicate:
    key = step_key(term, ctx.steps)
    return lambda issue: issue.step == key


def _bind_ref(term: Term, ctx: IssueContext) -> Predicate:
    wanted = term.value.rpartition("-")[2].removeprefix("i")
    if not wanted.isdecimal():
        raise Usage(f"{term} is not a filter term: write the reference of an issue, like ref:OPS-I3.")
    number = int(wanted)
    return lambda issue: issue.number == number


def _bind_due(term: Term, ctx: IssueContext) -> Predicate:
    passes = date_test(term, ctx.now, ctx.tz)
    return lambda issue: passes(issue.next_due)


def _bind_age(term: Term, ctx: IssueContext) -> Predicate:
    days, compare = (age_hours(term.value) or 0) / 24, COMPARE[term.op]
    return lambda issue: compare(age_days(issue, ctx.now), days)


_FLAGS: Mapping[str, Callable[[IssueContext], Predicate]] = {
    "overdue": lambda ctx: lambda issue: issue.actions_overdue > 0,
    "checks": lambda ctx: lambda issue: issue.check_ready,
    "mine": lambda ctx: lambda issue: issue.owner == ctx.me,
    "unowned": lambda ctx: lambda issue: issue.owner is None,
    "andon": lambda ctx: lambda issue: issue.andon,
    "recurring": lambda ctx: lambda issue: issue.recurs is not None,
    "closed": lambda ctx: lambda issue: issue.state is IssueState.CLOSED,
    "archived": lambda ctx: lambda issue: issue.archived_at is not None,
}

_BINDERS: Mapping[str, Callable[[Term, IssueContext], Predicate]] = {
    WORD: _bind_word,
    PERSON: _bind_person,
    FLAG: lambda term, ctx: _FLAGS[term.value](ctx),
    "sev": lambda term, ctx: lambda issue: issue.severity == term.value,
    "state": lambda term, ctx: lambda issue: issue.state == term.value,
    "step": _bind_step,
    "cat": lambda term, ctx: lambda issue: (issue.category or "").casefold() == term.value,
    "cause": lambda term, ctx: lambda issue: issue.cause_category == term.value,
    "ref": _bind_ref,
    "due": _bind_due,
    "age": _bind_age,
}
