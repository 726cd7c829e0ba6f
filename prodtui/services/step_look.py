"""One step from near: what stands in it, how long tasks stay, and how long they lie between two pairs of hands."""

from __future__ import annotations

from collections.abc import Iterator

from prodtui.domain.enums import StepKind
from prodtui.domain.flow.charts import StepName, stay_classes, stays, step_time
from prodtui.domain.flow.handover import HandOver, hand_overs, told
from prodtui.domain.flow.passage import Passage
from prodtui.domain.flow.window import Window
from prodtui.domain.rows import StepRow
from prodtui.domain.rows_board import CardRow
from prodtui.domain.rows_flow import StepLook, StepTask
from prodtui.services.change import Change
from prodtui.services.flowfacts import FlowFacts
from prodtui.services.flowmemory import FlowMemory
from prodtui.services.kpi import Look, look_at
from prodtui.services.lookup import pick_step
from prodtui.services.workspace import Workspace
from prodtui.storage.queries import flow as flow_queries
from prodtui.storage.queries import tasks as task_queries
from prodtui.storage.queries.cards import cards
from prodtui.storage.unit_of_work import read


def step_look(ws: Workspace, step_key: str, look: Look, memory: FlowMemory | None = None) -> StepLook:
    """Return a step (by key or name) over a window: tasks, stays, and hand-overs to and from it.

    An open look gives the same memory to each of its looks. Raises NotFound for a step that the board does not have,
    Rejected for a window that is none, Usage for a filter that cannot be read.
    """
    with read(ws.store) as session:
        change = Change.looking(ws, session)
        facts, over = look_at(change, look, memory)
        step = pick_step(facts.steps, step_key)
        found = stays(facts.flow, over).get(step.key, [])
        time = step_time(StepName(step.key, step.name, step.kind), found, facts.conventions.work)
        return StepLook(
            board=facts.board.key,
            first=over.first,
            last=over.last,
            filter=look.filter,
            conventions=str(facts.conventions),
            at=facts.now,
            step=step.key,
            name=step.name,
            kind=step.kind,
            tasks=_standing(facts, step, over),
            stays=stay_classes([hours for hours, _ in found]),
            median=time.median if time else None,
            most=time.most if time else None,
            waiting=time.waiting if time else None,
            n=len(found),
            handovers=told(facts.flow, over, _hand_overs(facts, step, over)),
        )


def _standing(facts: FlowFacts, step: StepRow, over: Window) -> tuple[StepTask, ...]:
    """Return the tasks that stand in a step, those that came first on top."""
    here = {}
    for each in facts.flow.passages:
        last = each.life.visits[-1]
        is_listed = step.kind is not StepKind.DONE or last.since in over
        if last.step == step.key and each.life.gone is None and is_listed:
            here[each.life.task] = last.since
    known = _cards(facts, list(here))
    rows = []
    for task, since in sorted(here.items(), key=lambda item: (item[1], item[0])):
        if (card := known.get(task)) is not None:
            hours = facts.flow.ruler.hours(since, facts.now)
            rows.append(StepTask(card.ref, card.title, card.assignees, since, hours, card.blocked_reason))
    return tuple(rows)


def _cards(facts: FlowFacts, ids: list[int]) -> dict[int, CardRow]:
    if facts.past is not None:
        wanted = set(ids)
        return {card.id: card for card in facts.past.cards() if card.id in wanted}
    session, board = facts.change.session, facts.board
    wheres = (task_queries.on_board(board, ids=some) for some in task_queries.portions(ids))
    return {card.id: card for where in wheres for card in cards(session, board, where, facts.now)}


def _hand_overs(facts: FlowFacts, step: StepRow, over: Window) -> Iterator[HandOver]:
    """Yield the hand-overs to a step and from it, of the tasks that were in it and moved in a window or later."""
    concerned = {each.life.task: each for each in facts.flow.passages if _passed(each, step, over)}
    known, key = facts.traits, facts.board.key
    refs = [f"{key}-{known[task].number}" for task in concerned if task in known]
    lost = concerned.keys() - known.keys()
    session = facts.change.session
    refs += flow_queries.refs_of(session, lost).values() if lost else ()
    crews = flow_queries.crews(session, facts.board.id, refs, facts.now)
    for task, each in concerned.items():
        for found in hand_overs(each.life, crews.get(task, ()), facts.now):
            if step.key in (found.source, found.target):
                yield found


def _passed(each: Passage, step: StepRow, over: Window) -> bool:
    """Tell whether a task was in a step and may have come into hands in a window or later."""
    visits = each.life.visits
    last = visits[-1]
    may_be = last.since >= over.begins or (last.kind is StepKind.ACTIVE and each.life.gone is None)
    return may_be and any(visit.step == step.key for visit in visits)
