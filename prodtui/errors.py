"""Everything that can go wrong in a way the user can act on: one class for each exit code."""

from __future__ import annotations

from collections.abc import Mapping
from enum import IntEnum
from typing import Any


class ExitCode(IntEnum):
    """What the process answers to its caller; documented as stable."""

    DONE = 0
    NOT_FOUND = 1
    USAGE = 2
    REFUSED = 3
    CHANGED = 4
    REJECTED = 5
    FAULT = 70
    IO = 74
    BUSY = 75


class ProdtuiError(Exception):
    """A failure with a complete sentence for the user, a stable code and an exit code."""

    code = "fault"
    exit_code = ExitCode.FAULT

    def __init__(self, message: str, *, hint: str = "", details: Mapping[str, Any] | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.details: dict[str, Any] = dict(details or {})

    def as_dict(self) -> dict[str, Any]:
        """Return the error as it stands in JSON output: code, message, hint, details."""
        return {"code": self.code, "message": self.message, "hint": self.hint, "details": self.details}


class NotFound(ProdtuiError):
    """The thing that was named does not exist."""

    code = "not_found"
    exit_code = ExitCode.NOT_FOUND


class Usage(ProdtuiError):
    """The words of the command do not fit together."""

    code = "usage"
    exit_code = ExitCode.USAGE


class Refused(ProdtuiError):
    """A rule of the board forbids the change; `details["reasons"]` lists each reason."""

    code = "refused"
    exit_code = ExitCode.REFUSED


class Changed(ProdtuiError):
    """Somebody else changed the same thing; `details["fields"]` holds base, theirs and mine by field."""

    code = "changed"
    exit_code = ExitCode.CHANGED


class Rejected(ProdtuiError):
    """A value or an input file is not acceptable; nothing of it was stored."""

    code = "rejected"
    exit_code = ExitCode.REJECTED


class StoreProblem(ProdtuiError):
    """The store cannot be read or written: disk, permissions, wrong file."""

    code = "io"
    exit_code = ExitCode.IO


class StoreMissing(StoreProblem):
    """There is no store at the path yet."""

    code = "no_store"


class StoreOlder(StoreProblem):
    """The store was made by an older program and must be brought up to date first."""

    code = "older"


class StoreDamaged(StoreProblem):
    """The file at the path is no readable database."""

    code = "damaged"


class Busy(ProdtuiError):
    """Another program holds the store; nothing was changed."""

    code = "busy"
    exit_code = ExitCode.BUSY
