"""A file with an event log, whatever it is: XES or CSV, packed by gzip or not, told by what it begins with."""

from __future__ import annotations

import os
import stat
import zlib
from collections.abc import Callable, Iterator
from typing import BinaryIO

from prodtui.domain.event_log import LogRow
from prodtui.domain.imports import BadRow
from prodtui.errors import Rejected
from prodtui.interchange.events_csv import read_events_csv
from prodtui.interchange.reading import Reading, ReadOptions
from prodtui.interchange.xes_reader import XesReader

MAX_ROWS = 3_000_000
MAX_CSV, MAX_XES = 250_000_000, 4_000_000_000
"""How many bytes a file may hold once it is unpacked: a CSV is held in memory, XES flows through."""
_CHUNK = 1 << 16
_GZIP, _GZIP_WINDOW, _BLANK = b"\x1f\x8b", 31, b"\xef\xbb\xbf\xff\xfe\0 \t\r\n"

Tell = Callable[[str, int, int], None]


def read_event_log(stream: BinaryIO, options: ReadOptions, tell: Tell) -> Reading[LogRow | BadRow]:
    """Return the events of a log; `tell` hears how far the file is read where its rows cannot be counted before.

    Raises Rejected for a file that is no log, or is damaged or too large.
    """
    chunks = _unpacked(_chunks(stream, tell))
    first = next(chunks, b"")
    if first.lstrip(_BLANK)[:1] != b"<":
        return read_events_csv(b"".join(_limited(first, chunks, options.max_bytes)), options)
    notes = list[str]()
    return Reading(XesReader(options, notes).rows(_limited(first, chunks, MAX_XES)), 0, "line", notes)


def _chunks(stream: BinaryIO, tell: Tell) -> Iterator[bytes]:
    size, done = _size(stream), 0
    while chunk := stream.read(_CHUNK):
        yield chunk
        done += len(chunk)
        tell("reading bytes", done, max(size, done))


def _size(stream: BinaryIO) -> int:
    """Return the size of a file, 0 for what flows in."""
    try:
        found = os.fstat(stream.fileno())
    except OSError:
        return 0
    return found.st_size if stat.S_ISREG(found.st_mode) else 0


def _unpacked(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """Yield a file as it is, or what an archive of gzip holds. Raises Rejected for a damaged one."""
    first = next(chunks, b"")
    if not first.startswith(_GZIP):
        yield first
        yield from chunks
        return
    hint = "Fetch the file again; nothing was imported."
    part = zlib.decompressobj(_GZIP_WINDOW)
    try:
        for chunk in _behind(first, chunks):
            rest = chunk
            while rest:
                if part.eof:  # archives may stand one behind the other
                    part = zlib.decompressobj(_GZIP_WINDOW)
                if unpacked := part.decompress(rest):
                    yield unpacked
                rest = part.unused_data.lstrip(b"\0")
    except zlib.error:
        raise Rejected("The gzip archive is damaged.", hint=hint) from None
    if not part.eof:
        raise Rejected("The gzip archive breaks off before its end.", hint=hint)


def _limited(first: bytes, chunks: Iterator[bytes], most: int) -> Iterator[bytes]:
    done = 0
    for chunk in _behind(first, chunks):
        done += len(chunk)
        if done > most:
            raise Rejected(
                f"The file holds more than {most / 1_000_000:,.0f} MB, the most that one log takes.",
                hint="Cut it into several logs by case; nothing was imported.",
            )
        yield chunk


def _behind(first: bytes, chunks: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield from chunks
