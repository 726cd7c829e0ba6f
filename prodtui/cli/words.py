"""The words that many commands share, as annotations for their signatures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Annotated

import typer

from prodtui.cli import complete, complete_checks
from prodtui.errors import NotFound, Usage

_TASKS = "Tasks: OPS-12 or titles; - reads them."

Ref = Annotated[str, typer.Argument(metavar="REF", help="A task: OPS-12, or its title.", autocompletion=complete.refs)]
Refs = Annotated[
    list[str] | None,
    typer.Argument(metavar="REF", help=_TASKS, autocompletion=complete.refs),
]
RefsThenStep = Annotated[
    list[str] | None,
    typer.Argument(metavar="REF", help=_TASKS, autocompletion=complete.refs_then_targets),
]
RefsThenWho = Annotated[
    list[str] | None,
    typer.Argument(metavar="REF", help=_TASKS, autocompletion=complete.refs_then_logins),
]
Text = Annotated[list[str], typer.Argument(metavar="TEXT", help="The text; - reads standard input.")]
StepWord = Annotated[str, typer.Argument(metavar="STEP", help="A step's key or name.", autocompletion=complete.steps)]
WhoWord = Annotated[
    str, typer.Argument(metavar="WHO", help="A login or name; me is yourself.", autocompletion=complete.logins)
]
BoardWord = Annotated[str, typer.Argument(metavar="KEY", help="A board's key.", autocompletion=complete.boards)]
ArchivedBoard = Annotated[
    str, typer.Argument(metavar="KEY", help="The key of an archived board.", autocompletion=complete.archived_boards)
]
ArchivedStep = Annotated[
    str, typer.Argument(metavar="STEP", help="An archived step's key or name.", autocompletion=complete.archived_steps)
]
ChecklistWord = Annotated[
    str, typer.Argument(metavar="CHECKLIST", help="Its key or name.", autocompletion=complete_checks.checklists)
]
ChecklistOption = Annotated[
    str | None,
    typer.Option("--checklist", metavar="KEY", help="Of this checklist.", autocompletion=complete_checks.checklists),
]
Override = Annotated[
    str | None, typer.Option("--override", metavar="REASON", help="Move against a limit; takes the right override.")
]
Yes = Annotated[bool, typer.Option("--yes", help="Do it without a question.")]
All = Annotated[bool, typer.Option("--all", help="Also what is finished or archived.")]
Filter = Annotated[list[str] | None, typer.Argument(metavar="FILTER", help="Only what matches; -x negates.")]
NewTitle = Annotated[str | None, typer.Option("--title", "-t", metavar="TITLE", help="The new title.")]
Since = Annotated[str | None, typer.Option("--since", metavar="DATE", help="Only from then on, such as -90d.")]
Until = Annotated[str | None, typer.Option("--until", metavar="DATE", help="Only before then.")]
Limit = Annotated[int | None, typer.Option("--limit", metavar="N", min=1, help="At most so many.")]

FILTERED = {"ignore_unknown_options": True}  # -late and -@ann are terms of a filter


def filter_text(words: Sequence[str] | None, command: str) -> str:
    """Return the words of a filter as one text. Raises Usage for an option that `command` does not have."""
    for word in words or ():
        if word.startswith("--"):
            raise Usage(f'`prodtui {command}` has no option "{word}".', hint=f"See `prodtui {command} --help`.")
    return " ".join(words or ())


@contextmanager
def narrowing() -> Iterator[None]:
    """Turn an unknown name into Usage where it narrows a list, as filters do: "not found" is a list without rows."""
    try:
        yield
    except NotFound as error:
        raise Usage(error.message, hint=error.hint, details=error.details) from error
