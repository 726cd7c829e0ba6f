"""`demo`: a store full of example work."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Annotated

import typer

from prodtui.cli.context import Session, is_terminal, session_of
from prodtui.cli.making import may_make
from prodtui.cli.result import Result
from prodtui.cli.verb import Noun

NOUN = Noun("demo")


@NOUN.verb("", "prodtui demo", "prodtui --store demo.db demo --no-open --seed 7")
def demo(
    ctx: typer.Context,
    no_open: Annotated[bool, typer.Option("--no-open", help="Only make it and print where it is.")] = False,
    seed: Annotated[int, typer.Option("--seed", metavar="N", help="Another number makes another history.")] = 1,
) -> Result:
    """Make a store with months of example work, at --store or in a temporary place, and open it."""
    session = session_of(ctx)
    may_make(session, "`demo`")
    from prodtui.services.demo import make_demo

    terminal = is_terminal(sys.stdin) and is_terminal(sys.stdout)
    opens = terminal and not no_open and session.open_screens is not None
    if opens:
        sys.stderr.write("Making the demo store...\n")
    path = make_demo(_place(session), seed=seed)
    hint = f"Open it with: prodtui --store {path}"
    if opens and session.open_screens is not None:
        code = session.open_screens({**session.options.settings(), "store": path})
        return Result({"path": str(path)}, (str(path),), talk=(hint,), code=code)
    return Result({"path": str(path)}, (str(path),), quiet=(str(path),), talk=(hint,))


def _place(session: Session) -> Path:
    """Return the store named on the command line, else a new file in a temporary folder of one's own."""
    if session.options.store is not None:
        return session.config.store
    return Path(tempfile.mkdtemp(prefix="prodtui-demo-")) / "demo.db"
