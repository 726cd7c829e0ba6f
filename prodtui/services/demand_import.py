"""Importing demand from outside: one transaction, all or nothing unless told otherwise, and never twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

from prodtui.domain.codec import from_dict, to_json
from prodtui.domain.demand_fields import check_due
from prodtui.domain.demand_imports import DemandReport, ImportDemand, content_key
from prodtui.domain.enums import Priority, Via
from prodtui.domain.imports import BadRow, Remark
from prodtui.domain.permissions import Permission
from prodtui.domain.planning.periods import amount_text
from prodtui.domain.rows import BoardRow
from prodtui.domain.rows_planning import ProductRow
from prodtui.domain.text import nearest, slug
from prodtui.errors import Rejected
from prodtui.services import products
from prodtui.services.change import Change, begin
from prodtui.services.collector import without_collector
from prodtui.services.demand_update import Known, Updates, updates_of, write_updates
from prodtui.services.demandbook import today_of
from prodtui.services.import_rows import Progress, Taken, collect, refusal
from prodtui.services.recordbook import RecordBook
from prodtui.services.workspace import Workspace
from prodtui.storage.bulk import BulkInsert, roomy
from prodtui.storage.queries import demand as queries
from prodtui.storage.tables.planning import Demand
from prodtui.storage.tables.types import table_of

_demand = table_of(Demand)
_COLUMNS = (
    "board_id number product_id quantity due kind priority customer source notes closed external_key created_at "
    "created_by version"
).split()
_NATURAL = "quantity due kind priority customer source notes closed external_key created_at created_by".split()
_CHUNK = 2_000


@dataclass(frozen=True, slots=True)
class DemandWishes:
    """What the user says about an import of demand."""

    skip_bad: bool = False
    dry_run: bool = False


def import_demand(
    ws: Workspace,
    rows: Iterable[ImportDemand | BadRow],
    *,
    total: int = 0,
    unit: str = "line",
    notes: Sequence[str] = (),
    wishes: DemandWishes | None = None,
    progress: Progress | None = None,
    request_id: str | None = None,
) -> DemandReport:
    """Add the demand lines of a file to the current board, and change those of which it says something new.

    Lines are known by their key; see `demand_update.updates_of` for what is taken over. A second import of a file
    changes nothing. All rows are read before the store is locked. Raises Rejected with `details["rows"]` when a row
    cannot be taken and `skip_bad` is not wished.
    """
    wishes, tell = wishes or DemandWishes(), progress or (lambda phase, done, all: None)
    with without_collector():
        taken = collect(rows, total, tell)
        body = {"rows": taken.count, "skip_bad": wishes.skip_bad}
        actor = ws.with_via(Via.IMPORT)
        with begin(actor, "demand.import", need=Permission.PLAN, request_id=request_id, body=body) as change:
            if change.first_answer:
                return from_dict(DemandReport, change.first_answer["value"])
            board = change.board()
            plan = _Planner(change, board).plan(taken.good)
            bad = tuple(sorted((*taken.bad, *plan.bad), key=lambda row: row.line))
            if bad and not wishes.skip_bad:
                raise refusal(bad, taken.count, taken.count - len(bad), unit)
            if not wishes.dry_run:
                with roomy(change.session):
                    write_updates(change, board, plan.updates, tell)
                    _write(change, board, plan.lines, tell)
            report = _report(change, board, wishes, unit, taken, plan, bad, notes)
            return report if wishes.dry_run else change.done(report).value


@dataclass(slots=True)
class _Planned:
    """A line that will be made, under its key; `created` is when it was entered."""

    row: ImportDemand
    key: str
    product: ProductRow
    created: datetime


@dataclass(slots=True)
class _Plan:
    """What an import is going to do; `guessed` counts ended lines of which nobody says when they were entered."""

    lines: list[_Planned] = field(default_factory=list)
    bad: list[BadRow] = field(default_factory=list)
    updates: Updates = field(default_factory=Updates)
    guessed: int = 0


class _Planner:
    """Decides row by row what becomes of a file, before anything is written."""

    def __init__(self, change: Change, board: BoardRow) -> None:
        self._change = change
        self._board = board
        self._zone = ZoneInfo(board.timezone)
        self._today = today_of(change, board)
        self._names: dict[str, ProductRow] = {}
        for product in products.list_in(change, board):
            names = {product.ref.casefold(), product.name.casefold(), slug(product.name), product.key}
            # A product in use goes before an archived one of the same name, a key before a name.
            self._names |= {
                name: product for name in names
                if name == product.key or name not in self._names or self._names[name].archived_at is not None
            }  # fmt: skip
        known = queries.keyed(change.session, board)
        self._keys = {row["external_key"]: row for row in known if row["external_key"]}
        self._refs = {f"{board.key}-D{row['number']}": row for row in known}

    def plan(self, rows: Iterable[ImportDemand]) -> _Plan:
        """Return what to do with each row."""
        plan, seen, lines, known = _Plan(), Counter[str](), dict[str, int](), list[Known]()
        for row in rows:
            key = row.key or row.ref or content_key(row, seen)
            present = self._keys.get(key) or (self._refs.get(row.ref.upper()) if row.ref and not row.key else None)
            try:
                if key in lines:
                    raise _Bad("external key", key, f"line {lines[key]} has the same key already")
                lines[key] = row.line
                product = self._product(row)
                if present is not None:
                    known.append(Known(row, present, present["product_id"] != product.id))
                    continue
                created = self._created(row)
            except _Bad as bad:
                plan.bad.append(BadRow(row.line, bad.field, bad.value, bad.reason))
                continue
            plan.guessed += row.created is None and created < self._change.now
            plan.lines.append(_Planned(row, key, product, created))
        plan.updates = updates_of(self._change, self._board, known)
        plan.bad += plan.updates.bad
        return plan

    def _product(self, row: ImportDemand) -> ProductRow:
        """Return the product of a row, which must be named whole: a beginning may be another article of the source."""
        product = self._names.get(row.product.casefold()) or self._names.get(slug(row.product))
        if product is None:
            close = nearest(row.product, [name for name, row in self._names.items() if row.archived_at is None])
            guess = f"; did you mean {self._names[close].key}?" if close else ""
            raise _Bad("product", row.product, f"there is no such product on {self._board.key}{guess}")
        if product.archived_at is not None:
            raise _Bad("product", row.product, "this product is archived")
        try:
            products.check_quantity(product, None, row.unit)
        except Rejected as error:
            raise _Bad("unit", row.unit, _lower(error.message)) from None
        try:
            products.check_quantity(product, row.quantity)
        except Rejected as error:
            raise _Bad("quantity", amount_text(row.quantity), _lower(error.message)) from None
        return product

    def _created(self, row: ImportDemand) -> datetime:
        """Return when a line was entered: now without a date, but an ended one at the latest on the day it was due."""
        day, at = self._today, self._change.now
        if row.created is not None:
            day, at = row.created.at.astimezone(self._zone).date(), row.created.at
            if day > self._today:
                raise _Bad("created", day.isoformat(), "it was created in the future")
        elif row.closed is not None and row.due < self._today:
            day, at = row.due, datetime.combine(row.due, time(), tzinfo=self._zone).astimezone(UTC)
        try:
            check_due(row.due, day, self._today)
        except Rejected as error:
            more = "" if row.created else "; a column created may say when it was ordered"
            raise _Bad("due", row.due.isoformat(), _lower(error.message) + more) from None
        return min(at, self._change.now)


class _Bad(Exception):
    """Why a row cannot be taken: which field holds what."""

    def __init__(self, field: str, value: str, reason: str) -> None:
        super().__init__(reason)
        self.field, self.value, self.reason = field, value, reason


def _lower(sentence: str) -> str:
    """Return a sentence as the end of another one."""
    begins = sentence[:4].replace("The ", "the ")
    return (begins + sentence[4:]).removesuffix(".")


def _write(change: Change, board: BoardRow, lines: Sequence[_Planned], tell: Progress) -> None:
    if not lines:
        return
    first = RecordBook(change).next_numbers(board, "demand", len(lines))
    insert = BulkInsert(change.session, _demand, _COLUMNS)
    for start in range(0, len(lines), _CHUNK):
        chunk = {number: line for number, line in enumerate(lines[start : start + _CHUNK], first + start)}
        values = {number: _values(change, board, number, line) for number, line in chunk.items()}
        insert.insert([each[name] for name in _COLUMNS] for each in values.values())
        ids = queries.ids_between(change.session, board, min(chunk), max(chunk))
        for number, line in chunk.items():
            change.unit.record(
                "demand", ids[number], f"{board.key}-D{number}", None, _natural(values[number], line), 1,
                board_id=board.id, at=line.created,
            )  # fmt: skip
        change.unit.write_events()
        tell("writing", start + len(chunk), len(lines))
    change.unit.touch(f"plan:{board.id}")


def _values(change: Change, board: BoardRow, number: int, line: _Planned) -> dict[str, object]:
    row = line.row
    return {
        "board_id": board.id,
        "number": number,
        "product_id": line.product.id,
        "quantity": row.quantity,
        "due": row.due,
        "kind": row.kind.value,
        "priority": (row.priority or Priority.NORMAL).value,
        "customer": row.customer,
        "source": row.source,
        "notes": row.notes,
        "closed": None if row.closed is None else row.closed.value,
        "external_key": line.key,
        "created_at": line.created,
        "created_by": change.actor.login,
        "version": 1,
    }


def _natural(values: dict[str, object], line: _Planned) -> dict[str, object]:
    """Return what the event of a new line holds; see `RecordBook.state`."""
    found = {"product": line.product.ref, **{name: to_json(values[name]) for name in _NATURAL}}
    return {name: value for name, value in found.items() if value not in (None, "")}


def _report(
    change: Change,
    board: BoardRow,
    wishes: DemandWishes,
    unit: str,
    taken: Taken[ImportDemand],
    plan: _Plan,
    bad: tuple[BadRow, ...],
    notes: Sequence[str],
) -> DemandReport:
    counts = Counter(line.product.key for line in plan.lines)
    told = [*notes, *plan.updates.notes()]
    if plan.guessed:
        told.append(f"Ended lines that do not say when they were entered got the day they were due: {plan.guessed:,}.")
    return DemandReport(
        board=board.key,
        dry_run=wishes.dry_run,
        unit=unit,
        rows=taken.count,
        created=len(plan.lines),
        changed=len(plan.updates.values),
        unchanged=plan.updates.unchanged,
        bad=bad,
        products=tuple(sorted(counts.items())),
        changes=tuple(plan.updates.changes),
        differing=plan.updates.differing,
        notes=tuple(told),
        remarks=tuple(Remark(line.row.line, text) for line in plan.lines for text in line.row.remarks),
        txn=change.unit.txn if change.unit.changed and not wishes.dry_run else None,
    )
