"""What a file says anew about demand that is here: taken over where the file changed, left where only people did."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import RowMapping

from prodtui.domain.codec import to_json
from prodtui.domain.demand_fields import check_due
from prodtui.domain.demand_filters import CLOSED
from prodtui.domain.demand_imports import DemandChange, ImportDemand
from prodtui.domain.enums import Priority
from prodtui.domain.imports import BadRow
from prodtui.domain.planning.periods import amount_text
from prodtui.domain.rows import BoardRow
from prodtui.errors import Rejected
from prodtui.services.change import Change
from prodtui.services.demandbook import rows, today_of
from prodtui.services.import_rows import Progress
from prodtui.services.recordbook import RecordBook
from prodtui.storage.queries import events as event_queries
from prodtui.storage.tables.planning import Demand

FIELDS = ("quantity", "due", "priority", "customer")
"""What a file may change of a line that is here."""
_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Known:
    """A row of a file and the line that it means; `other` when it names another product."""

    row: ImportDemand
    line: RowMapping
    other: bool = False


@dataclass(slots=True)
class Updates:
    """What an import changes of lines that are here, by their ids, and what it leaves, by the reason."""

    values: dict[int, dict[str, Any]] = field(default_factory=dict)
    changes: list[DemandChange] = field(default_factory=list)
    left: dict[str, list[str]] = field(default_factory=dict)
    both: list[str] = field(default_factory=list)
    bad: list[BadRow] = field(default_factory=list)
    unchanged: int = 0

    @property
    def differing(self) -> tuple[str, ...]:
        """Return the references of lines that stay other than the file says."""
        return tuple(ref for refs in self.left.values() for ref in refs)

    def notes(self) -> Iterator[str]:
        """Yield a sentence for each reason for which lines stay as they are, and one about those of two minds."""
        for why, refs in self.left.items():
            yield f"{why}, and left so: {_listed(refs)}."
        if self.both:
            yield f"Changed here too, and now as the file says: {_listed(self.both)}."


def updates_of(change: Change, board: BoardRow, known: Sequence[Known]) -> Updates:
    """Return what becomes of lines that are here.

    What the file said when it was brought in last, or the line when it was entered, is the base: a field that the file
    says otherwise since then is taken over, one that only people have changed stays. A line that has ended stays too.
    """
    found, differing = Updates(), list[tuple[Known, dict[str, Any]]]()
    for each in known:
        says = {} if each.other else _differing(each.row, each.line)
        if each.other:
            found.left.setdefault("Here with another product", []).append(_ref(board, each))
        if says:
            differing.append((each, says))
        else:
            found.unchanged += 1
    if differing:
        _judge(change, board, differing, found)
    return found


def write_updates(change: Change, board: BoardRow, updates: Updates, tell: Progress) -> None:
    """Change the lines."""
    records = RecordBook(change)
    for done, (id, values) in enumerate(updates.values.items(), start=1):
        records.apply(board, "demand", change.session.get_one(Demand, id), values)
        tell("writing", done, len(updates.values))


def _judge(change: Change, board: BoardRow, differing: Sequence[tuple[Known, dict[str, Any]]], found: Updates) -> None:
    bases = _bases(change, board, {each.line["id"] for each, _ in differing})
    ended = {row.id: row.status for row in rows(change, board) if row.status in CLOSED}
    today, zone = today_of(change, board), ZoneInfo(board.timezone)
    for each, says in differing:
        line, ref, base = each.line, _ref(board, each), bases[each.line["id"]]
        new = {name: value for name, value in says.items() if to_json(value) != base.get(name, "")}
        why = _why_left(line, new, ended.get(line["id"], ""), named=bool(each.row.key or each.row.ref))
        if why:
            found.left.setdefault(why, []).append(ref)
            found.unchanged += 1
            continue
        try:
            if "due" in new:
                check_due(new["due"], line["created_at"].astimezone(zone).date(), today)
        except Rejected as error:
            found.bad.append(BadRow(each.row.line, "due", str(new["due"]), error.message.rstrip(".")))
            continue
        found.values[line["id"]] = new
        found.both += [f"{ref} {name}" for name in new if to_json(line[name]) != base.get(name, "")]
        found.changes += [
            DemandChange(each.row.line, ref, name, _text(line[name]), _text(value)) for name, value in new.items()
        ]


def _why_left(line: RowMapping, new: Mapping[str, Any], ended: str, *, named: bool) -> str:
    """Return why a line stays as it is, "" when it does not; a row without a key of its own changes nothing."""
    if not new or not named:
        return "Changed here, and not in the file"
    if line["archived_at"] is not None:
        return "Archived here"
    return f"{ended.capitalize()} here" if ended else ""


def _differing(row: ImportDemand, line: RowMapping) -> dict[str, Any]:
    """Return what a row says otherwise; an empty cell says nothing."""
    says = {name: getattr(row, name) for name in FIELDS}
    return {name: value for name, value in says.items() if value not in (None, "") and value != line[name]}


def _bases(change: Change, board: BoardRow, ids: set[int]) -> dict[int, dict[str, Any]]:
    """Return for each line what the last import said of it, or the line when it was entered."""
    found: dict[int, dict[str, Any]] = {id: {} for id in ids}
    for id, after in event_queries.made_or_brought(change.session, board.id, "demand"):
        if id in found:
            found[id] |= {name: value for name, value in after.items() if name in FIELDS}
    return found


def _ref(board: BoardRow, each: Known) -> str:
    return f"{board.key}-D{each.line['number']}"


def _text(value: Any) -> str:
    if isinstance(value, float):
        return amount_text(value)
    return value.value if isinstance(value, Priority) else str(value)


def _listed(refs: Sequence[str]) -> str:
    more = f" and {len(refs) - _SHOWN:,} more" if len(refs) > _SHOWN else ""
    return ", ".join(refs[:_SHOWN]) + more
