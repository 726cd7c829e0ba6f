"""What-ifs: named copies of plan and capacity to play with, applied or thrown away."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import overload

from prodtui.domain.permissions import Permission
from prodtui.domain.planning.comparison import COPIED, values_of
from prodtui.domain.planning.periods import TINY, amount_text, day_name
from prodtui.domain.rows import BoardRow
from prodtui.domain.rows_planning import PlanLineRow, WhatIfRow
from prodtui.domain.text import clean_line, nearest, quoted
from prodtui.errors import NotFound, Refused
from prodtui.services import products
from prodtui.services.change import Change, begin
from prodtui.services.kinds import kind_of
from prodtui.services.planbook import PlanBook
from prodtui.services.recordbook import RecordBook
from prodtui.services.workspace import Done, Workspace
from prodtui.storage.bulk import BulkInsert
from prodtui.storage.queries import planning as plan_queries
from prodtui.storage.queries import what_ifs as queries
from prodtui.storage.tables.counters import Counter
from prodtui.storage.tables.planning import CapacityChange, PlanLine, WhatIf
from prodtui.storage.tables.types import table_of
from prodtui.storage.unit_of_work import read


def add(ws: Workspace, name: str, *, request_id: str | None = None) -> Done[WhatIfRow]:
    """Copy the plan and its changes of capacity under a name. Raises Refused for a name that is in use."""
    title = clean_line(name, limit=60, what="name")
    with begin(ws, "plan.whatif.add", need=Permission.PLAN, request_id=request_id, body={"name": title}) as change:
        if change.first_answer:
            return change.repeat(WhatIfRow)
        board = change.board()
        taken = (row for row in queries.what_ifs(change.session, board) if row.name.casefold() == title.casefold())
        if same := next(taken, None):
            raise Refused(
                f"There is a what-if {quoted(same.name)} already.", hint="Choose another name, or drop that one first."
            )
        values = {"name": title, "created_at": change.now, "created_by": change.actor.login}
        new = RecordBook(change).insert(board, "what_if", values)
        _copy_lines(change, board, int(new.id))
        _copy_capacity(change, board, int(new.id))
        return change.done(_row(change, board, int(new.id)))


def list_what_ifs(ws: Workspace, *, closed: bool = False) -> tuple[WhatIfRow, ...]:
    """Return the what-ifs of the board, oldest first; `closed` adds those that were applied or thrown away."""
    with read(ws.store) as session:
        return queries.what_ifs(session, Change.looking(ws, session).board(), closed=closed)


def apply(ws: Workspace, name: str, *, request_id: str | None = None) -> Done[WhatIfRow]:
    """Make plan and capacity equal to a what-if, as one change that undo takes back.

    What was released meanwhile stays planned, and a note says so. Raises Refused for one that was applied already.
    """
    with begin(ws, "plan.whatif.apply", need=Permission.PLAN, request_id=request_id, body={"name": name}) as change:
        if change.first_answer:
            return change.repeat(WhatIfRow)
        board = change.board()
        of = pick_open(change, board, name)
        notes = _apply_lines(change, board, of)
        _apply_capacity(change, board, of)
        entity = change.session.get_one(WhatIf, of.id)
        RecordBook(change).apply(board, "what_if", entity, {"applied_at": change.now})
        return change.done(_row(change, board, of.id), notes)


def drop(ws: Workspace, name: str, *, request_id: str | None = None) -> Done[WhatIfRow]:
    """Throw a what-if away; the plan stays as it is."""
    with begin(ws, "plan.whatif.drop", need=Permission.PLAN, request_id=request_id, body={"name": name}) as change:
        if change.first_answer:
            return change.repeat(WhatIfRow)
        board = change.board()
        of = pick_open(change, board, name)
        RecordBook(change).apply(board, "what_if", change.session.get_one(WhatIf, of.id), {"archived_at": change.now})
        return change.done(_row(change, board, of.id))


@overload
def pick_open(change: Change, board: BoardRow, name: None) -> None: ...
@overload
def pick_open(change: Change, board: BoardRow, name: str) -> WhatIfRow: ...
def pick_open(change: Change, board: BoardRow, name: str | None) -> WhatIfRow | None:
    """Return the what-if with this name or reference, None for none: the plan itself.

    Raises NotFound with the nearest name, Refused for one that was applied or thrown away.
    """
    if name is None:
        return None
    wanted = name.strip().casefold()
    rows = queries.what_ifs(change.session, board, closed=True)
    if kind_of(name) == "what_if":
        entity = RecordBook(change).find("what_if", name)[1]
        found = [row for row in rows if row.id == entity.id]
    else:
        found = [row for row in rows if row.name.casefold() == wanted]
    still = [row for row in found if row.archived_at is None and row.applied_at is None]
    if still:
        return still[0]
    if found:
        how = "applied" if found[-1].applied_at else "thrown away"
        raise Refused(f"The what-if {quoted(found[-1].name)} was {how}.", hint="Copy the plan anew under a new name.")
    names = [row.name for row in rows if row.archived_at is None and row.applied_at is None]
    close = nearest(name, names)
    hint = f"Did you mean {close!r}?" if close else "List what there is with `prodtui plan whatif list`."
    raise NotFound(f"There is no what-if {quoted(name, limit=60)}.", hint=hint, details={"candidates": names})


def _copy_lines(change: Change, board: BoardRow, what_if_id: int) -> None:
    """Copy every planned line. The event of the what-if stands for all of them: they are the plan of that moment."""
    lines = [line for line in plan_queries.lines(change.session, board) if line.quantity > 0]
    ids = {row.key: row.id for row in products.list_in(change, board)}
    columns = ("board_id", "number", "what_if_id", "product_id", "starts", "quantity", "version")
    first = _take_numbers(change, board, "plan_line", len(lines))
    BulkInsert(change.session, table_of(PlanLine), columns).insert(
        (board.id, number, what_if_id, ids[line.product], line.starts, line.quantity, 1)
        for number, line in enumerate(lines, start=first)
    )


def _copy_capacity(change: Change, board: BoardRow, what_if_id: int) -> None:
    rows = queries.capacity_changes(change.session, board)
    columns = ("board_id", "number", "what_if_id", *COPIED, "version")
    first = _take_numbers(change, board, "capacity_change", len(rows))
    BulkInsert(change.session, table_of(CapacityChange), columns).insert(
        (board.id, number, what_if_id, row.kind.value, row.target, row.starts, row.ends, row.hours, row.reason, 1)
        for number, row in enumerate(rows, start=first)
    )


def _take_numbers(change: Change, board: BoardRow, kind: str, count: int) -> int:
    """Take as many numbers as there are copies, and return the first."""
    if not count:
        return 0
    first = RecordBook(change).next_number(board, kind)
    counter = change.session.get_one(Counter, (board.id, kind))
    counter.next_number += count - 1
    change.session.flush()
    return first


def _apply_lines(change: Change, board: BoardRow, of: WhatIfRow) -> list[str]:
    """Let the plan hold what the what-if holds; return a note for each line of which more is released already."""
    book, notes = PlanBook(change, board), []
    now = _by_product(plan_queries.lines(change.session, board))
    then = _by_product(plan_queries.lines(change.session, board, what_if_id=of.id))
    rows = {row.key: row for row in products.list_in(change, board)}
    for key in sorted(now.keys() | then.keys()):
        wanted: dict[date, float] = {}
        for day in now[key].keys() | then[key].keys():
            planned = then[key][day].quantity if day in then[key] else 0.0
            released = now[key][day].released if day in now[key] else 0.0
            wanted[day] = max(planned, released)
            if released > planned + TINY:
                notes.append(
                    f"{rows[key].name} keeps {amount_text(released)} {rows[key].unit} on {day_name(day, book.today)}, "
                    "because so much is released."
                )
        book.put_lines(rows[key], now[key].values(), wanted)
    return notes


def _by_product(lines: Sequence[PlanLineRow]) -> Mapping[str, dict[date, PlanLineRow]]:
    found: Mapping[str, dict[date, PlanLineRow]] = defaultdict(dict)
    for line in lines:
        found[line.product][line.starts] = line
    return found


def _apply_capacity(change: Change, board: BoardRow, of: WhatIfRow) -> None:
    """Take away the changes of capacity that the what-if lacks, and add those that only it has."""
    records = RecordBook(change)
    missing = list(queries.capacity_changes(change.session, board, what_if_id=of.id))
    for row in queries.capacity_changes(change.session, board):
        same = next((other for other in missing if values_of(other) == values_of(row)), None)
        if same is not None:
            missing.remove(same)
            continue
        entity = change.session.get_one(CapacityChange, row.id)
        records.apply(board, "capacity_change", entity, {"archived_at": change.now})
    for row in missing:
        records.insert(board, "capacity_change", values_of(row))


def _row(change: Change, board: BoardRow, id: int) -> WhatIfRow:
    return queries.what_ifs(change.session, board, id=id)[0]
