"""`improve`: what we try, measured before and after."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Annotated, Any

import typer

from prodtui.cli import complete, outcome
from prodtui.cli.bundle import takes
from prodtui.cli.context import Session, session_of
from prodtui.cli.deliver import OutFile
from prodtui.cli.figure_tables import figure_table
from prodtui.cli.improve_tables import improvement_lines, improvement_page, improvement_table
from prodtui.cli.nouns.issue_words import IfVersion, Owner, given
from prodtui.cli.pages import Html, Markdown, lead_of, report
from prodtui.cli.result import Result
from prodtui.cli.tables import tabled
from prodtui.cli.verb import Noun
from prodtui.cli.words import FILTERED, Filter, NewTitle
from prodtui.domain.codec import to_dict
from prodtui.domain.enums import ImprovementState, Outcome
from prodtui.domain.rows_issues import ImprovementRow
from prodtui.errors import Usage

if TYPE_CHECKING:
    from prodtui.services.workspace import Done

NOUN = Noun("improve")

Ref = Annotated[
    str, typer.Argument(metavar="REF", help="An improvement, as OPS-K2.", autocompletion=complete.improvements)
]
Problem = Annotated[str | None, typer.Option("--problem", metavar="TEXT", help="What is not good enough.")]
ChangeText = Annotated[str | None, typer.Option("--change", metavar="TEXT", help="What is changed.")]
Kpi = Annotated[
    str | None,
    typer.Option("--kpi", metavar="FIGURE", help="What it is measured by.", autocompletion=complete.figures),
]
Typed = Annotated[bool | None, typer.Option("--typed/--computed", help="Whether people type its numbers in.")]
Unit = Annotated[str | None, typer.Option("--unit", metavar="UNIT", help="Unit of a typed figure.")]
Baseline = Annotated[
    str | None, typer.Option("--baseline", metavar="DAYS", help="Window before, as 2026-10-01..2026-10-31.")
]
BaselineValue = Annotated[str | None, typer.Option("--baseline-value", metavar="N", help="A typed figure's baseline.")]
Target = Annotated[str | None, typer.Option("--target", metavar="N", help="What is to be reached.")]
ResultDays = Annotated[str | None, typer.Option("--result", metavar="DAYS", help="Window after, as FIRST..LAST.")]
ResultValue = Annotated[str | None, typer.Option("--result-value", metavar="N", help="A typed figure's result.")]
Learned = Annotated[str | None, typer.Option("--learned", metavar="TEXT", help="What was learned.")]
On = Annotated[str | None, typer.Option("--on", metavar="DATE", help="From which day the change holds.")]
OfIssue = Annotated[
    str | None, typer.Option("--issue", metavar="REF", help="The issue behind it.", autocompletion=complete.issues)
]
WayBack = Annotated[str | None, typer.Option("--reason", metavar="TEXT", help="Why, on the way back.")]


@dataclass(frozen=True, slots=True)
class ImprovementFields:
    """What the words of a command say about an improvement, new or old; None where they say nothing."""

    problem: Problem = None
    change: ChangeText = None
    owner: Owner = None
    kpi: Kpi = None
    typed: Typed = None
    unit: Unit = None
    baseline: Baseline = None
    baseline_value: BaselineValue = None
    target: Target = None
    issue: OfIssue = None

    def values(self, session: Session) -> dict[str, Any]:
        """Return what was said as fields of an improvement."""
        said = asdict(self) | {"baseline": self.baseline_value}
        del said["baseline_value"]
        return given(session, said) | _window(session, "baseline", self.baseline)


def _window(session: Session, name: str, text: str | None) -> dict[str, Any]:
    """Return both days of a window such as 2026-10-01..2026-10-31 or -28d..yesterday."""
    if text is None:
        return {}
    first, dots, last = text.partition("..")
    if not dots:
        raise Usage(f"{text[:40]!r} is no window.", hint="Write it like 2026-10-01..2026-10-31.")
    return {f"{name}_from": session.day(first), f"{name}_to": session.day(last)}


def _result(done: Done[ImprovementRow]) -> Result:
    row = done.value
    state = "put away" if row.archived_at else f"closed, {row.outcome}" if row.closed_at else row.state.value
    return outcome.of(done, f"{row.ref} {row.title}: {state}", row.ref)


def _advance(
    session: Session, ref: str, to: ImprovementState, reason: str | None, values: dict[str, Any], days: dict[str, Any]
) -> Result:
    from prodtui.services import improvements

    fields = given(session, values) | days
    done = improvements.advance_improvement(
        session.workspace, ref, to, reason=reason, request_id=session.options.request_id, **fields
    )
    return _result(done)


@NOUN.verb(
    "add",
    'prodtui improve add "Smaller batches" --problem "Parts wait" --kpi lead-time-85 --baseline -60d..-1d --target 10',
    'prodtui improve add "Less scrap" --kpi "Scrap" --typed --unit kg --baseline-value 12.5 --target 5',
)
@takes(ImprovementFields)
def add(
    ctx: typer.Context,
    title: Annotated[list[str], typer.Argument(metavar="TITLE", help="What is tried.")],
    about: ImprovementFields,
) -> Result:
    """Register a change to try; a figure that the program computes is measured at once."""
    from prodtui.services import improvements

    session = session_of(ctx)
    fields = about.values(session)
    done = improvements.add_improvement(
        session.workspace, " ".join(title), request_id=session.options.request_id, **fields
    )
    return _result(done)


@NOUN.verb("list", "prodtui improve list", "prodtui improve list state:do @me --json", context_settings=FILTERED)
def list_(
    ctx: typer.Context,
    words: Filter = None,
    all_: Annotated[bool, typer.Option("--all", help="Also what is closed.")] = False,
) -> Result:
    """List improvements, newest first."""
    from prodtui.services import improvements

    session = session_of(ctx)
    rows = improvements.list_improvements(session.workspace, " ".join(words or ()), all=all_)
    none = "No improvement matches." if words else "There is no open improvement."
    return tabled(improvement_table(rows, session.zone), none=none, quiet=tuple(row.ref for row in rows))


@NOUN.verb("show", "prodtui improve show OPS-K2", "prodtui improve show OPS-K2 --json")
def show(ctx: typer.Context, ref: Ref) -> Result:
    """Show an improvement with its figures as they come out now, and its history."""
    from prodtui.services import improvements

    session = session_of(ctx)
    detail = improvements.show_improvement(session.workspace, ref)
    lines = improvement_lines(detail, session.zone)
    return Result(to_dict(detail), tuple(lines), quiet=(detail.improvement.ref,))


@NOUN.verb(
    "edit", "prodtui improve edit OPS-K2 --target 8 --owner bo", "prodtui improve edit OPS-K2 --baseline -90d..-1d"
)
@takes(ImprovementFields)
def edit(
    ctx: typer.Context,
    ref: Ref,
    about: ImprovementFields,
    title: NewTitle = None,
    on: On = None,
    result: ResultDays = None,
    result_value: ResultValue = None,
    learned: Learned = None,
    if_version: IfVersion = None,
) -> Result:
    """Change fields of an improvement; `none` empties one, a new window is measured anew."""
    from prodtui.services import improvements

    session = session_of(ctx)
    values = {"title": title, "result": result_value, "learned": learned}
    fields = about.values(session) | given(session, values) | _window(session, "result", result)
    if on is not None:
        fields["changed_on"] = session.day(on)
    if not fields:
        raise Usage("Nothing to change was named.", hint=f"For example: prodtui improve edit {ref} --target 8")
    done = improvements.edit_improvement(
        session.workspace, ref, version=if_version, request_id=session.options.request_id, **fields
    )
    return _result(done)


@NOUN.verb("do", "prodtui improve do OPS-K2")
def do(ctx: typer.Context, ref: Ref, reason: WayBack = None) -> Result:
    """Start to change; problem, figure, baseline and target must be known."""
    return _advance(session_of(ctx), ref, ImprovementState.DO, reason, {}, {})


@NOUN.verb("check", 'prodtui improve check OPS-K2 --change "Batches of five" --on today --result today..+28d')
def check(
    ctx: typer.Context,
    ref: Ref,
    change: ChangeText = None,
    on: On = None,
    result: ResultDays = None,
    reason: WayBack = None,
) -> Result:
    """Say what was changed and from which day, and wait for the result; also the way back, with a reason."""
    session = session_of(ctx)
    days = _window(session, "result", result)
    if on is not None:
        days["changed_on"] = session.day(on)
    return _advance(session, ref, ImprovementState.CHECK, reason, {"change": change}, days)


@NOUN.verb(
    "act",
    'prodtui improve act OPS-K2 --outcome kept --learned "Small batches wait less"',
    "prodtui improve act OPS-K2 --result 2026-11-01..2026-11-28",
)
def act(
    ctx: typer.Context,
    ref: Ref,
    result: ResultDays = None,
    result_value: ResultValue = None,
    kept: Annotated[Outcome | None, typer.Option("--outcome", help="Whether the change is kept or undone.")] = None,
    learned: Learned = None,
) -> Result:
    """Keep the change or undo it, and say what was learned; that closes the improvement."""
    session = session_of(ctx)
    values = {"result": result_value, "outcome": kept, "learned": learned}
    return _advance(session, ref, ImprovementState.ACT, None, values, _window(session, "result", result))


@NOUN.verb("measure", "prodtui improve measure OPS-K2")
def measure(ctx: typer.Context, ref: Ref) -> Result:
    """Compute baseline and result again from what the store knows now."""
    from prodtui.services import improvements

    session = session_of(ctx)
    return _result(improvements.measure_improvement(session.workspace, ref, request_id=session.options.request_id))


@NOUN.verb("put-away", "prodtui improve put-away OPS-K2")
def put_away(ctx: typer.Context, ref: Ref) -> Result:
    """Take an improvement that was registered by mistake out of the list."""
    from prodtui.services import improvements

    session = session_of(ctx)
    return _result(improvements.put_away_improvement(session.workspace, ref, request_id=session.options.request_id))


@NOUN.verb("figures", "prodtui improve figures --window -28d..-1d", "prodtui improve figures --json")
def figures(
    ctx: typer.Context,
    window: Annotated[str, typer.Option("--window", metavar="DAYS", help="FIRST..LAST day.")] = "-28d..yesterday",
) -> Result:
    """Compute every figure over a window of days; "no data" is not 0."""
    from prodtui.services.figures import FIGURES, measure

    session = session_of(ctx)
    days = _window(session, "w", window)
    if None in days.values():
        raise Usage("A window has two days.", hint="Write it like 2026-10-01..2026-10-31.")
    rows = [measure(session.workspace, key, days["w_from"], days["w_to"]) for key in FIGURES]
    return Result(table=figure_table(rows, session.zone), quiet=tuple(FIGURES))


@NOUN.verb(
    "report",
    "prodtui improve report",
    "prodtui improve report --html --out improvements.html",
    context_settings=FILTERED,
)
def report_(
    ctx: typer.Context, words: Filter = None, markdown: Markdown = False, html: Html = False, out: OutFile = None
) -> Result:
    """Write the improvements as a report, closed ones too."""
    from prodtui.services import improvements

    session = session_of(ctx)
    ws, text = session.workspace, " ".join(words or ())
    rows = improvements.list_improvements(ws, text, all=True)
    details = [improvements.show_improvement(ws, row.ref) for row in rows]
    board = ws.need_board()
    page = improvement_page(f"Improvements of {board.name}", lead_of(session, None, text), details, session.zone)
    data = {"board": board.key, "improvements": [to_dict(detail) for detail in details]}
    table = improvement_table(rows, session.zone)
    return report(session, page, data, table, markdown=markdown, html=html, out=out)
