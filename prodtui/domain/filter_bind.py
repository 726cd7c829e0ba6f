"""What terms of the filter language mean for any kind of thing: groups of tests, steps by name, dates as days."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeVar

from prodtui.domain.dates import day_bounds, instant_of, read_when
from prodtui.domain.filter_terms import WORD, Groups, Term
from prodtui.domain.rows import StepRow
from prodtui.domain.text import nearest, quoted, slug
from prodtui.errors import Usage

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

T = TypeVar("T")
#: So many names are listed when none of them is near.
_MOST_LISTED = 12

COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    ":": operator.eq,
}


def bind_groups(groups: Groups, bind: Callable[[Term], Callable[[T], bool]]) -> Callable[[T], bool]:
    """Return groups as one function of a thing; `bind` gives the meaning of a term, whose negation is done here."""

    def test(term: Term) -> Callable[[T], bool]:
        predicate = bind(term)
        return (lambda thing: not predicate(thing)) if term.negated else predicate

    alternatives = [_all_of([test(term) for term in _cheap_first(group)]) for group in groups]
    return _any_of(alternatives) if alternatives else lambda thing: True


def step_key(term: Term, steps: Mapping[str, StepRow]) -> str:
    """Return the key of the step that a term names. Raises Usage with the nearest one."""
    key = find_step(term.value, steps)
    if key is None:
        raise unknown_name("step", term, steps)
    return key


def person_login(term: Term, people: Iterable[str]) -> str:
    """Return the login that a term names, as a filter compares it. Raises Usage with the nearest one."""
    logins = tuple(people)
    if not any(login.casefold() == term.value for login in logins):
        raise unknown_name("person", term, logins)
    return term.value


def unknown_name(what: str, term: Term, known: Iterable[str]) -> Usage:
    """Return the error for a name that the board does not know, with the nearest one or some of those there are."""
    names = list(known)
    near = nearest(term.value, names)
    if near:
        more = f"; did you mean {near}?"
    elif names:
        more = f"; there are {', '.join(names[:_MOST_LISTED])}{' and more' if len(names) > _MOST_LISTED else ''}."
    else:
        more = "; there is none yet."
    return Usage(
        f"The board knows no {what} {quoted(term.value)}{more}",
        details={"term": str(term), "nearest": near, "known": names[:_MOST_LISTED]},
    )


def find_step(value: str, steps: Mapping[str, StepRow]) -> str | None:
    """Return the key of a step by its key or, in quotes, its name; None when there is none."""
    if value in steps:
        return value
    wanted = slug(value)
    return next((key for key, step in steps.items() if wanted and wanted in (slug(key), slug(step.name))), None)


def date_test(term: Term, now: datetime, tz: ZoneInfo) -> Callable[[datetime | None], bool]:
    """Return a date term as a test of a moment; a day is whole: `due<fri` is before it, `due<=fri` until its end."""
    if term.value == "none":
        return lambda due: due is None
    when = read_when(term.value)
    if not when.is_day:
        at, compare = instant_of(when, now, tz), COMPARE[term.op]
        return lambda due: due is not None and compare(due, at)
    begins, ends = day_bounds(when, now, tz)
    if term.op == ":":
        return lambda due: due is not None and begins <= due < ends
    if term.op in ("<", ">="):
        edge, compare = begins, COMPARE[term.op]
    else:
        edge, compare = ends, operator.lt if term.op == "<=" else operator.ge
    return lambda due: due is not None and compare(due, edge)


def _cheap_first(group: tuple[Term, ...]) -> list[Term]:
    return sorted(group, key=lambda term: term.key == WORD)


def _all_of(predicates: list[Callable[[T], bool]]) -> Callable[[T], bool]:
    if len(predicates) == 1:
        return predicates[0]
    if len(predicates) == 2:
        first, second = predicates
        return lambda thing: first(thing) and second(thing)
    return lambda thing: all(predicate(thing) for predicate in predicates)


def _any_of(predicates: list[Callable[[T], bool]]) -> Callable[[T], bool]:
    if len(predicates) == 1:
        return predicates[0]
    return lambda thing: any(predicate(thing) for predicate in predicates)
