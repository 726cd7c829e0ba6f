"""Our own JSON: a whole board with its history, written so that reading it back gives the same board."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterable
from typing import IO, Any, TextIO

from prodtui.services.board_document import FORMAT, VERSION
from prodtui.services.exports import board_sections
from prodtui.services.workspace import Workspace

_SPOOL_BYTES = 8_000_000
_ENCODE = json.JSONEncoder(separators=(", ", ": ")).encode


def write_board(ws: Workspace, out: TextIO) -> None:
    """Write the current board as one JSON document, one element a line, in ASCII.

    The store is read into a temporary file first: a slow reader of `out` keeps nobody from writing.
    """
    with tempfile.SpooledTemporaryFile(_SPOOL_BYTES, "w+", encoding="ascii", newline="\n") as spool:
        with board_sections(ws) as sections:
            spool.write(f'{{"format": "{FORMAT}", "version": {VERSION}')
            for name, elements in sections:
                spool.write(f',\n"{name}": [')
                _write_elements(spool, elements)
                spool.write("]")
            spool.write("}\n")
        spool.seek(0)
        shutil.copyfileobj(spool, out)


def _write_elements(spool: IO[str], elements: Iterable[Any]) -> None:
    mark = "\n"
    for element in elements:
        spool.write(mark + _ENCODE(element))
        mark = ",\n"
