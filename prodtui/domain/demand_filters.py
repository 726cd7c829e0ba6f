"""The filter language about demand: the words of `filter_terms` with the keys of demand lines.

Words search in reference, product, customer, source, notes and external key. Terms: `product:bracket` `status:open`
`customer:acme` and `source:web` (a part of it will do) `kind:forecast` `prio:high` `ref:OPS-D3` `rule:OPS-E1`
`due<fri` `late` `closed` (delivered or cancelled) `archived`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, time
from typing import TYPE_CHECKING

from prodtui.domain.enums import DemandKind, DemandStatus, Priority
from prodtui.domain.filter_bind import bind_groups, date_test, unknown_name
from prodtui.domain.filter_terms import FLAG, WORD, Groups, Term, Vocabulary, parse_groups
from prodtui.domain.rows_planning import DemandRow
from prodtui.domain.text import slug
from prodtui.errors import Usage

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

Predicate = Callable[[DemandRow], bool]

#: What has ended, by hand or because all of it was delivered.
CLOSED = frozenset({DemandStatus.DELIVERED, DemandStatus.CANCELLED})

DEMANDS = Vocabulary(
    keys=("product", "status", "customer", "source", "kind", "prio", "ref", "rule", "due"),
    flags=("late", "closed", "archived"),
    sigils={},
    values={"status": DemandStatus, "kind": DemandKind, "prio": Priority},
)


@dataclass(frozen=True, slots=True)
class DemandContext:
    """What a filter of demand is read against: now, time zone of the board, names of its products by key."""

    now: datetime
    tz: ZoneInfo
    products: Mapping[str, str]


def parse_demand_filter(text: str) -> Groups:
    """Return the filter that a text means; raises as `parse_groups` does."""
    return parse_groups(text, DEMANDS)


def demand_test(groups: Groups, ctx: DemandContext) -> Predicate:
    """Return a filter as one function of a demand line. Raises Usage for a product that is unknown here."""
    return bind_groups(groups, lambda term: _BINDERS[term.key](term, ctx))


def asks_for_closed(groups: Groups) -> bool:
    """Return whether a term names lines that have ended, so that a list must not hide them."""
    named = {(FLAG, "closed"), *(("status", status.value) for status in CLOSED)}
    return any((term.key, term.value) in named for term in _wanted(groups))


def asks_for_archived(groups: Groups) -> bool:
    """Return whether a term names archived lines."""
    return any((term.key, term.value) == (FLAG, "archived") for term in _wanted(groups))


def _wanted(groups: Groups) -> list[Term]:
    return [term for group in groups for term in group if not term.negated]


def _bind_word(term: Term, ctx: DemandContext) -> Predicate:
    word = term.value.casefold()

    def test(row: DemandRow) -> bool:
        name = ctx.products.get(row.product, "")
        texts = (row.ref, row.product, name, row.customer, row.source, row.notes, row.external_key or "")
        return any(word in text.casefold() for text in texts)

    return test


def _bind_product(term: Term, ctx: DemandContext) -> Predicate:
    wanted = slug(term.value)
    keys = {key for key, name in ctx.products.items() if wanted and wanted in (key.casefold(), slug(name))}
    if not keys:
        raise unknown_name("product", term, ctx.products)
    return lambda row: row.product in keys


def _number(term: Term, letter: str) -> int:
    wanted = term.value.rpartition("-")[2].removeprefix(letter)
    if not wanted.isdecimal():
        raise Usage(f"{term} is not a filter term: write a reference, like {term.key}:OPS-{letter.upper()}3.")
    return int(wanted)


def _bind_ref(term: Term, ctx: DemandContext) -> Predicate:
    number = _number(term, "d")
    return lambda row: row.number == number


def _bind_rule(term: Term, ctx: DemandContext) -> Predicate:
    if term.value == "none":
        return lambda row: row.rule is None
    number = _number(term, "e")
    return lambda row: row.rule is not None and row.rule.endswith(f"-E{number}")


def _bind_due(term: Term, ctx: DemandContext) -> Predicate:
    passes = date_test(term, ctx.now, ctx.tz)
    return lambda row: passes(datetime.combine(row.due, time(23, 59), tzinfo=ctx.tz))


def _bind_part(field: str) -> Callable[[Term, DemandContext], Predicate]:
    def bind(term: Term, ctx: DemandContext) -> Predicate:
        if term.value == "none":
            return lambda row: not getattr(row, field)
        return lambda row: term.value in getattr(row, field).casefold()

    return bind


_FLAGS: Mapping[str, Predicate] = {
    "late": lambda row: row.late,
    "closed": lambda row: row.status in CLOSED,
    "archived": lambda row: row.archived_at is not None,
}

_BINDERS: Mapping[str, Callable[[Term, DemandContext], Predicate]] = {
    WORD: _bind_word,
    FLAG: lambda term, ctx: _FLAGS[term.value],
    "product": _bind_product,
    "status": lambda term, ctx: lambda row: row.status == term.value,
    "kind": lambda term, ctx: lambda row: row.kind == term.value,
    "prio": lambda term, ctx: lambda row: row.priority == term.value,
    "customer": _bind_part("customer"),
    "source": _bind_part("source"),
    "ref": _bind_ref,
    "rule": _bind_rule,
    "due": _bind_due,
}
