"""`undo`: my last change back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from prodtui.cli import outcome
from prodtui.cli.context import session_of
from prodtui.cli.result import Result
from prodtui.cli.verb import Noun

if TYPE_CHECKING:
    from prodtui.services.undo import Undone

NOUN = Noun("undo")


@NOUN.verb("", "prodtui undo", "prodtui undo 01HV7Q4ZK9")
def undo(
    ctx: typer.Context,
    txn: Annotated[str | None, typer.Argument(metavar="TXN", help="A change of mine from the history.")] = None,
) -> Result:
    """Take my last change back, unless somebody has changed the same since."""
    from prodtui.services.undo import undo as take_back

    session = session_of(ctx)
    done = take_back(session.workspace, txn, request_id=session.options.request_id)
    return outcome.of(done, undone_text("Took back", done.value))


def undone_text(verb: str, undone: Undone) -> str:
    """Return what an undo or redo did as one line."""
    refs = ", ".join(undone.refs)
    command = undone.command.removeprefix("undo ").removeprefix("redo ").replace(".", " ")
    to = f" to {' '.join(undone.question.split())}" if undone.question else ""
    return f"{verb}: {command}{to}{f' of {refs}' if refs else ''}"
