"""What an action is, what it is asked about before it is done, and the conditions that several share."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

BOARD, TASK = "board", "task"
QUALITY, INSPECTION, CHECKLISTS, CHECKLIST = "quality", "inspection", "checklists", "checklist"
ISSUES, ISSUE, IMPROVEMENT = "issues", "issue", "improvement"
PLAN, EXCEPTIONS = "plan", "exceptions"
DEMAND, PRODUCTS, RESOURCES, CALENDAR = "demand", "products", "resources", "calendar"
TIMELINE = "timeline"
STANDUP, DAY, INBOX = "standup", "day", "inbox"
FLOW, STEP = "flow", "step"
DASHBOARD, FIGURE, CHART = "dashboard", "figure", "chart"
#: The tabs of the plan, each a screen of its own.
ON_PLAN = frozenset({PLAN, EXCEPTIONS, DEMAND, PRODUCTS, RESOURCES, CALENDAR})
EVERYWHERE = ON_PLAN | {
    BOARD, TASK, TIMELINE, QUALITY, INSPECTION, CHECKLISTS, CHECKLIST, ISSUES, ISSUE, IMPROVEMENT, FLOW, STEP,
    DASHBOARD, FIGURE, CHART, STANDUP, DAY, INBOX,
}  # fmt: skip
ON_BOARD, ON_TASKS = frozenset({BOARD}), frozenset({BOARD, TASK})
#: The screens that the digits switch between.
ON_VIEWS = ON_PLAN | {BOARD, TIMELINE, QUALITY, ISSUES, FLOW, DASHBOARD, STANDUP, DAY}
#: Where one task at a time is worked on from a list of several things.
ON_ROWS = frozenset({STANDUP, DAY})
#: Where a cursor stands on one of several things.
ON_LISTS = frozenset({BOARD, QUALITY, INSPECTION, CHECKLISTS, CHECKLIST, ISSUES, ISSUE})
#: Where something with a reference is under the cursor or open.
WITH_REFS = frozenset({BOARD, TASK, TIMELINE, STANDUP, DAY, ISSUES, ISSUE, IMPROVEMENT, DEMAND, PRODUCTS, RESOURCES})

GO, LOOK, CHANGE, SELECT, PROGRAM = "Go", "Look", "Change", "Select", "Program"
GROUPS = (GO, LOOK, CHANGE, SELECT, PROGRAM)


@dataclass(frozen=True, slots=True)
class Selection:
    """What an action would work on now; a screen fills it in, the table only reads it.

    `what` is the word for what lies under the cursor or is open, and `has_card` tells that there is one; `cards` are
    those shown, `marked` those marked by the reader; `read_only` says why nothing at all can be changed, "" when it
    can; `in_done` and `blocked` describe a task, `closed` says why nothing can be changed about what is there, `denied`
    why the reader may change nothing of its kind, `against_signing` why the reader may not sign it, `failed` how many
    of its items failed, and `stage` how far it is, or of what sort, where that matters. `can_undo`, `can_redo` and
    `can_override` mean that there is something to take back, to do again, or a refused move to force. `others` are
    those whom the reader could act as.
    """

    what: str = "card"
    has_card: bool = False
    marked: int = 0
    read_only: str = ""
    in_done: bool = False
    blocked: bool = False
    closed: str = ""
    denied: str = ""
    stage: str = ""
    against_signing: str = ""
    failed: int = 0
    can_undo: bool = True
    can_redo: bool = True
    can_override: bool = False
    finding: bool = False
    boards: int = 1
    cards: int = 0
    others: int = 0


When = Callable[[Selection], str | None]


def always(_: Selection) -> str | None:
    """Return that nothing stands against it."""
    return None


def write(now: Selection) -> str | None:
    """Ask for a board that may be changed."""
    return now.read_only or None


def has_card(now: Selection) -> str | None:
    """Ask for something under the cursor, or marked."""
    if now.has_card or now.marked:
        return None
    return f"There is no {now.what} under the cursor; move to one first."


def single(now: Selection) -> str | None:
    """Ask for exactly one thing."""
    if now.marked > 1:
        return f"This works on one {now.what} at a time and {now.marked} are marked; take the marks off first."
    return has_card(now)


def finding(now: Selection) -> str | None:
    """Ask for words that are being looked for."""
    return None if now.finding else "Nothing is being looked for yet; start with find."


def shown(now: Selection) -> str | None:
    """Ask for something that is shown."""
    return None if now.cards else f"No {now.what} is shown that could be marked."


def boards(now: Selection) -> str | None:
    """Ask for a second board."""
    return None if now.boards > 1 else "This store has only one board."


def others(now: Selection) -> str | None:
    """Ask for somebody else in the store."""
    return None if now.others else "There is nobody else to act as; add people with the command person add LOGIN."


def undoable(now: Selection) -> str | None:
    """Ask for a change to take back."""
    return None if now.can_undo else "There is no change of yours to take back."


def redoable(now: Selection) -> str | None:
    """Ask for a change that was taken back."""
    return None if now.can_redo else "There is nothing to do again: no undo came just before."


def refused(now: Selection) -> str | None:
    """Ask for a refused move."""
    return None if now.can_override else "No refused move waits for an override."


def open_lane(now: Selection) -> str | None:
    """Ask for a lane that people keep in order."""
    return "Finished cards stay in the order in which they were finished." if now.in_done else None


def not_done(now: Selection) -> str | None:
    """Ask for a task that is not finished."""
    if now.in_done and not now.marked:
        return "This card is finished already; move it back to an earlier step to work on it again."
    return None


def still_open(now: Selection) -> str | None:
    """Ask for something that may still be changed."""
    return now.closed or None


def may_sign(now: Selection) -> str | None:
    """Ask for a signature that the reader may give."""
    return now.against_signing or None


def found_wrong(now: Selection) -> str | None:
    """Ask for something that failed."""
    return None if now.failed else "Nothing failed in it, so there is nothing to put into the issue log."


def allowed(now: Selection) -> str | None:
    """Ask for somebody who may change things of this kind."""
    return now.denied or None


def all_of(*conditions: When) -> When:
    """Return a condition that answers the first sentence that any of the conditions answers."""

    def when(now: Selection) -> str | None:
        return next((sentence for condition in conditions if (sentence := condition(now))), None)

    return when


@dataclass(frozen=True, slots=True)
class Action:
    """One thing that a reader can do.

    `label` is what the palette says, `help` a sentence, `screens` where the action exists. `when` answers None, or the
    sentence why not now. `footer` is the word in the footer, empty to stay out of it, and `footer_at` what stands in
    its place at some stages; neighbours with the same word share one entry.
    """

    id: str
    keys: tuple[str, ...]
    label: str
    help: str
    group: str
    screens: frozenset[str] = EVERYWHERE
    when: When = always
    footer: str = ""
    footer_at: Mapping[str, str] = field(default_factory=dict)
