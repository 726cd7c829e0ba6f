"""An issue as lines of inked text: how far it is, what it needs next, why it happened, what is done about it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from prodtui.domain.dates import human_age, human_distance, human_due
from prodtui.domain.enums import IssueState
from prodtui.domain.history import byline, sentence
from prodtui.domain.issues import STATES, Missing, lasted, missing_for, next_state
from prodtui.domain.rows_issues import ActionRow, IssueDetail, IssueRow
from prodtui.screens.issue_rows import SEVERITIES, severity_sign
from prodtui.screens.paragraphs import Part, Said, columns, pairs, paragraphs, section, shaped, talk
from prodtui.screens.task_lines import TaskContext
from prodtui.widgets.spans import Ink, Line, Span, cells, line, plain

TWO_COLUMNS = 100
WHY = 5


@dataclass(frozen=True, slots=True)
class IssueView:
    """An issue with what stands around it: the older issue that it repeats, and the keys that the reader presses."""

    detail: IssueDetail
    older: IssueRow | None = None
    advance: str = "L"
    reopen: str = "R"


def issue_lines(view: IssueView, context: TaskContext, width: int) -> list[Line]:
    """Return the whole detail view of an issue, each line exactly `width` cells."""
    detail = view.detail
    lines = [
        _title(detail.issue, context, width),
        *state_chain([s.value for s in STATES], _place(detail.issue), context, width),
    ]
    lines += shaped([*_call(view, context)], width)
    left = [
        *section("what and when", _what(detail, context)),
        *section("containment", _text(detail.issue.containment, "Not contained yet.")),
        *section("why", _why(detail.issue)),
    ]
    right = [
        *section("actions", _actions(detail.actions, context)),
        *section("evidence and effect", _effect(detail.issue, context)),
        *section("links", _links(view, context)),
        *section("downtime", _downtime(detail, context)),
    ]
    lines += columns(left, right, width, TWO_COLUMNS)
    return [*lines, *shaped(section("talk and history", _talk(detail, context)), width)]


def lacks(missing: Sequence[Missing]) -> str:
    """Return what is missing as a list in words: "a cause and an owner"."""
    texts = list(dict.fromkeys(each.text for each in missing))
    return f"{', '.join(texts[:-1])} and {texts[-1]}" if len(texts) > 1 else "".join(texts)


def state_chain(names: Sequence[str], here: int, context: TaskContext, width: int) -> list[Line]:
    """Return the states in their order with signs for what is behind, where it stands (`here`), and what comes."""
    signs = context.signs
    spans: list[Span] = [(" ", Ink.TEXT)]
    for place, name in enumerate(names):
        sign = signs.done if place < here else signs.drop if place == here else signs.between
        ink = Ink.GOOD if place < here else Ink.HERE if place == here else Ink.MUTED
        spans.append((f"{sign} {name}  ", ink))
    return shaped([Part(spans)], width)


def _place(issue: IssueRow) -> int:
    """Return the place of the state in the chain; a closed issue has all of them behind it."""
    return STATES.index(issue.state) + (issue.state is IssueState.CLOSED)


def _title(issue: IssueRow, context: TaskContext, width: int) -> Line:
    severity = f"{severity_sign(issue.severity, context.signs)} {issue.severity}"
    age = f"{context.signs.age} {human_age(issue.raised_at, issue.closed_at or context.now)}"
    ink = {Ink.WRONG: Ink.HEAD_WRONG, Ink.SOON: Ink.HEAD_SOON}.get(SEVERITIES[issue.severity], Ink.HEAD_COUNT)
    room = width - cells(issue.ref) - 2 - cells(severity) - cells(age) - 5
    title = line([(plain(issue.title), Ink.HEAD)], max(room, 0), fill=Ink.HEAD)
    head = [(f" {issue.ref} ", Ink.HEAD_HERE), *title, (f" {severity} ", ink), (f" {age} ", Ink.HEAD_COUNT)]
    return line(head, width, fill=Ink.HEAD_COUNT)


def _call(view: IssueView, context: TaskContext) -> Iterator[Part]:
    """Yield what somebody should do now."""
    issue, to = view.detail.issue, next_state(view.detail.issue.state)
    if issue.archived_at is not None:
        yield Part([(f"Put away {context.moment(issue.archived_at)}.", Ink.MUTED)], " ")
    elif to is not None:
        missing = missing_for(to, issue, view.detail.actions, view.detail.downtime)
        needs = f"next is {to}: it needs {lacks(missing)}" if missing else f"next is {to}: nothing is missing"
        yield Part([(needs, Ink.SOON if missing else Ink.GOOD)], f" {view.advance}  ", Ink.HERE)
    older = view.older
    if older is not None and older.closed_at is not None:
        ago = human_age(older.closed_at, context.now)
        alike = "Same step and cause as" if older.step == issue.step else "Said to repeat"
        told = f"{alike} {older.ref}, closed {ago} ago: did it come back? {view.reopen} reopens {older.ref}"
        yield Part([(f"{told} ({plain(older.title)}).", Ink.SOON)], f" {context.signs.past_most}  ", Ink.SOON)
    elif older is not None:
        yield Part([(f"Repeats {older.ref}, still {older.state}: {plain(older.title)}", Ink.SOON)], " !  ", Ink.SOON)


def _what(detail: IssueDetail, context: TaskContext) -> Iterator[Part]:
    issue = detail.issue
    if issue.notes:
        yield from paragraphs(issue.notes)
    raised = f"{context.moment(issue.raised_at)}, {context.person(issue.raised_by)}"
    yield from pairs(
        ("raised", raised + (", with an andon" if issue.andon else "")),
        ("found at", context.step(issue.step) if issue.step else ""),
        ("category", issue.category or "none"),
    )
    yield Part(
        [(plain(context.person(issue.owner)), Ink.TEXT) if issue.owner else ("nobody yet", Ink.SOON)], f"{'owner':<10}"
    )
    if issue.closed_at is not None:
        yield from pairs(("closed", f"{context.moment(issue.closed_at)}, {context.person(issue.closed_by or '')}"))


def _text(text: str, none: str) -> list[Part]:
    return paragraphs(text) if text else [Part([(none, Ink.MUTED)])]


def _why(issue: IssueRow) -> Iterator[Part]:
    """Yield the answers to "why?", each one further in than what it explains, and the cause below them."""
    for number, why in enumerate(issue.whys, start=1):
        yield Part([(plain(why), Ink.TEXT)], f"{'  ' * (number - 1)}{number} why? ")
    if not issue.whys:
        yield Part([("Nobody has asked why yet.", Ink.MUTED)])
    if issue.cause:
        yield Part([(plain(issue.cause), Ink.REF)], "cause     ")
    if issue.cause_category is not None:
        yield Part([(issue.cause_category.value, Ink.TEXT)], "lies with ")


def _actions(actions: Sequence[ActionRow], context: TaskContext) -> Iterator[Part]:
    signs = context.signs
    for action in actions:
        done, late = action.done_at is not None, _is_late(action, context)
        ink = Ink.GOOD if done else Ink.WRONG if late else Ink.MUTED
        sign = signs.done if done else signs.past_most if late else signs.between
        yield Part([(plain(action.text), Ink.MUTED if done else Ink.TEXT)], f"{sign} {action.number:<2} ", ink)
        about: list[Span] = [(f"{action.kind}, {plain(action.owner or 'nobody')}", Ink.MUTED)]
        if action.done_at is not None:
            about.append((f", done {context.moment(action.done_at)}, {plain(action.done_by or '')}", Ink.MUTED))
        elif action.due is not None:
            due = human_due(action.due, context.now, context.tz)
            about += [(", ", Ink.MUTED), (due if late else f"due {due}", Ink.WRONG if late else Ink.MUTED)]
        yield Part(about, " " * WHY)
        if action.result:
            yield Part([(plain(action.result), Ink.TEXT)], " " * WHY)
    if not actions:
        yield Part([("None yet; a adds one.", Ink.MUTED)])


def _is_late(action: ActionRow, context: TaskContext) -> bool:
    return action.done_at is None and action.due is not None and action.due < context.now


def _effect(issue: IssueRow, context: TaskContext) -> Iterator[Part]:
    yield from _text(issue.evidence, "No evidence yet.")
    if issue.effective is not None and issue.checked_at is not None:
        sign = context.signs.done if issue.effective else context.signs.past_most
        told = "it helped" if issue.effective else "it did not help"
        who = f", {context.moment(issue.checked_at)}, {context.person(issue.checked_by or '')}"
        yield Part(
            [(f"{sign} {told}", Ink.GOOD if issue.effective else Ink.WRONG), (who, Ink.MUTED)], f"{'effect':<10}"
        )
    elif issue.check_ready:
        yield Part([("to be checked now", Ink.SOON)], f"{'effect':<10}")
    elif issue.check_due is not None:
        due = f"{context.moment(issue.check_due)}, {human_distance(issue.check_due, context.now, context.tz)}"
        yield from pairs(("effect", f"looked at {due}"))
    elif issue.check_items is not None:
        yield from pairs(("effect", f"looked at after {issue.check_items} more finished cards"))


def _links(view: IssueView, context: TaskContext) -> Iterator[Part]:
    detail, issue = view.detail, view.detail.issue
    yield from pairs(
        ("card", ", ".join(filter(None, (issue.task, *detail.tasks)))),
        ("inspection", issue.inspection or ""),
        ("repeats", issue.recurs or ""),
        ("came back", ", ".join(detail.recurrences)),
    )


def _downtime(detail: IssueDetail, context: TaskContext) -> Iterator[Part]:
    for row in detail.downtime:
        runs = row.ended_at is None
        told = f"{plain(context.step(row.step))} {'stands still for' if runs else 'stood still for'} "
        spans = [
            (told + lasted(row, context.now), Ink.WRONG if runs else Ink.TEXT),
            (f"  {plain(row.reason)}", Ink.MUTED),
        ]
        yield Part(spans, f"{row.ref} ")


def _talk(detail: IssueDetail, context: TaskContext) -> list[Part]:
    """Return comments and changes in the order in which they happened."""
    told: list[Said] = [(row.at, row.author, paragraphs(row.text)) for row in detail.comments]
    for event in detail.events:
        if event.kind == "issue_comment":
            continue
        own = "" if event.ref == detail.issue.ref else f"{event.ref.rpartition('.')[2]}: "
        told.append((event.at, byline(event), [Part([(plain(own + sentence(event, context.tz)), Ink.MUTED)])]))
    return talk(told, context.now, context.tz)
