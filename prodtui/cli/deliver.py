"""Whole documents on their way out: to a file in one step, to standard output, or into a result."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from stat import S_IMODE
from typing import Annotated, TextIO, cast

import typer

from prodtui.cli.argv import Output
from prodtui.cli.context import Session
from prodtui.cli.output import write
from prodtui.cli.result import Result
from prodtui.domain.text import sanitize
from prodtui.errors import StoreProblem

OutFile = Annotated[Path | None, typer.Option("--out", "-o", metavar="FILE", help="Where to; standard output without.")]
Writer = Callable[[TextIO], None]


class _Safe(io.TextIOBase):
    """Hands text on without what a terminal would obey; `gone` tells that nobody reads it any more."""

    def __init__(self, target: TextIO | None) -> None:
        self._target = target

    def write(self, text: str) -> int:
        if not write(self._target, sanitize(text)):
            raise BrokenPipeError
        return len(text)


def deliver(session: Session, form: str, out: Path | None, writer: Writer) -> Result:
    """Write to a file, to standard output, or into the result of a command that runs inside another."""
    if out is not None:
        _to_file(out.expanduser(), writer)
        return Result({"format": form, "path": str(out)}, (str(out),), quiet=(str(out),))
    if session.embedded or session.options.output is Output.JSON:
        buffer = io.StringIO()
        writer(buffer)
        return Result({"format": form, "text": buffer.getvalue()}, tuple(buffer.getvalue().splitlines()))
    with suppress(BrokenPipeError):  # the reader has what it wanted
        writer(cast(TextIO, _Safe(sys.stdout)))
    return Result(printed=True)


def deliver_text(session: Session, form: str, out: Path | None, text: str) -> Result:
    """Deliver a document that is whole already, as `deliver` does."""

    def write_it(stream: TextIO) -> None:
        stream.write(text)

    return deliver(session, form, out, write_it)


def _to_file(path: Path, writer: Writer) -> None:
    """Write to where a path leads: a file in one step, a device or pipe straight through. Raises StoreProblem."""
    try:
        target = path.resolve()
        if target.exists() and not target.is_file():
            with target.open("w", encoding="utf-8", newline="\n") as stream:
                writer(stream)
        else:
            _replace(target, writer)
    except (OSError, RuntimeError) as error:  # the latter for links that go round in a circle
        reason = (getattr(error, "strerror", None) or str(error)).lower()
        raise StoreProblem(f"The file {path} cannot be written: {reason}.", hint="Name another place.") from error


def _replace(target: Path, writer: Writer) -> None:
    """Write a file in one step, with the mode of the old one, which after a failure is still there."""
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        with part.open("x", encoding="utf-8", newline="\n") as stream:
            writer(stream)
            stream.flush()
            os.fsync(stream.fileno())
        if target.exists():
            part.chmod(S_IMODE(target.stat().st_mode))
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
