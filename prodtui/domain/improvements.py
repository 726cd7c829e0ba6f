"""Rules of improvements: what each state of plan, do, check, act needs, whether a result is good, and their filter."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from prodtui.domain.enums import ImprovementState
from prodtui.domain.filter_bind import bind_groups, person_login
from prodtui.domain.filter_terms import FLAG, PERSON, WORD, Term, Vocabulary, parse_groups
from prodtui.domain.issues import Missing
from prodtui.domain.rows_issues import Figure, ImprovementRow
from prodtui.domain.text import counted

STATES = tuple(ImprovementState)
#: A result that rests on fewer things is chance.
LEAST_ITEMS = 5

Predicate = Callable[[ImprovementRow], bool]

IMPROVEMENTS = Vocabulary(
    keys=("state", "kpi"), flags=("mine", "closed"), sigils={"@": PERSON}, values={"state": ImprovementState}
)


def missing_for(state: ImprovementState, row: ImprovementRow) -> tuple[Missing, ...]:
    """Return everything that an improvement lacks to stand in `state`, what the states before it need included."""
    do, check, act = STATES[1:]
    no_data = "" if row.typed else ": there is no data in its window"
    needs = (
        (do, not row.problem, "problem", "the problem"),
        (do, not row.kpi, "kpi", "a figure to measure it by"),
        (do, row.baseline_from is None or row.baseline_to is None, "baseline_from", "the window of its baseline"),
        (do, row.baseline is None, "baseline", f"a baseline{no_data}"),
        (do, row.target is None, "target", "a target"),
        (check, not row.change, "change", "what is changed"),
        (check, row.changed_on is None, "changed_on", "the day of the change"),
        (act, row.result_from is None or row.result_to is None, "result_from", "the window of its result"),
        (act, row.result is None, "result", f"a result{no_data}"),
    )
    rank = STATES.index(state)
    return tuple(Missing(field, text) for at, lacks, field, text in needs if lacks and STATES.index(at) <= rank)


def missing_to_close(row: ImprovementRow) -> tuple[Missing, ...]:
    """Return what an improvement that acts lacks to be closed."""
    needs = (
        (row.outcome is None, "outcome", "whether the change is kept or undone"),
        (not row.learned, "learned", "what was learned"),
    )
    return tuple(Missing(field, text) for lacks, field, text in needs if lacks)


def is_back(here: ImprovementState, to: ImprovementState) -> bool:
    """Tell whether the way from one state to another leads back, which needs a reason."""
    return STATES.index(to) < STATES.index(here)


def reached(baseline: float | None, target: float | None, result: float | None) -> bool | None:
    """Tell whether a result is at least as good as the target, on that side of the baseline; None while unknown."""
    if baseline is None or target is None or result is None:
        return None
    return result >= target if target >= baseline else result <= target


def too_little(baseline: Figure | None, result: Figure | None) -> str:
    """Return why a computed result says too little yet to be judged, "" when it says enough or people typed it."""
    if result is None:
        return ""
    days = (result.last - result.first).days
    if result.n >= LEAST_ITEMS and (baseline is None or days >= (baseline.last - baseline.first).days):
        return ""
    return f"{counted(days + 1, 'day')} and {counted(result.n, 'item')}: too little to judge"


def improvement_test(text: str, me: str, people: Collection[str]) -> Predicate:
    """Return a filter text as a function of an improvement; `people` are all logins.

    Raises Usage for what cannot be read and for a person who is unknown.
    """
    asker = _Asker(me, people)
    return bind_groups(parse_groups(text, IMPROVEMENTS), lambda term: _BINDERS[term.key](term, asker))


@dataclass(frozen=True, slots=True)
class _Asker:
    me: str
    people: Collection[str]


def asks_for_closed(text: str) -> bool:
    """Return whether a filter names closed improvements, so that a list must not hide them."""
    terms = (term for group in parse_groups(text, IMPROVEMENTS) for term in group)
    return any((term.key, term.value, term.negated) == (FLAG, "closed", False) for term in terms)


def _bind_word(term: Term, asker: _Asker) -> Predicate:
    word = term.value.casefold()
    return lambda row: any(word in text.casefold() for text in (row.title, row.ref, row.problem, row.change))


def _bind_flag(term: Term, asker: _Asker) -> Predicate:
    return (lambda row: row.owner == asker.me) if term.value == "mine" else (lambda row: row.closed_at is not None)


def _bind_person(term: Term, asker: _Asker) -> Predicate:
    wanted = person_login(term, asker.people)
    return lambda row: (row.owner or "").casefold() == wanted


_BINDERS: Mapping[str, Callable[[Term, _Asker], Predicate]] = {
    WORD: _bind_word,
    FLAG: _bind_flag,
    PERSON: _bind_person,
    "state": lambda term, asker: lambda row: row.state == term.value,
    "kpi": lambda term, asker: lambda row: row.kpi.casefold() == term.value,
}
