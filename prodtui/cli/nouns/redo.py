"""`redo`: the change again that I took back."""

from __future__ import annotations

import typer

from prodtui.cli import outcome
from prodtui.cli.context import session_of
from prodtui.cli.nouns.undo import undone_text
from prodtui.cli.result import Result
from prodtui.cli.verb import Noun

NOUN = Noun("redo")


@NOUN.verb("", "prodtui redo")
def redo(ctx: typer.Context) -> Result:
    """Make the change again that I took back last."""
    from prodtui.services.undo import redo as make_again

    session = session_of(ctx)
    done = make_again(session.workspace, request_id=session.options.request_id)
    return outcome.of(done, undone_text("Did again", done.value))
