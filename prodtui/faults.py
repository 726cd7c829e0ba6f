"""Errors that are ours: where they happened goes to a log file, never what people wrote."""

from __future__ import annotations

import os
import platform
import sys
import traceback
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from prodtui import __version__
from prodtui.errors import ProdtuiError

MAX_BYTES = 500_000
KEPT = 3
DEBUG_VARIABLE = "PRODTUI_DEBUG"


class Fault(ProdtuiError):
    """Something that should not have happened; the log says where."""


def as_fault(error: BaseException) -> Fault:
    """Return the failure to show for an unexpected error, after its trace is in the log."""
    name = type(error).__name__
    try:
        path = record(error)
    except (OSError, ProdtuiError):
        message = f"Something inside prodtui failed ({name}), and the log cannot be written either."
        return Fault(message, hint=f"{DEBUG_VARIABLE}=1 prints the trace.", details={"error": name})
    return Fault(
        f"Something inside prodtui failed ({name}); it is noted in {path}.",
        hint="Please report it with the end of that file.",
        details={"error": name, "log": str(path)},
    )


def record(error: BaseException) -> Path:
    """Append the trace of `error` to the log and return the log's path.

    Messages of errors may quote texts of tasks, so only types and places are written, unless PRODTUI_DEBUG is set; then
    the messages come too, on the log and on standard error.
    """
    from prodtui.paths import find_paths, private_folder

    path = find_paths().log_file
    private_folder(path.parent)
    with suppress(FileNotFoundError):
        if path.stat().st_size > MAX_BYTES:
            rotate(path)
    debug = bool(os.environ.get(DEBUG_VARIABLE))
    lines = traceback.format_exception(error) if debug else list(places(error))
    head = f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ} ERROR prodtui {__version__} python {platform.python_version()}\n"
    handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    with os.fdopen(handle, "a", encoding="utf-8", errors="backslashreplace") as log:
        log.write(head + "".join(lines))
    if debug:
        sys.stderr.writelines(lines)
    return path


def rotate(path: Path) -> None:
    """Move the log aside and forget the oldest one."""
    for number in range(KEPT, 0, -1):
        source = path if number == 1 else path.with_name(f"{path.name}.{number - 1}")
        with suppress(FileNotFoundError):
            source.replace(path.with_name(f"{path.name}.{number}"))


def places(error: BaseException) -> list[str]:
    """Return types and places of an error and of what led to it, innermost cause first."""
    lines: list[str] = []
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        lines[:0] = [*traceback.format_tb(current.__traceback__), f"{type(current).__qualname__}\n"]
        current = current.__cause__ or current.__context__
    return lines
