"""Files from outside, read whole: how large one may be, and what is said when it cannot be read."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from prodtui.errors import Rejected, StoreProblem

MAX_INPUT = 50 * 1024 * 1024
TOO_LARGE = "Split it; a whole store moves by `prodtui db backup`."


def read_file(name: str) -> bytes:
    """Return the content of a file; ~ is the reader's home. Raises StoreProblem when it cannot be read, Rejected."""
    with open_file(name) as stream, _readable(name):
        data = stream.read(MAX_INPUT + 1)
    if len(data) > MAX_INPUT:
        raise Rejected(f"The file {name} holds more than 50 MB.", hint=TOO_LARGE)
    return data


@contextmanager
def open_file(name: str) -> Iterator[BinaryIO]:
    """Give a file to be read bit by bit; ~ is the reader's home. Raises StoreProblem when it cannot be read."""
    with _readable(name):
        stream = Path(name).expanduser().open("rb")
    with stream:
        yield stream


@contextmanager
def _readable(name: str) -> Iterator[None]:
    try:
        yield
    except (OSError, RuntimeError, ValueError) as error:  # no such home, a name with a zero byte
        reason = (getattr(error, "strerror", None) or str(error)).lower()
        raise StoreProblem(f"The file {name} cannot be read: {reason}.") from error
