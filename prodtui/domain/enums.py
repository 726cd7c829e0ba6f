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
    MATERIAL = "material"
    TRANSITION = "transition"
    ROLE = "role"
    GATE = "gate"
    LAST_STEP = "last_step"


class ItemKind(StrEnum):
    """What an item of a checklist asks for."""

    YES_NO = "yes/no"
    MEASUREMENT = "measurement"
    CHOICE = "choice"
    TEXT = "text"


class SignRule(StrEnum):
    """Who may sign an inspection; independent is anybody who did not work on the task."""

    ANY = "any"
    ROLE = "role"
    NAMED = "named"
    INDEPENDENT = "independent"


class Frequency(StrEnum):
    """Which of the tasks that a checklist is attached for are inspected."""

    EVERY = "every"
    NTH = "nth"
    RANDOM = "random"


class InspectionState(StrEnum):
    """How far an inspection is; a signed one never changes again."""

    RUNNING = "running"
    WAITING = "waiting"
    FAILED = "failed"
    SIGNED = "signed"


class InspectionResult(StrEnum):
    """What an inspection found; a concession lets a failed one pass, with a reason and a name."""

    PASS = "pass"  # noqa: S105 (no password)
    FAIL = "fail"
    CONCESSION = "concession"


class Severity(StrEnum):
    """How much an issue matters, most first."""

    CRITICAL = "critical"
    MAJOR = "major"
    MINOR = "minor"


class IssueState(StrEnum):
    """How far the answer to an issue is, in order."""

    OPEN = "open"
    CONTAINED = "contained"
    ANALYSING = "analysing"
    ACTING = "acting"
    VERIFYING = "verifying"
    CLOSED = "closed"


class CauseCategory(StrEnum):
    """Where the cause of an issue lies: the six branches of a cause-and-effect diagram."""

    PEOPLE = "people"
    METHOD = "method"
    MACHINE = "machine"
    MATERIAL = "material"
    MEASUREMENT = "measurement"
    ENVIRONMENT = "environment"


class ActionKind(StrEnum):
    """What an action does about an issue: contain the damage, take the cause away, or keep it away elsewhere."""

    CONTAINMENT = "containment"
    CORRECTIVE = "corrective"
    PREVENTIVE = "preventive"


class ImprovementState(StrEnum):
    """Where an improvement stands in its cycle."""

    PLAN = "plan"
    DO = "do"
    CHECK = "check"
    ACT = "act"


class Outcome(StrEnum):
    """What became of an improvement's change."""

    KEPT = "kept"
    UNDONE = "undone"


class ResourceKind(StrEnum):
    """What a resource is; a material is used up, the others are used."""

    TOOL = "tool"
    MACHINE = "machine"
    ROOM = "room"
    MATERIAL = "material"


class StockKind(StrEnum):
    """What a movement of a material is: only receipts, issues and corrections change what lies in stock."""

    RECEIPT = "receipt"
    ISSUE = "issue"
    CORRECTION = "correction"
    EXPECTED = "expected"
    RESERVED = "reserved"


class DemandKind(StrEnum):
    """Whether somebody ordered it or it is only foreseen; orders of a period consume what was foreseen for it."""

    ORDER = "order"
    FORECAST = "forecast"


class DemandStatus(StrEnum):
    """How far a demand line is; only delivered and cancelled may be set by hand."""

    OPEN = "open"
    PLANNED = "planned"
    RELEASED = "released"
    DELIVERED = "delivered"
    CANCELLED = "cancelled"


class PeriodKind(StrEnum):
    """How long a column of the plan is."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"


class LoadKind(StrEnum):
    """What a row of load against capacity is about."""

    STEP = "step"
    ROLE = "role"
    POOL = "pool"


class CapacityKind(StrEnum):
    """Whose hours a change of capacity is about."""

    PERSON = "person"
    ROLE = "role"
    STEP = "step"
    POOL = "pool"


class ExceptionKind(StrEnum):
    """Why a line stands in the list of exceptions of the plan."""

    LATE = "late demand"
    OVERLOAD = "overload"
    SHORTAGE = "shortage"
    UNPLANNED = "unplanned demand"
    BEHIND = "plan behind actual"


class ScheduleGoal(StrEnum):
    """What an optimised schedule is good at: little lateness, the important counting more, or an early end of all."""

    LATENESS = "lateness"
    MAKESPAN = "makespan"


class StartKind(StrEnum):
    """What decides when a piece of scheduled work starts: it cannot start sooner for this."""

    NOW = "now"
    BEGUN = "begun"
    PINNED = "pinned"
    PROMISED = "promised"
    RELEASE = "release date"
    MATERIAL = "material"
    PREDECESSOR = "predecessor"
    BUSY = "busy"
    LIMIT = "limit"


class Reentry(StrEnum):
    """Which entry into a part of the workflow counts in figures after a move back out of it."""

    LAST = "last"
    FIRST = "first"


class DayCount(StrEnum):
    """How long something took: the time that passed, or its last day - its first day + 1."""

    ELAPSED = "elapsed"
    INCLUSIVE = "inclusive"


class WorkTime(StrEnum):
    """Whether a board's record tells work from waiting: then active steps hold work alone."""

    KNOWN = "known"
    UNKNOWN = "unknown"


class TimeKind(StrEnum):
    """Which time counts in figures: all of it, or the working time of the board."""

    CALENDAR = "calendar"
    WORKING = "working"


class MoveKind(StrEnum):
    """What lets scheduled work end sooner in another schedule, or makes it end later."""

    DONE = "done"
    PREDECESSOR = "predecessor"
    BUSY = "busy"
    LIMIT = "limit"
    HOURS = "hours"
    CAPACITY = "capacity"
    CREW = "crew"
    DATE = "date"
    WORK = "work"
    PLACE = "place"


class NoteKind(StrEnum):
    """What a note of a stand-up is; talked says that the team went through something."""

    DECISION = "decision"
    ACTION = "action"
    PARKED = "parked"
    NOTE = "note"
    TALKED = "talked"


class NoticeKind(StrEnum):
    """Why something stands in somebody's inbox."""

    MENTION = "mention"
    ASSIGNED = "assigned"
    UNBLOCKED = "unblocked"
    ANDON = "andon"
    SIGNATURE = "signature wanted"
    HANDOVER = "hand-over"


class WaitKind(StrEnum):
    """What waits on somebody."""

    SIGNATURE = "signature"
    ACTION = "action"
    REVIEW = "review"
    HANDOVER = "hand-over"


class Concern(StrEnum):
    """Why something stands in the first part of a stand-up, what holds work back most first."""

    BLOCKED = "blocked"
    STANDSTILL = "stands still"
    ISSUE = "critical issue"
    FAILED = "failed check"
    SIGNATURE = "signature"
    LATE = "late"
    DUE = "due today"
    LIMIT = "limit"
    AGEING = "ageing"
    ACTION = "late action"
    ABSENCE = "absence"
    SHORTAGE = "shortage"
    BEHIND = "behind plan"
