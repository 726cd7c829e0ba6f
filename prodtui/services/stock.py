"""The stock of materials: everything that moved, is promised to a task, or is expected; nothing else changes it."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from prodtui.domain.enums import StockKind
from prodtui.domain.rows import BoardRow
from prodtui.domain.rows_planning import ResourceRow, StockRow
from prodtui.domain.supply_fields import STOCK
from prodtui.domain.task_fields import amount, choice
from prodtui.errors import Refused, Rejected
from prodtui.services import resources
from prodtui.services.change import Change, begin
from prodtui.services.recordbook import RecordBook
from prodtui.services.taskbook import TaskBook
from prodtui.services.workspace import Done, Workspace
from prodtui.storage.queries import supply as queries
from prodtui.storage.unit_of_work import read


def receive(
    ws: Workspace, material: str, quantity: object, *, expected: str | None = None, day: object = None,
    note: str = "", request_id: str | None = None,
) -> Done[StockRow]:  # fmt: skip
    """Put what came into stock; with `expected`, the reference of a delivery, that one waits for the rest alone.

    Raises Rejected for a quantity that is not above 0 and for a day to come, Refused for a delivery of something else.
    """
    given = {"quantity": quantity, "day": day, "note": note}
    with _begin(ws, "stock.receive", request_id, given, material=material, expected=expected) as change:
        if change.first_answer:
            return change.repeat(StockRow)
        board, row, values = _look(change, material, given)
        _not_to_come(change, board, values["day"], f"What is to come is expected: `prodtui resource expect {row.key}`.")
        if expected is not None:
            _arrive(change, board, row, expected, values["quantity"])
        return _moved(change, board, row, StockKind.RECEIPT, values)


def issue(
    ws: Workspace, material: str, quantity: object, *, task: str | None = None, day: object = None, note: str = "",
    request_id: str | None = None,
) -> Done[StockRow]:  # fmt: skip
    """Take something out of stock, for a task if you like, whose reservation it uses up.

    Raises Refused for more than lies there, Rejected for a quantity that is not above 0 and for a day to come.
    """
    given = {"quantity": quantity, "day": day, "note": note, "task": task}
    with _begin(ws, "stock.issue", request_id, given, material=material) as change:
        if change.first_answer:
            return change.repeat(StockRow)
        board, row, values = _look(change, material, given)
        _not_to_come(change, board, values["day"], "What is to be taken is reserved: `prodtui resource reserve`.")
        if values["quantity"] > row.stock + 1e-9:
            raise Refused(
                f"There are {row.stock:g} {row.unit} of {row.name} in stock, not {values['quantity']:g}.",
                hint=f"Count it first with `prodtui resource count {row.key} QUANTITY`.",
                details={"stock": row.stock, "unit": row.unit},
            )
        return _moved(change, board, row, StockKind.ISSUE, values)


def count(
    ws: Workspace, material: str, counted: object, *, note: str = "", request_id: str | None = None
) -> Done[ResourceRow]:
    """Say how much of a material really lies there; a difference is recorded as a correction."""
    with _begin(ws, "stock.count", request_id, {"quantity": counted, "note": note}, material=material) as change:
        if change.first_answer:
            return change.repeat(ResourceRow)
        found = amount(counted, "The quantity")
        if found is None:
            raise Rejected("The quantity that was counted is missing.", hint="Write it like 40 or 2.5.")
        board = change.board()
        row = resources.pick_material(change, board, material)
        if found != row.stock:
            values = {"quantity": found - row.stock, "day": today(change, board), "note": STOCK.clean("note", note)}
            record(change, board, row, StockKind.CORRECTION, values)
        return change.done(resources.row_of(change, board, row.id), _remarks(change, board, row))


def expect(
    ws: Workspace, material: str, quantity: object, day: object, *, note: str = "", request_id: str | None = None
) -> Done[StockRow]:
    """Say that a quantity will come on a day. Raises Rejected for a day that has passed."""
    given = {"quantity": quantity, "day": day, "note": note}
    with _begin(ws, "stock.expect", request_id, given, material=material) as change:
        if change.first_answer:
            return change.repeat(StockRow)
        board, row, values = _look(change, material, given)
        if values["day"] < today(change, board):
            raise Rejected(
                f"{values['day']} has passed; a delivery is expected today or later.",
                hint=f"What came already is received: `prodtui resource receive {row.key}`.",
            )
        return _moved(change, board, row, StockKind.EXPECTED, values)


def reserve(
    ws: Workspace, material: str, quantity: object, task: str, *, note: str = "", request_id: str | None = None
) -> Done[StockRow]:
    """Promise a quantity to a task; it counts until the task is finished, put away, or got it issued."""
    given = {"quantity": quantity, "task": task, "note": note, "day": None}
    with _begin(ws, "stock.reserve", request_id, given, material=material) as change:
        if change.first_answer:
            return change.repeat(StockRow)
        board, row, values = _look(change, material, given)
        home, entity = TaskBook(change).find(values["task"])
        if entity.finished_at is not None or entity.archived_at is not None:
            raise Refused(
                f"{home.key}-{entity.number} is {'finished' if entity.finished_at else 'archived'}.",
                hint="Reserve materials for tasks that are still to be done.",
            )
        return _moved(change, board, row, StockKind.RESERVED, values)


def put_away_move(ws: Workspace, ref: str, *, request_id: str | None = None) -> Done[StockRow]:
    """Take a movement that was recorded by mistake, a reservation or an expected delivery out of the books."""
    with begin(ws, "stock.put-away", request_id=request_id, body={"ref": ref}) as change:
        if change.first_answer:
            return change.repeat(StockRow)
        records = RecordBook(change)
        board, entity = records.find("stock_move", ref)
        records.apply(board, "stock_move", entity, {"archived_at": entity.archived_at or change.now})
        return change.done(queries.moves(change.session, board, id=entity.id)[0])


def list_moves(
    ws: Workspace, material: str | None = None, *, kind: StockKind | str | None = None, task: str | None = None,
    since: date | None = None, limit: int | None = None,
) -> tuple[StockRow, ...]:  # fmt: skip
    """Return the movements of one material or of all, newest day first. Raises NotFound, Usage."""
    wanted = None if kind is None else choice(StockKind, kind, "The kind of movement")
    with read(ws.store) as session:
        change = Change.looking(ws, session)
        board = change.board()
        of = None if material is None else resources.pick(change, board, material).id
        task_id = None if task is None else TaskBook(change).find(task)[1].id
        return queries.moves(
            session, board, resource_id=of, task_id=task_id, kind=wanted, since=since, limit=limit
        )  # fmt: skip


def today(change: Change, board: BoardRow) -> date:
    """Return the present day on the board's calendar."""
    return change.now.astimezone(ZoneInfo(board.timezone)).date()


