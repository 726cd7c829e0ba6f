"""What figures of a board are computed from: read once for as long as somebody looks, whatever figures they ask for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from prodtui.domain.flow.conventions import Conventions, Ruler
from prodtui.domain.flow.delivery import Promise
from prodtui.domain.flow.figures import Flow
from prodtui.domain.flow.lives import Life, lives
from prodtui.domain.flow.outcome import Item
from prodtui.domain.flow.passage import Passage, chain, passage
from prodtui.domain.flow.window import Window, midnight
from prodtui.domain.flow.yields import Inspected, Made
from prodtui.domain.rows import BoardRow, StepRow
from prodtui.services.as_of import Past
from prodtui.services.change import Change
from prodtui.storage.queries import boards as board_queries
from prodtui.storage.queries import figures as queries
from prodtui.storage.queries import flow as flow_queries
from prodtui.storage.queries.figures import IssueSpan
from prodtui.storage.queries.flow import Trait

_DAY = timedelta(days=1)


class FlowFacts:
    """What happened on a board up to `now`, for looks that begin at a day or later.

    `only` holds the tasks that count, None where all do; `conventions` are those of the board unless others are tried.
    With `past` the tasks are what they were at its moment.
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
    ) -> None:
        self.change, self.board, self.now = change, board, past.at if past else change.now
        self.zone = ZoneInfo(board.timezone)
        self.conventions = conventions or Conventions.of(board.settings)
        self.since = midnight(first, self.zone)
        self.only, self.past = only, past

    @cached_property
    def lives(self) -> dict[int, Life]:
        """The lives of the tasks concerned, by id."""
        session, board_id = self.change.session, self.board.id
        kinds = flow_queries.step_kinds(session, board_id, self._chain_steps)
        found = lives(flow_queries.flow_events(session, board_id, self.since, self.now), kinds)
        return {id: life for id, life in found.items() if self.counts(id)}

    @cached_property
    def flow(self) -> Flow:
        """How they passed through the workflow."""
        steps = chain((step.key, step.kind) for step in self._chain_steps)
        sound = [life for life in self.lives.values() if not life.fault]
        faults = [life for life in self.lives.values() if life.fault]
        passages = tuple(passage(life, steps, self.conventions.entry) for life in sound)
        return Flow(
            passages, steps, self._ruler(passages), self.now,
            tuple((life.seen, Item(life.task, None, life.fault)) for life in faults),
        )  # fmt: skip

    @cached_property
    def promises(self) -> list[Promise]:
        """What was first promised when; tasks put away unfinished are not wanted any more."""
        return list(_wanted((each, trait.committed, trait.due) for each, trait in self._with_traits()))

    @cached_property
    def scheduled(self) -> list[Promise]:
        """What was planned to be finished at a moment; tasks put away unfinished are left out."""
        return list(_wanted((each, trait.planned, trait.planned) for each, trait in self._with_traits()))

    def undated(self, over: Window) -> Iterator[Item]:
        """Yield what was finished in a window without ever having had a due date."""
        known = self.traits
        for each, _ in self.flow.finished(over):
            trait = known.get(each.life.task)
            if trait is not None and trait.committed is None:
                yield Item(each.life.task, None, "it had no due date")

    @property
    def steps(self) -> tuple[StepRow, ...]:
        """The steps that stand on the board, in their order."""
        return tuple(step for step in self._chain_steps if step.archived_at is None)

    @cached_property
    def traits(self) -> Mapping[int, Trait]:
        """What is known of the tasks beside their flow, by id."""
        if self.past is not None:
            return self.past.traits()
        return flow_queries.traits(self.change.session, self.board.id, self.since)

    def inspected(self, over: Window) -> Iterator[Inspected]:
        """Yield the inspections completed before the end of a window."""
        found = queries.inspected(self.change.session, self.board, min(over.ends, self.now))
        return (each for each in found if self.counts(each.unit[0]))

    def issues(self, over: Window) -> list[IssueSpan] | None:
        """Return the issues raised before the end of a window, None when the log was not in use by then."""
        session, until = self.change.session, min(over.ends, self.now)
        if not queries.has_issues(session, self.board, until):
            return None
        return [each for each in queries.issue_spans(session, self.board, until) if self.counts(each.task)]

    def made(self, over: Window) -> Iterator[Made]:
        """Yield what came out of the tasks with a quantity that were finished in a window."""
        out, known = queries.outputs(self.change.session, self.board), self.traits
        for each, _ in self.flow.finished(over):
            id = each.life.task
            whole = known[id].quantity if id in known else None
            good, scrap, rework = out.get(id, (whole or 0.0, 0.0, 0.0))
            yield Made(id, good + scrap + rework, scrap + rework)

    def has_tasks(self, over: Window) -> bool:
        """Tell whether there was any task by the end of a window: without one, nothing was measured."""
        if self.only is None:
            return flow_queries.has_tasks(self.change.session, self.board.id, over.ends)
        return any(each.created < over.ends for each in self.flow.passages)

    def counts(self, task: int | None) -> bool:
        """Tell whether something about a task counts, or about none."""
        return self.only is None or task in self.only

    @cached_property
    def _chain_steps(self) -> tuple[StepRow, ...]:
        rows = board_queries.steps(self.change.session, self.board.id, archived=True)
        # A step taken off the board had the place that the one behind it has now.
        return tuple(sorted(rows, key=lambda step: (step.position, step.archived_at is None)))

    def _with_traits(self) -> Iterator[tuple[Passage, Trait]]:
        known = self.traits
        for each in self.flow.passages:
            trait = known.get(each.life.task)
            if trait is not None and (each.finished or each.life.gone is None):
                yield each, trait

    def _ruler(self, passages: Iterable[Passage]) -> Ruler:
        """Return a ruler that reaches from the first task to a day behind now."""
        first = min((each.created for each in passages), default=self.now).astimezone(self.zone).date()
        last = self.now.astimezone(self.zone).date() + _DAY
        return Ruler(self.conventions, self.board.settings, self.zone, min(first, last), last)


def _wanted(rows: Iterable[tuple[Passage, datetime | None, datetime | None]]) -> Iterator[Promise]:
    for each, wanted, due in rows:
        if wanted is not None:
            yield Promise(each.life.task, wanted, each.finished, due if due != wanted else None)
