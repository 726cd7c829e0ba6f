"""What goes wrong on a demo board and what is improved, read from the TOML file of its log."""

from __future__ import annotations

from dataclasses import dataclass

from prodtui.domain.codec import from_dict
from prodtui.domain.enums import ActionKind, CauseCategory, Outcome, Severity
from prodtui.services.demo.script import read_script


@dataclass(frozen=True, slots=True)
class ActionScript:
    """An action that is put on its issue `on` working days after it was raised, and `done` so many after it.

    `due` counts calendar days from the day on which it is put there; without `done` it stays open.
    """

    kind: ActionKind
    text: str
    owner: str
    on: int
    due: int
    done: int | None = None
    result: str = ""


@dataclass(frozen=True, slots=True)
class IssueScript:
    """An issue, raised in the round `round` of the day that is `raised` working days before the present.

    `pace` are the working days after which it becomes contained, analysing, acting, verifying, closed; a shorter one
    leaves it on its way. `task` is the key of a staged task, else it is seen at one in its step, and `also` at so many
    more; `failed` is the key of a staged task whose failed inspection fills it in. `downtime` is why its step stands
    still, for `hours` working hours, or still without. `comments` come after so many working days.
    """

    key: str
    raised: int
    by: str
    step: str
    category: str
    title: str = ""
    round: int = 1
    notes: str = ""
    severity: Severity | None = None
    owner: str | None = None
    task: str | None = None
    also: int = 0
    failed: str | None = None
    andon: bool = False
    downtime: str | None = None
    hours: float | None = None
    pace: tuple[int, ...] = ()
    containment: str = ""
    whys: tuple[str, ...] = ()
    cause: str = ""
    cause_category: CauseCategory | None = None
    check_days: int | None = None
    check_items: int | None = None
    evidence: str = ""
    actions: tuple[ActionScript, ...] = ()
    comments: tuple[tuple[int, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class DowntimeScript:
    """A time in which a step stood still for `hours` working hours without an issue."""

    on: int
    step: str
    by: str
    reason: str
    hours: float
    round: int = 1


@dataclass(frozen=True, slots=True)
class ImprovementScript:
    """An improvement, registered `registered` working days before the present.

    `pace` are the working days after which it gets to do, check, act and is closed; a shorter one leaves it on its way.
    Windows and `changed` are calendar days before the present; `numbers` are the baseline and result of a typed figure.
    """

    registered: int
    by: str
    owner: str
    title: str
    problem: str
    change: str
    kpi: str
    pace: tuple[int, ...] = ()
    round: int = 1
    unit: str | None = None
    numbers: tuple[float, ...] = ()
    baseline: tuple[int, int] | None = None
    target: float | None = None
    changed: int | None = None
    result: tuple[int, int] | None = None
    outcome: Outcome | None = None
    learned: str = ""
    issue: str | None = None


@dataclass(frozen=True, slots=True)
class LogScript:
    """All that a board's log is told, oldest first."""

    issues: tuple[IssueScript, ...]
    downtime: tuple[DowntimeScript, ...] = ()
    improvements: tuple[ImprovementScript, ...] = ()


def load_log(name: str) -> LogScript:
    """Return the log of a board of BOARDS."""
    return from_dict(LogScript, read_script(f"{name}-log"))
