"""What was agreed on for leaving a step, set as a whole: where tasks may go, and which checklists hold them."""

from __future__ import annotations

from collections.abc import Collection

from prodtui.domain.enums import StepKind, TransitionKind
from prodtui.domain.permissions import Permission
from prodtui.domain.rows import BoardRow, StepRow
from prodtui.domain.rows_quality import ChecklistRow
from prodtui.domain.step_effects import gate_effects, way_effects
from prodtui.errors import Refused
from prodtui.services import checklists
from prodtui.services.change import Change, begin
from prodtui.services.lookup import pick_step
from prodtui.services.steps import answer, connect_steps, disconnect_steps, tasks_in
from prodtui.services.workspace import Done, Workspace
from prodtui.storage.queries import boards as queries


def set_ways(
    ws: Workspace, step: str, targets: Collection[str], *, dry_run: bool = False, request_id: str | None = None
) -> Done[StepRow]:
    """Let a step lead to these others alone, everywhere when none is named; a way to one before it is rework.

    The notes say what follows for the tasks that stand there. With `dry_run` nothing is stored.
    """
    body = {"step": step, "targets": sorted(targets), "dry_run": dry_run}
    with begin(ws, "step.ways", need=Permission.SET_UP, request_id=request_id, body=body) as change:
        if change.first_answer:
            return change.repeat(StepRow)
        board = change.board()
        steps = change.steps(board)
        source = pick_step(steps, step)
        wanted = {pick_step(steps, name).key for name in targets} - {source.key}
        known = {
            way.to_step: way for way in queries.transitions(change.session, board.id) if way.from_step == source.key
        }
        for other in steps:
            if other.key in wanted and other.key not in known:
                back = other.position < source.position
                connect_steps(change, board, source, other, TransitionKind.REWORK if back else TransitionKind.NORMAL)
            elif other.key in known and other.key not in wanted:
                disconnect_steps(change, board, source, other, known[other.key])
        effects = way_effects(source, steps, known, wanted, tasks_in(change, source))
        return answer(change, source, effects, dry_run=dry_run)


def set_gates(
    ws: Workspace, step: str, keys: Collection[str], *, dry_run: bool = False, request_id: str | None = None
) -> Done[StepRow]:
    """Let these checklists hold every task of a step on its way out, and no other ones.

    One that is attached there already stays as it is, also where it is for a product or for some tasks alone. Notes
    and `dry_run` as in `set_ways`. Raises NotFound for a checklist that there is not, Refused for one that was never
    published and at a done step, which nothing leaves.
    """
    body = {"step": step, "keys": sorted(keys), "dry_run": dry_run}
    with begin(ws, "step.gates", need=Permission.CHECKLISTS, request_id=request_id, body=body) as change:
        if change.first_answer:
            return change.repeat(StepRow)
        board = change.board()
        place = pick_step(change.steps(board), step)
        wanted = [checklists.pick(change, board, key) for key in keys]
        held = [row for row in checklists.list_in(change, board) if _holds(row, place)]
        added = [row for row in wanted if row.key not in {each.key for each in held}]
        taken = [row for row in held if row.key not in {each.key for each in wanted}]
        for row in added:
            _attach(change, board, row, place)
        for row in taken:
            for use in row.uses:
                if use.step == place.key:
                    checklists.detach(change, board, row, use)
        names = [row.name for row in added], [row.name for row in taken]
        return answer(change, place, gate_effects(place, *names, tasks_in(change, place)), dry_run=dry_run)


def _holds(row: ChecklistRow, place: StepRow) -> bool:
    return any(use.step == place.key for use in row.uses)


def _attach(change: Change, board: BoardRow, row: ChecklistRow, place: StepRow) -> None:
    if row.published is None or row.archived_at is not None:
        state = "archived" if row.archived_at else "not published yet"
        raise Refused(f"{row.name} is {state}.", hint="Publish it first; drafts hold nobody.")
    if place.kind is StepKind.DONE:
        raise Refused(
            f"Work ends in {place.name}, so a checklist there would hold nothing.", hint="Choose a step before."
        )
    checklists.attach(change, board, row, checklists.use_values(place.key))
