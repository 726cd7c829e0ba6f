"""From the words of a shell to output and an exit code."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from prodtui.cli.argv import hoist, wants_json
from prodtui.cli.context import Clock, OpenScreens, Session
from prodtui.cli.output import OutputProblem, emit, emit_error
from prodtui.cli.run import run
from prodtui.errors import ProdtuiError
from prodtui.faults import as_fault

INTERRUPTED = 130


def main(words: Sequence[str], open_screens: OpenScreens | None = None, *, clock: Clock | None = None) -> int:
    """Run one command line and return its exit code; every failure is told and none escapes.

    `open_screens` starts the screens with the settings of the command line and returns the exit code; `demo` ends with
    it. Without it nothing is opened. `clock` tells the present, UTC; the system's does without it.
    """
    as_json = wants_json(words)
    try:
        _speak_safely()
        options, rest = hoist(words)
        return _run(rest, Session(options, open_screens=open_screens, clock=clock))
    except KeyboardInterrupt:
        return INTERRUPTED
    except Exception as error:
        return tell_failure(error, as_json=as_json)


def tell_failure(error: Exception, *, as_json: bool = False) -> int:
    """Tell why the program ends, as text or as the one JSON document, and return the exit code."""
    failure = error if isinstance(error, ProdtuiError) else as_fault(error)
    try:
        emit_error(failure, as_json=as_json and not isinstance(failure, OutputProblem))
    except ProdtuiError as second:  # the output itself is broken: say so where something may still be read
        emit_error(second, as_json=False)
        return int(second.exit_code)
    return int(failure.exit_code)


def _run(rest: Sequence[str], session: Session) -> int:
    try:
        result = run(rest, session)
        emit(result, session.options)
        return int(result.code)
    finally:
        session.close()


def _speak_safely() -> None:
    """Let characters that the terminal's encoding lacks become question marks instead of failures."""
    for stream in (sys.stdout, sys.stderr):
        if stream is not None and hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
