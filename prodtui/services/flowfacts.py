"""What figures of a board are computed from: read once for as long as somebody looks, whatever figures they ask for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from prodtui.domain.enums import ServiceClass
from prodtui.domain.flow.conventions import Conventions, Ruler
from prodtui.domain.flow.delivery import Promise, in_order, within
from prodtui.domain.flow.figures import Flow
from prodtui.domain.flow.lives import Life, StepKinds, lives
from prodtui.domain.flow.measured import Measured
from prodtui.domain.flow.outcome import Item
from prodtui.domain.flow.passage import Passage, chain, passage
from prodtui.domain.flow.window import Window, midnight
from prodtui.domain.flow.yields import Inspected, Made
from prodtui.domain.rows import BoardRow, StepRow
from prodtui.services.as_of import Past
from prodtui.services.change import Change
from prodtui.services.flowmemory import FlowLog, FlowMemory
from prodtui.services.production import Production
from prodtui.storage.queries import boards as board_queries
from prodtui.storage.queries import figures as queries
from prodtui.storage.queries import flow as flow_queries
from prodtui.storage.queries.figures import IssueSpan, OutOf, Standstill
from prodtui.storage.queries.flow import Trait

T = TypeVar("T")
_DAY = timedelta(days=1)


class FlowFacts:
    """What happened on a board up to `now`, for looks that begin at a day or later.

    `only` holds the tasks that count, None where all do; `conventions` are those of the board unless others are tried.
    With `past` the tasks are what they were at its moment. What a `memory` keeps is not read again.
    """

    def __init__(
        self,
        change: Change,
        board: BoardRow,
        first: date,
        *,
        conventions: Conventions | None = None,
        only: frozenset[int] | None = None,
        past: Past | None = None,
        memory: FlowMemory | None = None,
    ) -> None:
        self.change, self.board, self.now = change, board, past.at if past else change.now
        self.zone = ZoneInfo(board.timezone)
        self.conventions = conventions or Conventions.of(board.settings)
        self.since = midnight(first, self.zone)
        self.only, self.past = only, past
        self._memory = None if past else memory
        self._began: datetime | None = None

    @cached_property
    def lives(self) -> dict[int, Life]:
        """The lives of the tasks concerned, by id."""
        if self._log is not None:
            found = self._log.lives
        else:
            found = lives(
                flow_queries.flow_events(self.change.session, self.board.id, self.since, self.now), self._kinds
            )
        return found if self.only is None else {id: life for id, life in found.items() if self.counts(id)}

    @cached_property
    def flow(self) -> Flow:
        """How they passed through the workflow."""
        steps = chain((step.key, step.kind) for step in self._chain_steps)
        entry, known, measures = self.conventions.entry, dict[int, Passage](), dict[int, Measured]()
        sound = [life for life in self.lives.values() if not life.fault]
        faults = [life for life in self.lives.values() if life.fault]
        ruler = self._ruler(life.visits[0].since for life in sound)
        if self._log is not None:
            known, measures = self._log.made_by(steps, ruler)
        for life in sound:
            if life.task not in known or known[life.task].life is not life:
                known[life.task] = passage(life, steps, entry)
        return Flow(
            tuple(known[life.task] for life in sound), steps, ruler, self.now,
            tuple((life.seen, Item(life.task, None, life.fault)) for life in faults), measures,
        )  # fmt: skip

    def promised(self, over: Window) -> Sequence[Promise]:
        """Return what was first promised for a window; tasks put away unfinished are not wanted any more."""
        return within(self._promised, over)

    def scheduled(self, over: Window) -> Sequence[Promise]:
        """Return what was planned to be finished in a window; tasks put away unfinished are left out."""
        return within(self._scheduled, over)

    def undated(self, over: Window) -> Iterator[Item]:
        """Yield what was finished in a window without ever having had a due date."""
        known = self.traits
        for each, _ in self.flow.finished(over):
            trait = known.get(each.life.task)
            if trait is not None and trait.committed is None:
                yield Item(each.life.task, None, "it had no due date")

    @property
    def steps(self) -> tuple[StepRow, ...]:
        """The steps that stand on the board, or stood on it then, in their order."""
        return tuple(step for step in self._chain_steps if step.archived_at is None)

    @cached_property
    def expedited(self) -> frozenset[int]:
        """The ids of the open tasks that are expedited, which limits do not count."""
        if self.past is not None:
            cards = self.past.cards(lambda task: task.get("service_class") == ServiceClass.EXPEDITE)
            return frozenset(card.id for card in cards)
        return flow_queries.expedited(self.change.session, self.board.id)

    @cached_property
    def traits(self) -> Mapping[int, Trait]:
        """What is known of the tasks beside their flow, by id."""
        if self.past is not None:
            return self.past.traits()
        if self._log is not None:
            return self._log.traits
        return flow_queries.traits(self.change.session, self.board.id, self.since)

    @cached_property
    def production(self) -> Production:
        """Plan, demand and machines."""
        return Production(self.change, self.board, self.since, self.now, self.past)

    def inspected(self, over: Window) -> Iterator[Inspected]:
        """Yield the inspections completed before the end of a window."""
        until = min(over.ends, self.now)
        for each in self._inspections:
            if each.completed <= until and _is_there(each.gone, until) and self.counts(each.unit[0]):
                yield each

    def issues(self, over: Window) -> list[IssueSpan] | None:
        """Return the issues raised before the end of a window, None when the log was not in use by then."""
        until = min(over.ends, self.now)
        found = [each for each in self._issues if each.start <= until and _is_there(each.gone, until)]
        return [each for each in found if self.counts(each.task)] if found else None

    def standstills(self, over: Window) -> list[Standstill] | None:
        """Return the downtimes that touch a window, newest first, None when none was logged by its end."""
        until = min(over.ends, self.now)
        if not any(each.start <= until and _is_there(each.gone, until) for each in self._standstills):
            return None
        return [
            each
            for each in self._standstills
            if each.gone is None and each.start < until and (each.end is None or each.end >= over.begins)
        ]

    def logged(self, until: datetime) -> Iterator[Standstill]:
        """Yield every downtime that began before a moment, oldest first."""
        there = (each for each in reversed(self._standstills) if each.gone is None)
        return (each for each in there if each.start < until)

    def made(self, over: Window) -> Iterator[Made]:
        """Yield what came out of the tasks with a quantity that were finished in a window."""
        out, known = self._outputs, self.traits
        for each, _ in self.flow.finished(over):
            trait = known.get(each.life.task)
            if trait is not None and (trait.quantity or trait.id in out):
                good, scrap, rework = out.get(trait.id, (trait.quantity or 0.0, 0.0, 0.0))
                yield Made(trait.id, good + scrap + rework, scrap + rework)

    def has_tasks(self, over: Window) -> bool:
        """Tell whether there was any task by the end of a window: without one, nothing was measured."""
        if self._began is None or over.ends < self._began:
            if not flow_queries.has_tasks(self.change.session, self.board.id, over.ends, self.only):
                return False
            self._began = over.ends
        return True

    def counts(self, task: int | None) -> bool:
        """Tell whether something about a task counts, or about none."""
        return self.only is None or task in self.only

    @cached_property
    def _promised(self) -> list[Promise]:
        return in_order(_wanted((each, trait.committed, trait.due) for each, trait in self._with_traits()))

    @cached_property
    def _scheduled(self) -> list[Promise]:
        return in_order(_wanted((each, trait.planned, trait.planned) for each, trait in self._with_traits()))

    @cached_property
    def _inspections(self) -> list[Inspected]:
        if self.past is not None:
            return self.past.records.inspections
        return self._kept("inspection", queries.inspections)

    @cached_property
    def _issues(self) -> list[IssueSpan]:
        return self.past.records.issues if self.past is not None else self._kept("issue", queries.issues)

    @cached_property
    def _standstills(self) -> list[Standstill]:
        if self.past is not None:
            return self.past.records.standstills
        return self._kept("downtime", queries.standstills)

    @cached_property
    def _outputs(self) -> Mapping[int, OutOf]:
        return self.past.records.outputs if self.past is not None else self._kept("output", queries.outputs)

    def _kept(self, kind: str, read: Callable[[Session, BoardRow], T]) -> T:
        """Return what is read of all things of a kind, from memory while none of them changed."""
        session, board = self.change.session, self.board
        return read(session, board) if self._log is None else self._log.kept(kind, lambda: read(session, board))

    @cached_property
    def _log(self) -> FlowLog | None:
        if self._memory is None:
            return None
        store = self.change.ws.store.path
        return self._memory.recall(self.change.session, store, self.board.id, self._kinds, self.since, self.now)

    @cached_property
    def _kinds(self) -> StepKinds:
        return flow_queries.step_kinds(self.change.session, self.board.id, self._steps_now)

    @cached_property
    def _chain_steps(self) -> tuple[StepRow, ...]:
        if self.past is None:
            return _in_order(self._steps_now)
        then = self.past.steps
        # Imported history may be older than the steps through which it went.
        stood = {visit.step for life in self.lives.values() for visit in life.visits} - {step.key for step in then}
        return _in_order((*then, *(step for step in self._steps_now if step.key in stood)))

    @cached_property
    def _steps_now(self) -> tuple[StepRow, ...]:
        return board_queries.steps(self.change.session, self.board.id, archived=True)

    def _with_traits(self) -> Iterator[tuple[Passage, Trait]]:
        known = self.traits
        for each in self.flow.passages:
            trait = known.get(each.life.task)
            if trait is not None and (each.finished or each.life.gone is None):
                yield each, trait

    def _ruler(self, moments: Iterable[datetime]) -> Ruler:
        """Return a ruler that reaches from the first of some moments to a day behind now."""
        first = min(moments, default=self.now).astimezone(self.zone).date()
        last = self.now.astimezone(self.zone).date() + _DAY
        return Ruler(self.conventions, self.board.settings, self.zone, min(first, last), last)


def _in_order(steps: Iterable[StepRow]) -> tuple[StepRow, ...]:
    """Return steps in their order; one taken off the board had the place that the one behind it has now."""
    return tuple(sorted(steps, key=lambda step: (step.position, step.archived_at is None)))


def _is_there(gone: datetime | None, at: datetime) -> bool:
    """Tell whether something was not put away by a moment."""
    return gone is None or gone > at


def _wanted(rows: Iterable[tuple[Passage, datetime | None, datetime | None]]) -> Iterator[Promise]:
    for each, wanted, due in rows:
        if wanted is not None:
            yield Promise(each.life.task, wanted, each.finished, due if due != wanted else None)
