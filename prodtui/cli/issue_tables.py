"""The issue log for people: which fields show, an issue as lines, and the pages of its report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from prodtui.cli.result import Table
from prodtui.cli.tables import cells_in, comment_lines, history_lines, names_of
from prodtui.domain.codec import to_dict
from prodtui.domain.dates import human_age, human_due, local
from prodtui.domain.issues import lasted
from prodtui.domain.rows_issues import ActionRow, DowntimeRow, IssueDetail, IssueRow, ParetoBar
from prodtui.interchange.report import Page, Section

ISSUE_SHOWN = ("ref", "title", "severity", "state", "step", "owner", "age", "actions")
ACTION_SHOWN = ("ref", "kind", "text", "owner", "due", "done_at")
DOWNTIME_SHOWN = ("ref", "step", "reason", "started_at", "ended_at", "lasted", "issue")
PARETO_SHOWN = ("name", "count", "share", "cumulative", "bar")
_BAR = 30


def issue_table(rows: Sequence[IssueRow], now: datetime, zone: ZoneInfo) -> Table:
    """Return issues as a table; text shows `age` and `actions` besides, which are no fields."""
    special = {
        "age": lambda row: human_age(row.raised_at, row.closed_at or now),
        "actions": lambda row: _actions_in_words(row, now, zone),
    }
    return Table(rows, names_of(IssueRow), ISSUE_SHOWN, to_dict, cells_in(zone, special))


def action_table(rows: Sequence[ActionRow], now: datetime, zone: ZoneInfo) -> Table:
    """Return actions as a table; text shows the whole reference besides."""
    special = {
        "ref": lambda row: f"{row.issue}.{row.number}",
        "due": lambda row: human_due(row.due, now, zone) if row.due and not row.done_at else "",
    }
    return Table(rows, names_of(ActionRow), ACTION_SHOWN, to_dict, cells_in(zone, special))


def downtime_table(rows: Sequence[DowntimeRow], now: datetime, zone: ZoneInfo) -> Table:
    """Return downtimes as a table; text shows how long each lasted, on the clock, besides."""
    special = {"lasted": lambda row: lasted(row, now)}
    return Table(rows, names_of(DowntimeRow), DOWNTIME_SHOWN, to_dict, cells_in(zone, special))


def pareto_table(bars: Sequence[ParetoBar]) -> Table:
    """Return Pareto bars as a table; text draws each bar besides, the vital few filled."""

    def cell(bar: ParetoBar, name: str) -> str:
        if name in ("share", "cumulative"):
            return f"{getattr(bar, name):.0%}"
        if name == "bar":
            return ("#" if bar.vital else "-") * max(round(_BAR * bar.count / bars[0].count), 1)
        return str(to_dict(bar)[name])

    return Table(bars, names_of(ParetoBar), PARETO_SHOWN, to_dict, cell)


def issue_lines(detail: IssueDetail, now: datetime, zone: ZoneInfo) -> list[str]:
    """Return an issue with all that belongs to it as lines."""
    issue = detail.issue
    facts = issue_facts(detail, now, zone)
    lines = [f"{issue.ref} {issue.title}", *(f"  {name:<11} {' '.join(value.split())}" for name, value in facts)]
    if issue.notes:
        lines += ["", *issue.notes.split("\n")]
    if issue.whys:
        lines += ["", "Why?", *(f"  {place}. {why}" for place, why in enumerate(issue.whys, start=1))]
    if detail.actions:
        lines += ["", "Actions", *(f"  {action_line(action, now, zone)}" for action in detail.actions)]
    if detail.downtime:
        told = (f"{down.ref} {down.step}: {down.reason}, {lasted(down, now)}" for down in detail.downtime)
        lines += ["", "Downtime", *(f"  {line}" for line in told)]
    return [*lines, *comment_lines(detail.comments, zone), *history_lines(detail.events, zone)]


def action_line(action: ActionRow, now: datetime, zone: ZoneInfo) -> str:
    """Return an action as one line."""
    done = f"done {local(action.done_at, zone)} by {action.done_by}" if action.done_at else ""
    due = f"due {human_due(action.due, now, zone)}" if action.due and not action.done_at else ""
    owner = f"@{action.owner}" if action.owner else ""
    parts = (f"{action.issue}.{action.number}", action.kind.value, action.text, owner, due, done, action.result)
    return "  ".join(" ".join(part.split()) for part in parts if part)


def issue_facts(detail: IssueDetail, now: datetime, zone: ZoneInfo) -> list[tuple[str, str]]:
    """Return what is known about an issue as pairs of name and value, empty ones left out."""
    issue = detail.issue
    pairs = (
        ("state", issue.state.value + (", put away" if issue.archived_at else "")),
        ("severity", issue.severity.value + (", andon" if issue.andon else "")),
        ("category", issue.category or ""),
        ("found", f"{issue.step or 'no step'}, {local(issue.raised_at, zone)} by {issue.raised_by}"),
        ("age", human_age(issue.raised_at, issue.closed_at or now)),
        ("task", issue.task or ""),
        ("also", ", ".join(detail.tasks)),
        ("inspection", issue.inspection or ""),
        ("repeats", issue.recurs or ""),
        ("came back", ", ".join(detail.recurrences)),
        ("owner", issue.owner or ""),
        ("contained", issue.containment),
        ("cause", " – ".join(part for part in (issue.cause_category or "", issue.cause) if part)),
        ("check", _check(issue, zone)),
        ("evidence", issue.evidence),
        ("closed", f"{local(issue.closed_at, zone)} by {issue.closed_by}" if issue.closed_at else ""),
    )
    return [(name, value) for name, value in pairs if value]


def issue_page(
    title: str, lead: str, details: Sequence[IssueDetail], paretos: Mapping[str, Sequence[ParetoBar]], now: datetime,
    zone: ZoneInfo,
) -> Page:  # fmt: skip
    """Return the report of the issue log: the list, Pareto by category, step and cause, then each issue whole."""
    rows = [detail.issue for detail in details]
    table = issue_table(rows, now, zone)
    sections = [
        Section("Issues", columns=_heads(ISSUE_SHOWN), rows=table.cells(ISSUE_SHOWN)),
        *(
            Section(f"By {by}", columns=_heads(PARETO_SHOWN[:-1]), rows=pareto_table(bars).cells(PARETO_SHOWN[:-1]))
            for by, bars in paretos.items()
        ),
    ]
    for detail in details:
        sections += issue_sections(detail, now, zone)
    return Page(title, sections, lead)


def issue_sections(detail: IssueDetail, now: datetime, zone: ZoneInfo) -> list[Section]:
    """Return one issue as sections: what is known, actions, downtime, what was said, and who did what when."""
    from prodtui.domain.history import byline, sentence

    issue = detail.issue
    whys = tuple(f"Why {place}: {why}" for place, why in enumerate(issue.whys, start=1))
    head = Section(
        f"{issue.ref} {issue.title}",
        facts=issue_facts(detail, now, zone),
        paragraphs=((issue.notes,) if issue.notes else ()) + whys,
    )
    said = [(local(each.at, zone), each.author, each.text) for each in detail.comments]
    told = [(local(event.at, zone), byline(event), sentence(event, zone)) for event in detail.events]
    down = downtime_table(detail.downtime, now, zone)
    parts = (
        ("Actions", _heads(ACTION_SHOWN), action_table(detail.actions, now, zone).cells(ACTION_SHOWN)),
        ("Downtime", _heads(DOWNTIME_SHOWN), down.cells(DOWNTIME_SHOWN)),
        ("Comments", ("At", "Who", "What"), said),
        ("History", ("At", "Who", "What"), told),
    )
    return [head, *(Section(name, columns=heads, rows=rows, level=3) for name, heads, rows in parts if rows)]


def _heads(names: Sequence[str]) -> tuple[str, ...]:
    return tuple(name.replace("_", " ").capitalize() for name in names)


def _actions_in_words(row: IssueRow, now: datetime, zone: ZoneInfo) -> str:
    if row.check_ready:
        return "check the effect"
    if not row.actions_open:
        return ""
    due = f", next {human_due(row.next_due, now, zone)}" if row.next_due else ""
    return f"{row.actions_open} open{due}"


def _check(issue: IssueRow, zone: ZoneInfo) -> str:
    if issue.checked_at:
        word = "effective" if issue.effective else "not effective"
        return f"{word}, {local(issue.checked_at, zone)} by {issue.checked_by}"
    parts = (
        f"on {local(issue.check_due, zone)}" if issue.check_due else "",
        f"after {issue.check_items} finished tasks" if issue.check_items else "",
        f"after {issue.check_days} days" if issue.check_days and not issue.check_due else "",
    )
    return " or ".join(part for part in parts if part) + (", now" if issue.check_ready else "")
