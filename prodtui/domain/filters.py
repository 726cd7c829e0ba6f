"""One filter language for list, board and batch: which tasks somebody wants to see.

Words search in title, ref and notes; quotes keep words together; `-` before a term negates it; `or` joins groups.
Terms: `@ann` `#label` `step:doing` `kind:active` `prio:high` `class:expedite` `ref:OPS-12` `product:bracket`
`due<+3d` `due:today` `due:none` `late` `blocked` `waiting` `ageing` `mine` `unassigned` `to-check` `to-sign`
`open-issue` `done` `archived`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from prodtui.domain.enums import StepKind
from prodtui.domain.filter_bind import bind_groups, date_test, find_step, person_login, step_key, unknown_name
from prodtui.domain.filter_terms import FLAG, LABEL, PERSON, SIGNS, WORD, Groups, Term, parse_groups, write_groups
from prodtui.domain.rows import StepRow, TaskRow
from prodtui.domain.rows_board import CardRow, CardSigns
from prodtui.errors import Usage

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

Card = CardRow | TaskRow
Predicate = Callable[[Card], bool]
#: Flags that come and go with the time, with other tasks, or with checklists and issues.
_PASSING = ("late", "waiting", "ageing", *SIGNS)


@dataclass(frozen=True, slots=True)
class FilterContext:
    """What a filter is read against: now, the board's time zone, who asks, the age lines in days, and names.

    A term may name `steps` (by key, archived ones too), the logins of `people` and the `labels` of the board. `signs`
    are those of tasks by id; cards carry their own.
    """

    now: datetime
    tz: ZoneInfo
    me: str | None
    steps: Mapping[str, StepRow]
    people: Collection[str]
    labels: Collection[str]
    age_lines: tuple[float, float] | None = None
    signs: Mapping[int, CardSigns] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Filter:
    """Groups of terms: a task passes when it satisfies every term of any group; no groups let everything pass."""

    groups: Groups = ()
    _bound: tuple[FilterContext, Predicate] | None = field(default=None, init=False, compare=False, repr=False)

    def matches(self, card: Card, ctx: FilterContext) -> bool:
        """Return whether a task passes; raises as `check` does."""
        bound = self._bound
        if bound is None or bound[0] is not ctx:
            bound = (ctx, self.bind(ctx))
            object.__setattr__(self, "_bound", bound)  # a cache: the value of the filter stays what it was
        return bound[1](card)

    def check(self, ctx: FilterContext) -> None:
        """Raise Usage for a step, person or label that is unknown here, and for `mine` of nobody."""
        self.bind(ctx)

    def bind(self, ctx: FilterContext) -> Predicate:
        """Return the filter as one function of a task, for many tasks in a row; raises as `check` does."""
        return bind_groups(self.groups, lambda term: _bind_term(term, ctx))

    def asks_for_done(self, ctx: FilterContext) -> bool:
        """Return whether a term names finished tasks (`done`, `kind:done`, a done step): a list must not hide them."""
        done = _done_steps(ctx)
        return any(
            (term.key, term.value) in ((FLAG, "done"), ("kind", "done"))
            or (term.key == "step" and find_step(term.value, ctx.steps) in done)
            for term in self._wanted()
        )

    def asks_for_archived(self) -> bool:
        """Return whether a term names archived tasks, so that a list must not hide them."""
        return any((term.key, term.value) == (FLAG, "archived") for term in self._wanted())

    def asks_for_signs(self) -> bool:
        """Return whether a term asks for what checklists and issues leave on a task."""
        return any(term.key == FLAG and term.value in SIGNS for group in self.groups for term in group)

    def rests_on_tasks_alone(self) -> bool:
        """Return whether it picks a task by what was said of that task itself, whatever the time and the others are."""
        terms = [term for group in self.groups for term in group]
        return not any(term.key == "due" or (term.key == FLAG and term.value in _PASSING) for term in terms)

    def _wanted(self) -> list[Term]:
        return [term for group in self.groups for term in group if not term.negated]


def parse_filter(text: str) -> Filter:
    """Return the filter that a text means; raises as `parse_groups` does, with a suggestion for what cannot be read."""
    return Filter(parse_groups(text))


def describe(filter: Filter) -> str:
    """Return the canonical text of a filter: `parse_filter` gives an equal filter back."""
    return write_groups(filter.groups)


def _bind_term(term: Term, ctx: FilterContext) -> Predicate:
    return _BINDERS[term.key](term, ctx)


def _bind_word(term: Term, ctx: FilterContext) -> Predicate:
    word = term.value.casefold()
    return lambda card: word in card.title.casefold() or word in card.ref.casefold() or word in card.notes.casefold()


def _bind_person(term: Term, ctx: FilterContext) -> Predicate:
    wanted = person_login(term, ctx.people)
    return lambda card: any(login.casefold() == wanted for login in card.assignees)


def _bind_label(term: Term, ctx: FilterContext) -> Predicate:
    if not any(label.casefold() == term.value for label in ctx.labels):
        raise unknown_name("label", term, ctx.labels)
    return lambda card: any(label.casefold() == term.value for label in card.labels)


def _bind_step(term: Term, ctx: FilterContext) -> Predicate:
    key = step_key(term, ctx.steps)
    return lambda card: card.step == key


def _bind_kind(term: Term, ctx: FilterContext) -> Predicate:
    keys = frozenset(key for key, step in ctx.steps.items() if step.kind == term.value)
    return lambda card: card.step in keys


def _bind_priority(term: Term, ctx: FilterContext) -> Predicate:
    return lambda card: card.priority == term.value


def _bind_class(term: Term, ctx: FilterContext) -> Predicate:
    return lambda card: card.service_class == term.value


def _bind_ref(term: Term, ctx: FilterContext) -> Predicate:
    if term.value.isdecimal():
        number = int(term.value)
        return lambda card: card.number == number
    return lambda card: card.ref.casefold() == term.value


def _bind_product(term: Term, ctx: FilterContext) -> Predicate:
    return lambda card: card.product is not None and card.product.casefold() == term.value


def _bind_due(term: Term, ctx: FilterContext) -> Predicate:
    passes = date_test(term, ctx.now, ctx.tz)
    return lambda card: passes(card.due)


def _bind_flag(term: Term, ctx: FilterContext) -> Predicate:
    return _FLAG_BINDERS[term.value](ctx)


def _bind_late(ctx: FilterContext) -> Predicate:
    now, done = ctx.now, _done_steps(ctx)
    return lambda card: card.due is not None and card.due < now and card.finished_at is None and card.step not in done


def _bind_ageing(ctx: FilterContext) -> Predicate:
    if ctx.age_lines is None:
        return lambda card: False
    started_before, done = ctx.now - timedelta(days=ctx.age_lines[1]), _done_steps(ctx)
    return lambda card: (
        card.started_at is not None
        and card.started_at < started_before
        and card.finished_at is None
        and card.step not in done
    )


def _bind_mine(ctx: FilterContext) -> Predicate:
    if ctx.me is None:
        raise Usage("The filter term mine needs to know who you are; name yourself with --as, or write @login.")
    me = ctx.me
    return lambda card: me in card.assignees


def _bind_done(ctx: FilterContext) -> Predicate:
    done = _done_steps(ctx)
    return lambda card: card.finished_at is not None or card.step in done


def _bind_sign(test: Callable[[CardRow | CardSigns], bool], ctx: FilterContext) -> Predicate:
    signs, none = ctx.signs, CardSigns()
    return lambda card: test(card if isinstance(card, CardRow) else signs.get(card.id, none))


def _done_steps(ctx: FilterContext) -> frozenset[str]:
    return frozenset(key for key, step in ctx.steps.items() if step.kind is StepKind.DONE)


_FLAG_BINDERS: dict[str, Callable[[FilterContext], Predicate]] = {
    "late": _bind_late,
    "blocked": lambda ctx: lambda card: card.blocked_reason is not None,
    "waiting": lambda ctx: lambda card: bool(card.waiting_for),
    "ageing": _bind_ageing,
    "mine": _bind_mine,
    "unassigned": lambda ctx: lambda card: not card.assignees,
    "to-check": partial(_bind_sign, lambda signs: signs.to_check),
    "to-sign": partial(_bind_sign, lambda signs: signs.to_sign),
    "open-issue": partial(_bind_sign, lambda signs: signs.issues > 0),
    "done": _bind_done,
    "archived": lambda ctx: lambda card: card.archived_at is not None,
}

_BINDERS: dict[str, Callable[[Term, FilterContext], Predicate]] = {
    WORD: _bind_word,
    PERSON: _bind_person,
    LABEL: _bind_label,
    FLAG: _bind_flag,
    "step": _bind_step,
    "kind": _bind_kind,
    "prio": _bind_priority,
    "class": _bind_class,
    "ref": _bind_ref,
    "product": _bind_product,
    "due": _bind_due,
}
