"""What charts show, however they are drawn: in a terminal, or as a picture in a report. All times are in days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Line:
    """A level across a chart, such as a percentile, a mean or a limit, with what it says."""

    label: str
    value: float


@dataclass(frozen=True, slots=True)
class Bands:
    """A cumulative flow: at the end of each day, how many tasks had reached each step or one behind it.

    `reached` has a row for each name, the first step on top, the last at the bottom; no row ever falls, and no row is
    above the one before it. `under_way` is the distance that is work in progress, at the end of each day.
    """

    days: tuple[date, ...]
    names: tuple[str, ...]
    reached: tuple[tuple[int, ...], ...]
    under_way: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Point:
    """A finished task: its reference and title, when it was finished, how long it took, and whether it stands out."""

    ref: str
    title: str
    at: datetime
    value: float
    marked: bool = False


@dataclass(frozen=True, slots=True)
class Scatter:
    """Finished tasks by the day of their finish and how long they took, with percentile lines."""

    first: date
    last: date
    unit: str
    points: tuple[Point, ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Run:
    """A number for each period, zero included; `running` tells that the last period is not over."""

    starts: tuple[date, ...]
    values: tuple[int, ...]
    unit: str
    lines: tuple[Line, ...] = ()
    running: bool = False


@dataclass(frozen=True, slots=True)
class Aged:
    """An open task: its step, how long it has been under way, and since when it is blocked."""

    ref: str
    title: str
    step: str
    value: float
    blocked: bool


@dataclass(frozen=True, slots=True)
class AgeingStep:
    """A step of an ageing chart: its open tasks, and the ages by which 50, 70, 85 and 95 % had left it before.

    `bands` is empty while too few have left it.
    """

    step: str
    name: str
    tasks: tuple[Aged, ...]
    bands: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Ageing:
    """Open tasks by step and age, with percentile lines of the cycle times of finished ones."""

    unit: str
    steps: tuple[AgeingStep, ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Control:
    """A control chart: values in order with what each is, the limits, and the places of signals with their rules.

    `refs` are the tasks of the values, where each is of one.
    """

    labels: tuple[str, ...]
    values: tuple[float, ...]
    unit: str
    mean: float
    lower: float
    upper: float
    signals: tuple[tuple[int, str], ...]
    baseline: int
    provisional: bool
    refs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar: its name and length, and the share (0 to 1) that all bars up to it have of the whole."""

    name: str
    value: float
    cumulative: float = 0.0


@dataclass(frozen=True, slots=True)
class Bars:
    """Bars with a common unit: a Pareto when they descend and cumulate, a histogram when they are classes in order.

    `classes` says that they are, because classes may descend by chance.
    """

    unit: str
    bars: tuple[Bar, ...]
    lines: tuple[Line, ...] = ()
    classes: bool = False


@dataclass(frozen=True, slots=True)
class StepTime:
    """How long tasks stayed in a step that they left: median, 85 %, how much of all of it was waiting, and how many.

    `waiting` is a share, None where the record does not tell work from waiting.
    """

    step: str
    name: str
    median: float
    most: float
    waiting: float | None
    n: int


@dataclass(frozen=True, slots=True)
class StepTimes:
    """Time in each step, in hours."""

    steps: tuple[StepTime, ...]


Chart = Bands | Scatter | Run | Ageing | Control | Bars | StepTimes
