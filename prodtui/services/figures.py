"""The figures that the program can compute: one registry, one definition each, for a window of local days."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from prodtui.domain.calendar import working_minutes
from prodtui.domain.enums import Severity
from prodtui.domain.flow import delivery, figures
from prodtui.domain.flow.outcome import NO_DATA, Item, Outcome
from prodtui.domain.flow.window import Window, window
from prodtui.domain.flow.yields import defect_rate, first_pass_yield
from prodtui.domain.planning.periods import amount_text
from prodtui.domain.rows import BoardRow
from prodtui.domain.rows_issues import Figure
from prodtui.errors import Rejected
from prodtui.services import production_figures as production
from prodtui.services.change import Change
from prodtui.services.flowfacts import FlowFacts
from prodtui.services.lookup import pick_key
from prodtui.services.workspace import Workspace
from prodtui.storage.unit_of_work import read

Compute = Callable[[FlowFacts, Window], Outcome]
Parts = tuple[tuple[str, float], ...]
_DAYS = "days"
_TO_COME = Outcome(None, 0, arithmetic="the window is to come")
#: Beside these there are no days before or behind a window any more.
_YEARS = (1900, 9000)
_MOST_ADDED = 6


@dataclass(frozen=True, slots=True)
class FigureKind:
    """A figure: its key, its name, its unit, whether more of it is better, how it is computed, and by what rule.

    `parts` says what its value is made of, where that is to be seen at once.
    `better` is 1 where more is better, -1 where less is, 0 where neither is. Times in days follow the conventions of
    the board, which are shown beside them.
    """

    key: str
    label: str
    unit: str
    better: int
    convention: str
    compute: Compute
    parts: Callable[[Outcome], Parts] = lambda came_to: ()
    looks_ahead: bool = False

    def came_to(self, facts: FlowFacts, over: Window) -> Outcome:
        """Return its value over a window; of one that is to come there is none, unless the figure looks ahead."""
        if over.begins > facts.now and not self.looks_ahead:
            return _TO_COME
        return self.compute(facts, over)

    @property
    def is_time(self) -> bool:
        """Tell whether it is a time in days."""
        return self.unit == _DAYS


def _cycle(share: float) -> Compute:
    return lambda facts, over: figures.cycle_time(facts.flow, over, share)


def _lead(share: float) -> Compute:
    return lambda facts, over: figures.lead_time(facts.flow, over, share)


def _age(share: float) -> Compute:
    return lambda facts, over: figures.age(facts.flow, over, share)


def _of_flow(compute: Callable[[figures.Flow, Window], Outcome]) -> Compute:
    """Return a figure that is 0 where nothing moved, and no data where there was nothing that could have."""
    return lambda facts, over: compute(facts.flow, over) if facts.has_tasks(over) else NO_DATA


def _on_time(facts: FlowFacts, over: Window) -> Outcome:
    return delivery.kept(facts.promised(over), over, facts.now, facts.undated(over))


def _adherence(facts: FlowFacts, over: Window) -> Outcome:
    return delivery.kept(facts.scheduled(over), over, facts.now)


def _open_issues(facts: FlowFacts, over: Window) -> Outcome:
    found = facts.issues(over)
    if found is None:
        return NO_DATA
    at = min(over.ends, facts.now)
    open_ = [each for each in found if each.start <= at and (each.end is None or each.end > at)]
    return Outcome(float(len(open_)), len(open_), tuple(Item(each.ref, None, each.severity) for each in open_))


def _by_severity(came_to: Outcome) -> Parts:
    """Return how many issues there are of each severity, the worst first; none of them is a number too."""
    if came_to.value is None:
        return ()
    counts = Counter(item.note for item in came_to.items)
    return tuple((severity.value, float(counts[severity])) for severity in Severity)


def _issues_raised(facts: FlowFacts, over: Window) -> Outcome:
    found = facts.issues(over)
    if found is None:
        return NO_DATA
    raised = tuple(Item(each.ref, None, each.severity) for each in found if each.start in over)
    return Outcome(len(raised) / over.weeks, len(raised), raised, (), f"{len(raised)} / {over.weeks:.4g} weeks")


def _first_pass(facts: FlowFacts, over: Window) -> Outcome:
    return first_pass_yield(facts.inspected(over), over)


def _defects(facts: FlowFacts, over: Window) -> Outcome:
    return defect_rate(facts.made(over))


def _downtime(facts: FlowFacts, over: Window) -> Outcome:
    found = facts.standstills(over)
    if found is None:
        return NO_DATA
    items = []
    for each in found:
        first, last = max(each.start, over.begins), min(each.end or facts.now, over.ends)
        minutes = working_minutes(first, last, facts.board.settings, facts.zone) if first < last else 0
        items.append(Item(each.ref, minutes / 60, f"h: {each.reason}"))
    hours = sum(item.value or 0.0 for item in items)
    told = f"{' + '.join(amount_text(item.value or 0.0) for item in items[:_MOST_ADDED])}"
    more = f" + {len(items) - _MOST_ADDED} more" if len(items) > _MOST_ADDED else ""
    return Outcome(hours, len(found), tuple(items), (), f"{told}{more} h of working time" if items else "")


_RANK = "nearest rank, tasks finished in the window"

FIGURES: Mapping[str, FigureKind] = {
    kind.key: kind
    for kind in (
        FigureKind(
            "throughput", "Throughput", "tasks/week", 1, "tasks finished, zero weeks included, each at its last finish",
            _of_flow(figures.throughput),
        ),
        FigureKind("cycle-time-50", "Cycle time, 50 %", _DAYS, -1, f"start to finish, {_RANK}", _cycle(0.5)),
        FigureKind("cycle-time-85", "Cycle time, 85 %", _DAYS, -1, f"start to finish, {_RANK}", _cycle(0.85)),
        FigureKind("lead-time-50", "Lead time, 50 %", _DAYS, -1, f"created to finish, {_RANK}", _lead(0.5)),
        FigureKind("lead-time-85", "Lead time, 85 %", _DAYS, -1, f"created to finish, {_RANK}", _lead(0.85)),
        FigureKind(
            "wip", "Work in progress", "tasks", 0, "started and not finished, average of the ends of its days",
            _of_flow(figures.work_in_progress),
        ),
        FigureKind("age-50", "Age, 50 %", _DAYS, -1, "start to the end of the window, nearest rank", _age(0.5)),
        FigureKind("age-85", "Age, 85 %", _DAYS, -1, "start to the end of the window, nearest rank", _age(0.85)),
        FigureKind(
            "flow-efficiency", "Flow efficiency", "%", 1, "time in active steps and not blocked, of the cycle time",
            _of_flow(figures.flow_efficiency),
        ),
        FigureKind(
            "littles-law", "Little's law", "ratio", 0, "average WIP / (throughput x average cycle time), calendar days",
            _of_flow(figures.littles_law),
        ),
        FigureKind(
            "on-time", "On-time delivery", "%", 1, "by the day first promised, undelivered ones included", _on_time
        ),
        FigureKind(
            "schedule-adherence", "Schedule adherence", "%", 1, "finished by the planned finish, of those planned for "
            "the window", _adherence,
        ),
        FigureKind(
            "plan-attainment", "Plan attainment", "%", 1, "made of what was planned for the periods that ended in the "
            "window, no line more than whole", production.of_all(production.attainment),
        ),
        FigureKind(
            "takt", "Takt", "min/unit", 0, "working time of the calendar / units of the orders due in the window",
            production.of_all(production.takt), looks_ahead=True,
        ),
        FigureKind("first-pass-yield", "First-pass yield", "%", 1, "good at the first inspection", _first_pass),
        FigureKind("defect-rate", "Defect rate", "%", -1, "scrap and rework, of all units that came out", _defects),
        FigureKind("open-issues", "Open issues", "issues", -1, "at the end of the window", _open_issues, _by_severity),
        FigureKind("issues-raised", "Issues raised", "issues/week", -1, "those put away left out", _issues_raised),
        FigureKind("downtime", "Downtime", "hours", -1, "within working hours, all steps together", _downtime),
        FigureKind(
            "oee", "OEE", "%", 1, "availability x performance x quality of the steps whose downtime is logged, times "
            "of all their machines added first", production.of_all(production.oee),
        ),
    )
}  # fmt: skip


def pick_figure(name: str) -> FigureKind:
    """Return the figure with this key. Raises Rejected with the nearest one."""
    return pick_key(FIGURES, name, "figure that the program computes", "; or type it in")


def measure(ws: Workspace, kpi: str, first: date, last: date) -> Figure:
    """Return a figure over local days, both ends included. Raises Rejected for a window that is none."""
    with read(ws.store) as session:
        change = Change.looking(ws, session)
        return measured(change, change.board(), kpi, first, last)


def measured(change: Change, board: BoardRow, kpi: str, first: date, last: date) -> Figure:
    """Return what `measure` does, inside a change or a look."""
    kind = pick_figure(kpi)
    check_window(first, last)
    facts = FlowFacts(change, board, first)
    over = window(first, last, facts.zone)
    return figure_of(kind, facts, over, kind.came_to(facts, over))


def figure_of(kind: FigureKind, facts: FlowFacts, over: Window, came_to: Outcome) -> Figure:
    """Return what a figure came to as a row."""
    unit, convention = kind.unit, kind.convention
    if kind.is_time:
        unit, convention = facts.conventions.unit, f"{convention}; {facts.conventions}"
    return Figure(
        kind.key, kind.label, came_to.value, unit, over.first, over.last, came_to.n, came_to.left_out, convention
    )


def check_window(first: date, last: date) -> None:
    """Raise Rejected for a window that ends before it begins or is absurdly long."""
    if last < first:
        raise Rejected(f"The window ends on {last}, before it begins on {first}.", hint="Exchange the two days.")
    if first.year < _YEARS[0] or last.year > _YEARS[1]:
        raise Rejected(f"A window lies between the years {_YEARS[0]} and {_YEARS[1]}.", hint="Check the year.")
    if (last - first).days > 3660:
        raise Rejected("A window has at most ten years.", hint="Choose a shorter one.")
