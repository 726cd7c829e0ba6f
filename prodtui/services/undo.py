"""Undo and redo: a new, inverse change of the actor's own last one, refused when somebody changed it since."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from prodtui.domain.enums import Via
from prodtui.domain.permissions import Permission
from prodtui.domain.rows_event import EventRow
from prodtui.errors import NotFound, Refused
from prodtui.services.change import Change, begin
from prodtui.services.inverse import Inverter
from prodtui.services.taskbook import TaskBook
from prodtui.services.workspace import Done, Workspace
from prodtui.storage.queries import events as queries

_LOOK_BACK = 2000
_NEVER = frozenset({"task.purge", "board.add", "init", "check.sign", "check.publish"})
#: What a rule does is nobody's own change, whoever had the board open.
_AUTOMATIC = frozenset({"recurring.run", "recurring.rest", "demand.repeat.run"})


@dataclass(frozen=True, slots=True)
class Undone:
    """What was taken back or done again: the command, the references, its transaction, and what an answer was about."""

    command: str
    refs: tuple[str, ...]
    undid: str
    question: str = ""


def undo(ws: Workspace, txn: str | None = None, *, request_id: str | None = None) -> Done[Undone]:
    """Take back the actor's last change on this board, or the one named by `txn`.

    Raises NotFound when there is nothing, Refused when somebody changed the same fields since.
    """
    return _invert(ws, "undo", 0, txn, request_id)


def redo(ws: Workspace, *, request_id: str | None = None) -> Done[Undone]:
    """Do again what was taken back last. Raises NotFound when something else was done since."""
    return _invert(ws, "redo", 1, None, request_id)


def stacks(txns: Mapping[str, str | None]) -> tuple[list[str], list[str]]:
    """Return what can be undone and what can be redone, the next one last.

    `txns` maps each transaction, oldest first, to the one that it undoes. A redo undoes an undo.
    """
    undoable: list[str] = []
    redoable: list[str] = []
    for txn, undoes in txns.items():
        if undoes is None:
            undoable.append(txn)
            redoable.clear()
        elif undoes in redoable:
            redoable.remove(undoes)
            undoable.append(txn)
        else:
            if undoes in undoable:
                undoable.remove(undoes)
            redoable.append(txn)
    return undoable, redoable


def _invert(ws: Workspace, word: str, which: int, txn: str | None, request_id: str | None) -> Done[Undone]:
    # What is needed follows from what is taken back, event by event.
    with begin(ws, word, need=None, request_id=request_id, body={"txn": txn}) as change:
        if change.first_answer:
            return change.repeat(Undone)
        actor, board_id = change.actor, ws.board.id if ws.board else None
        recent = queries.recent_txns(
            change.session, actor.login, actor.typed_by, board_id, _LOOK_BACK, without=_AUTOMATIC
        )
        open_ = stacks(recent)[which]
        if txn is not None and txn not in open_:
            raise NotFound(f"You have no change {txn[:40]!r} that could be undone.", hint="See `prodtui history`.")
        for undid in [txn] if txn is not None else reversed(open_):
            undone, notes = _apply_inverse(change, undid, word)
            # One that others have put back already is behind us; the one before it is meant.
            if change.unit.changed or txn is not None:
                return change.done(undone, notes)
        change.require(Permission.WORK, change.board() if ws.board else None)
        raise NotFound(f"There is nothing of yours to {word} on this board.", hint="See `prodtui history`.")


def _apply_inverse(change: Change, undid: str, word: str) -> tuple[Undone, list[str]]:
    found = queries.events_of(change.session, [undid])
    _refuse_lasting(found, word)
    change.unit.undoes = undid
    refs = tuple(dict.fromkeys(event.ref for event in _meant(found)))
    command = found[-1].command
    change.unit.command = f"{word} {command}" if word == "undo" else "redo"
    inverter = Inverter(TaskBook(change), word)
    for event in reversed(found):
        inverter.invert(event)
    inverter.finish()
    return Undone(command, refs, undid, _question(change, found)), inverter.notes


def _meant(found: Sequence[EventRow]) -> Sequence[EventRow]:
    """Return the events about what the command is for; others only followed, as places that move up do."""
    noun = found[-1].command.rpartition(" ")[2].partition(".")[0]
    own = [event for event in found if event.kind == noun and not _only_moved_up(event)]
    return own or found


def _only_moved_up(event: EventRow) -> bool:
    return event.before is not None and event.after is not None and {*event.before, *event.after} <= {"position"}


def _question(change: Change, found: Sequence[EventRow]) -> str:
    """Return the text of the question when the events are about one answer, "" otherwise."""
    answers = [event for event in found if event.kind == "reading"]
    if len(answers) != 1:
        return ""
    from prodtui.services.inverse_quality import question_of  # its tables are not needed by those who only move tasks

    return question_of(change, answers[0])


def _refuse_lasting(found: tuple[EventRow, ...], word: str) -> None:
    for event in found:
        if event.command in _NEVER or event.via is Via.IMPORT:
            what = "an import" if event.via is Via.IMPORT else f"`{event.command}`"
            raise Refused(
                f"The last change was {what}, which cannot be taken back by {word}.", hint="See `prodtui history`."
            )
