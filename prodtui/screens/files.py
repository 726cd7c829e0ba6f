"""Files that a reader names in a dialog, and what becomes of them."""

from __future__ import annotations

from pathlib import Path

from prodtui.errors import Rejected


def read_path(text: str) -> Path:
    """Return the place of a file; ~ is the reader's home. Raises Rejected for what names none."""
    name = text.strip()
    if not name:
        raise Rejected("It needs a file to stand in.", hint="Type the name of one.")
    try:
        return Path(name).expanduser().absolute()
    except (RuntimeError, ValueError) as error:  # the home of nobody, a name with a zero byte
        raise Rejected(f"{name[:40]!r} names no file.", hint="Type the name of one.") from error


def fate_of(text: str) -> str:
    """Return what becomes of a file that is written. Raises Rejected for what names none, or is in no folder."""
    path = read_path(text)
    if not path.parent.is_dir():
        raise Rejected(f"There is no folder {path.parent}.", hint="Name another place.")
    return f"{path} is there already, and will be replaced." if path.exists() else f"{path} will be made."
