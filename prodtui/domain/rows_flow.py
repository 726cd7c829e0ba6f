"""The workflow of a board as a map: its steps with what happens in them, and the ways back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from prodtui.domain.enums import StepKind
from prodtui.domain.rows_charts import Bars


@dataclass(frozen=True, slots=True)
class MapStep:
    """A step of the map: what was agreed on, what stands there now, and how long tasks stayed that left it.

    `median` and `most` (85 %) are hours over all visits of a task, `waiting` the share of them (0 to 1) in which
    nothing was done, `n` how many tasks they rest on; None and 0 while nothing left it. `queue` is the hours that a
    task waited for it on average, `load` the share of its capacity that is planned, `full_since` when its
    limit was reached, which does not count the `expedited` ones among those `here`.
    """

    key: str
    name: str
    kind: StepKind
    role: str | None
    wip_limit: int | None
    criteria: str
    standard_hours: float | None
    gates: tuple[str, ...]
    here: int
    blocked: int
    median: float | None
    most: float | None
    waiting: float | None
    n: int
    queue: float | None
    load: float | None
    full_since: datetime | None
    expedited: int = 0

    @property
    def counted(self) -> int:
        """How many of the tasks that stand there count against the limit: expedite ones do not."""
        return self.here - self.expedited


@dataclass(frozen=True, slots=True)
class MapWay:
    """A way that tasks took from a step to one before it: how often, and how many stays in the step there were."""

    source: str
    target: str
    count: int
    stays: int

    @property
    def rate(self) -> float:
        """The share (0 to 1) of the stays that ended this way."""
        return self.count / self.stays


@dataclass(frozen=True, slots=True)
class WorkflowMap:
    """A board's workflow over a window of local days; the bottleneck is told with every reason that speaks for it.

    `allowed` holds the ways that may be taken, empty where all may.
    """

    board: str
    first: date
    last: date
    filter: str
    conventions: str
    steps: tuple[MapStep, ...]
    rework: tuple[MapWay, ...]
    allowed: tuple[tuple[str, str], ...]
    bottleneck: str | None
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StepTask:
    """A task that stands in a step: who is on it, since when and how many hours, and why it is blocked if it is."""

    ref: str
    title: str
    who: tuple[str, ...]
    since: datetime
    hours: float
    blocked: str | None


@dataclass(frozen=True, slots=True)
class HandOvers:
    """Tasks that went from hands to others between two steps: how many, and the hours in which nobody had them.

    `giver` and `taker` are logins, `median` and `most` (85 %) hours by nearest rank.
    """

    source: str
    target: str
    giver: tuple[str, ...]
    taker: tuple[str, ...]
    count: int
    median: float
    most: float


@dataclass(frozen=True, slots=True)
class StepLook:
    """A step from near: what stands in it now, how long tasks stayed that left it in a window, and who takes them over.

    `stays` are classes of hours or days, as its unit says; `median`, `most` (85 %), `waiting` (share, 0 to 1) and
    `n` are those of the map, None and 0 while nothing left it. `handovers` lead to the step or away from it, as far as
    they ended in the window. Of a done step only what came in the window is listed: there tasks stay for good.
    """

    board: str
    first: date
    last: date
    filter: str
    conventions: str
    at: datetime
    step: str
    name: str
    kind: StepKind
    tasks: tuple[StepTask, ...]
    stays: Bars
    median: float | None
    most: float | None
    waiting: float | None
    n: int
    handovers: tuple[HandOvers, ...]
