"""Long text in the reader's own editor."""

from __future__ import annotations

import os
import shlex
import subprocess
import tempfile
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

from textual.app import SuspendNotSupported

from prodtui.errors import Rejected, StoreProblem
from prodtui.paths import private_folder

FALLBACK = "vi"


def edit_text(text: str, editor: str | None, folder: Path, suspend: Callable[[], AbstractContextManager[None]]) -> str:
    """Return what the editor made of `text`; the text itself when the editor says that it failed.

    `suspend` gives the terminal away meanwhile. The file lies in `folder`, readable by the user alone. Raises Rejected
    for an editor that cannot be started, StoreProblem when the file cannot be written or read.
    """
    command = shlex.split(editor or FALLBACK)
    private_folder(folder)
    try:
        handle, name = tempfile.mkstemp(dir=folder, prefix="notes-", suffix=".md")
    except OSError as error:
        raise StoreProblem(f"No file for the editor can be made in {folder}: {error.strerror}.") from error
    file = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            stream.write(text)
        with suspend():
            failed = _run([*command, name]) != 0
        return text if failed else _read(file, text)
    except SuspendNotSupported as error:
        raise Rejected("This terminal cannot be given away to an editor.", hint="Type the notes here.") from error
    except _NoEditor as error:
        raise Rejected(
            f'The editor "{command[0]}" cannot be found.', hint="Name another one: config set editor NAME."
        ) from error
    except OSError as error:
        raise StoreProblem(
            f"The notes cannot be handed to the editor: {error.strerror}. They are kept here."
        ) from error
    finally:
        file.unlink(missing_ok=True)


class _NoEditor(Exception):
    """The command of the editor does not exist."""


def _run(command: list[str]) -> int:
    try:
        return subprocess.run(command, check=False).returncode
    except FileNotFoundError as error:
        raise _NoEditor from error


def _read(file: Path, before: str) -> str:
    """Return the file's text; editors end it with a newline that nobody typed."""
    try:
        text = file.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise Rejected(
            "What the editor left is not UTF-8.", hint="Save it as UTF-8; your notes are as before."
        ) from error
    return text if before.endswith("\n") else text.removesuffix("\n")
