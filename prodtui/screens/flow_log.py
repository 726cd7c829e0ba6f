"""What the workflow map reads: the map and what it belongs to, all in a worker thread."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from prodtui.domain.enums import TimeKind
from prodtui.domain.rows import BoardRow
from prodtui.domain.rows_event import EventRow
from prodtui.domain.rows_flow import StepLook, WorkflowMap
from prodtui.screens import deferred
from prodtui.screens.flow_window import Back
from prodtui.screens.issue_entry import Place, read_place

if TYPE_CHECKING:
    from prodtui.services.flowmemory import FlowMemory
    from prodtui.services.kpi import Look
    from prodtui.services.workspace import Workspace

MOST_NEWS = 100


@dataclass(frozen=True, slots=True)
class Wish:
    """What a reader wants to see: how far back, and which tasks."""

    back: Back = field(default_factory=Back)
    text: str = ""


@dataclass(frozen=True, slots=True)
class FlowLog:
    """The map as it was read, with its board; `events` are what has changed since the time before.

    `hint` says where to look when nothing left a step in the window, `memory` makes the next look cheaper.
    """

    wish: Wish
    here: Place
    boards: tuple[BoardRow, ...]
    shown: WorkflowMap
    about: str
    labels: tuple[str, ...]
    memory: FlowMemory
    last_event: int
    events: tuple[EventRow, ...] = ()
    hint: str = ""

    @property
    def working(self) -> bool:
        """Tell whether times are hours of work, which are not told in days."""
        return _is_working(self.here)


@dataclass(frozen=True, slots=True)
class StepLog:
    """A step from near as it was read, with its board and the map around it."""

    here: Place
    shown: WorkflowMap
    look: StepLook
    about: str
    memory: FlowMemory

    @property
    def working(self) -> bool:
        """Tell whether times are hours of work, which are not told in days."""
        return _is_working(self.here)


def read_flow(ws: Workspace, wish: Wish, shown: FlowLog | None) -> FlowLog:
    """Read the map; for a worker thread. Raises Usage for a filter that names what the board does not know."""
    last = deferred.history.last_event(ws)
    events = () if shown is None else tuple(deferred.history.events_after(ws, shown.last_event, MOST_NEWS))
    memory = deferred.flowmemory.FlowMemory() if shown is None else shown.memory
    workflow = deferred.workflow_map.workflow_map(ws, look_of(ws, wish), memory)
    boards = deferred.boards.list_boards(ws)
    labels = deferred.filters.nameable(ws).labels
    hint = "" if any(step.n for step in workflow.steps) else _hint(ws, workflow)
    return FlowLog(wish, read_place(ws), boards, workflow, _about(ws, wish), labels, memory, last, events, hint)


def read_step(ws: Workspace, key: str, wish: Wish, shown: StepLog | None) -> StepLog:
    """Read a step from near; for a worker thread. Raises NotFound when it is gone."""
    look, memory = look_of(ws, wish), deferred.flowmemory.FlowMemory() if shown is None else shown.memory
    near = deferred.step_look.step_look(ws, key, look, memory)
    workflow = deferred.workflow_map.workflow_map(ws, look, memory)
    return StepLog(read_place(ws), workflow, near, _about(ws, wish), memory)


def look_of(ws: Workspace, wish: Wish) -> Look:
    """Return a wish as the services know it."""
    first, last = wish.back.span(ws.now().astimezone(ws.tz()).date())
    return deferred.kpi.Look(first, last, wish.text)


def _hint(ws: Workspace, shown: WorkflowMap) -> str:
    """Return when work was finished nearest to a window without any, "" where none ever was."""
    found = deferred.nearest.nearest_finish(ws, shown.first, shown.last)
    if found is None:
        return ""
    which = "The last finish before the window" if found.is_before else "The first finish after the window"
    return f"Nothing left a step in these days. {which} was on {found.day:%a} {found.day}."


def _is_working(here: Place) -> bool:
    return here.board.settings.count_time is TimeKind.WORKING


def _about(ws: Workspace, wish: Wish) -> str:
    """Return what is looked at, in a few words."""
    window = wish.back.words(ws.now().astimezone(ws.tz()).date())
    return f"{window}, only {wish.text}" if wish.text else window
