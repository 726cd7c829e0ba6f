"""The words that the verbs of the issue log share, as annotations for their signatures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any

import typer

from prodtui.cli import complete, complete_checks
from prodtui.cli.context import NONE_WORDS, Session
from prodtui.domain.enums import CauseCategory, Severity

IssueRef = Annotated[str, typer.Argument(metavar="REF", help="An issue, as OPS-I3.", autocompletion=complete.issues)]
ActionRef = Annotated[
    str, typer.Argument(metavar="REF", help="An action, as OPS-I3.1.", autocompletion=complete.actions)
]
TaskRef = Annotated[str, typer.Argument(metavar="TASK", help="A task, as OPS-12.", autocompletion=complete.refs)]
Words = Annotated[list[str] | None, typer.Argument(metavar="TEXT", help="The text; - reads standard input.")]
Sev = Annotated[Severity | None, typer.Option("--severity", "-s", help="How much it matters.")]
Category = Annotated[
    str | None, typer.Option("--category", metavar="WORD", help="What it is about.", autocompletion=complete.categories)
]
Cause = Annotated[str | None, typer.Option("--cause", metavar="TEXT", help="Why it happened; - reads it.")]
CauseKind = Annotated[CauseCategory | None, typer.Option("--cause-category", help="Where the cause lies.")]
Why = Annotated[
    list[str] | None, typer.Option("--why", metavar="TEXT", help="An answer to why, up to five, in their order.")
]
Owner = Annotated[
    str | None, typer.Option("--owner", metavar="WHO", help="Who sees to it.", autocompletion=complete.logins)
]
Step = Annotated[
    str | None, typer.Option("--step", metavar="STEP", help="Where it was found.", autocompletion=complete.steps)
]
Task = Annotated[
    str | None, typer.Option("--task", metavar="REF", help="Where it was seen.", autocompletion=complete.refs)
]
Inspection = Annotated[
    str | None,
    typer.Option(
        "--inspection", metavar="REF", help="The inspection that found it.", autocompletion=complete_checks.checks
    ),
]
Notes = Annotated[str | None, typer.Option("--notes", "-n", metavar="TEXT", help="Notes; - reads standard input.")]
CheckDays = Annotated[
    int | None, typer.Option("--check-days", metavar="N", min=1, help="Look at the effect after so many days.")
]
CheckItems = Annotated[
    int | None, typer.Option("--check-items", metavar="N", min=1, help="Look after so many finished tasks.")
]
Due = Annotated[str | None, typer.Option("--due", "-d", metavar="DATE", help="When it must be done.")]
Reason = Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why.")]
IfVersion = Annotated[
    int | None, typer.Option("--if-version", metavar="N", help="Only when nobody changed it since version N.")
]


@dataclass(frozen=True, slots=True)
class IssueFields:
    """What the words of a command say about an issue, new or old; None where they say nothing."""

    severity: Sev = None
    category: Category = None
    step: Step = None
    task: Task = None
    inspection: Inspection = None
    owner: Owner = None
    notes: Notes = None
    check_days: CheckDays = None
    check_items: CheckItems = None


_TEXTS = {"notes": "the notes", "cause": "the cause"}


def given(session: Session, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values that were given; `-` reads a long one, `none` empties one, `me` as owner is whoever acts."""
    found = {name: value for name, value in values.items() if value is not None}
    found |= {name: session.text(found[name], what) for name, what in _TEXTS.items() if name in found}
    for name, value in found.items():
        if isinstance(value, str) and value.strip().lower() in NONE_WORDS:
            found[name] = None
        elif name == "owner":
            found[name] = session.people([value])[0]
    return found
