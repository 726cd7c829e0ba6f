"""The closed vocabularies of the domain; values are what the store, JSON and the command line say."""

from __future__ import annotations

from enum import StrEnum


class StepKind(StrEnum):
    """What a step does to the clocks: the first active one starts them, the first done one stops them."""

    QUEUE = "queue"
    ACTIVE = "active"
    DONE = "done"


class TransitionKind(StrEnum):
    """Whether a legal transition is progress or rework."""

    NORMAL = "normal"
    REWORK = "rework"


class Priority(StrEnum):
    """How important a task is, most important first."""

    URGENT = "urgent"
    HIGH = "high"
    NORMAL = "normal"
    LOW = "low"


class ServiceClass(StrEnum):
    """Class of service: how a task competes for capacity."""

    STANDARD = "standard"
    FIXED_DATE = "fixed-date"
    EXPEDITE = "expedite"


class DependencyKind(StrEnum):
    """Finish-start: the predecessor must be done; start-start: it must be started."""

    FINISH_START = "finish-start"
    START_START = "start-start"


class Role(StrEnum):
    """What a person may do; trade roles such as `inspector` are skills."""

    SPONSOR = "sponsor"
    MEMBER = "member"
    QUALITY = "quality"
    LEAD = "lead"
    MANAGER = "manager"


class Via(StrEnum):
    """Through what a change came."""

    TUI = "tui"
    CLI = "cli"
    WEB = "web"
    IMPORT = "import"


class ReasonCode(StrEnum):
    """Why a task cannot move."""

    ARCHIVED = "archived"
    BLOCKED = "blocked"
    WIP_STEP = "wip_step"
    WIP_PERSON = "wip_person"
    EXPEDITE = "expedite_limit"
    PREDECESSOR = "predecessor"
    TRANSITION = "transition"
    ROLE = "role"
    LAST_STEP = "last_step"
