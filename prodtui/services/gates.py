"""The gates of a board: which checklists hold a task back on its way out of a step, and past it."""

from __future__ import annotations

from dataclasses import dataclass

from prodtui.domain.enums import Frequency, InspectionResult, InspectionState, StepKind
from prodtui.domain.gates import GateFacts, is_of_visit, opens_gate, same_product
from prodtui.domain.quality import failed_items, who_signs
from prodtui.domain.rows import BoardRow, StepRow
from prodtui.domain.rows_quality import InspectionRow
from prodtui.services.change import Change
from prodtui.services.draws import is_chosen, is_meant
from prodtui.storage.queries import checks as queries
from prodtui.storage.queries.uses import Use
from prodtui.storage.tables.quality import Inspection
from prodtui.storage.tables.tasks import Task
from prodtui.storage.tables.types import table_of

_inspection = table_of(Inspection)


def closed(change: Change, board: BoardRow, task: Task, first: int, to_step: StepRow) -> tuple[GateFacts, ...]:
    """Return the gates that a task has not met on its way from the step at position `first` to `to_step`.

    The nearest comes first. What is due once a task is started is a gate to whoever would finish it without that.
    Whether a task is inspected at all is drawn now where it was not yet, on record in a change that writes.
    """
    bound = {s.id: s for s in change.steps(board) if first <= s.position < to_step.position}
    record = change.writes and task.id is not None
    wanted: dict[tuple[int, int | None], Use] = {}
    meant = [use for use in change.uses(board) if is_meant(use, task.product)]
    uses = [use for use in meant if use.step_id in bound]
    if task.id is not None and task.started_at is None and to_step.kind is StepKind.DONE:
        at_steps = {use.checklist_id for use in uses}
        uses += [use for use in meant if use.step_id is None and use.checklist_id not in at_steps]
    for use in uses:
        if is_chosen(change, use, task.id or 0, record=record):
            wanted.setdefault((use.checklist_id, use.step_id), use)
    if not wanted:
        return ()
    ref = None if task.id is None else f"{board.key}-{task.number}"
    made = queries.inspections(change.session, board, _inspection.c.task_id == task.id, queries.present())
    found = []
    for use in sorted(
        wanted.values(), key=lambda use: bound[use.step_id].position if use.step_id else to_step.position
    ):
        mine = [row for row in made if row.checklist == use.checklist]
        since = task.entered_at if use.step_id else task.created_at
        if not any(opens_gate(row.state, row.result, row.completed_at, since) for row in mine):
            latest = next((row for row in mine if is_of_visit(row.completed_at, since)), None)
            found.append(_facts(change, ref, use, bound[use.step_id].name if use.step_id else "", latest))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Barrier:
    """A gate that stands in a board for every task, of one product when that is named, whatever was inspected."""

    position: int
    product: str | None
    facts: GateFacts

    def holds(self, step: StepRow, product: str | None) -> bool:
        """Tell whether a new task may not begin in this step."""
        is_behind = self.position < step.position and step.kind is not StepKind.DONE
        return is_behind and (self.product is None or same_product(self.product, product))


def barriers(change: Change, board: BoardRow) -> tuple[Barrier, ...]:
    """Return the gates that hold every task: a checklist that takes samples draws them as they come to its step."""
    steps = {step.id: step for step in change.steps(board)}
    uses = [use for use in change.uses(board) if use.step_id in steps and use.frequency is Frequency.EVERY]
    return tuple(
        Barrier(
            steps[use.step_id or 0].position, use.product, _facts(change, None, use, steps[use.step_id or 0].name, None)
        )
        for use in uses
    )


def _facts(change: Change, ref: str | None, use: Use, step: str, row: InspectionRow | None) -> GateFacts:
    session = change.session
    if row is None:
        sign = queries.published(session, [use.checklist_id])[use.checklist_id].sign
        return GateFacts(ref, use.checklist, use.name, step, who_signs(sign))
    content, items = queries.content_of(session, row.id), dict[str, str]()
    if row.state is InspectionState.FAILED or row.result is InspectionResult.FAIL:
        items = {item.key: item.text for item in failed_items(content, queries.readings(session, row.id))}
    return GateFacts(
        ref,
        use.checklist,
        use.name,
        step,
        who_signs(content.sign),
        row.ref,
        row.state,
        row.answered,
        row.questions,
        items,
    )