def record(
    change: Change, board: BoardRow, material: ResourceRow, kind: StockKind, values: Mapping[str, Any]
) -> StockRow:
    """Record a movement with clean natural values (quantity, day, and if you like task and note) inside a change."""
    natural = {"resource": material.ref, "kind": kind.value, "note": "", **values}
    natural |= {"at": change.now, "by": change.actor.login}
    entity = RecordBook(change).insert(board, "stock_move", natural)
    return queries.moves(change.session, board, id=entity.id)[0]


def _begin(
    ws: Workspace, command: str, request_id: str | None, given: Mapping[str, object], **more: object
) -> AbstractContextManager[Change]:
    return begin(ws, command, request_id=request_id, body={**given, **more})


def _look(
    change: Change, material: str, given: Mapping[str, object]
) -> tuple[BoardRow, ResourceRow, dict[str, Any]]:  # fmt: skip
    """Return the board, the material, and clean natural values with today as the day of those that have none."""
    board, values = change.board(), STOCK.clean_all(given)
    if values["quantity"] is None:
        raise Rejected("The quantity is missing.", hint="Write it like 40 or 2.5.")
    values["day"] = values["day"] or today(change, board)
    if values.get("task"):
        home, task = TaskBook(change).find(values["task"])
        values["task"] = f"{home.key}-{task.number}"
    return board, resources.pick_material(change, board, material), values


def _moved(
    change: Change, board: BoardRow, row: ResourceRow, kind: StockKind, values: Mapping[str, Any]
) -> Done[StockRow]:
    return change.done(record(change, board, row, kind, values), _remarks(change, board, row))


def _remarks(change: Change, board: BoardRow, row: ResourceRow) -> list[str]:
    """Return a note when there is less of a material than was promised, or when it is time to order more."""
    left = resources.row_of(change, board, row.id)
    if left.free < -1e-9:
        return [f"{left.name} is short of {-left.free:g} {left.unit}: more is promised to tasks than there will be."]
    if left.low:
        return [f"{left.name} has come down to its reorder level of {left.reorder_level:g} {left.unit}."]
    return []


def _arrive(change: Change, board: BoardRow, row: ResourceRow, ref: str, quantity: float) -> None:
    """Let a delivery wait for what did not come yet, and put it away when all of it came."""
    records = RecordBook(change)
    home, entity = records.find("stock_move", ref)
    name = records.ref(home, "stock_move", entity)
    waits = entity.kind == StockKind.EXPECTED and entity.archived_at is None
    if home.id != board.id or entity.resource_id != row.id or not waits:
        raise Refused(
            f"{name} is no delivery of {row.name} that is expected.",
            hint=f"List them with `prodtui resource moves {row.key} --kind expected`.",
        )
    rest = entity.quantity - quantity
    values: dict[str, Any] = {"quantity": rest} if rest > 1e-9 else {"archived_at": change.now}
    records.apply(board, "stock_move", entity, values)


def _not_to_come(change: Change, board: BoardRow, day: date, hint: str) -> None:
    if day > today(change, board):
        raise Rejected(f"{day} is still to come.", hint=hint)
