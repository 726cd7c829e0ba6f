"""From bytes to text: which encoding a file has, and which mark divides its cells."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Callable
from dataclasses import dataclass

from prodtui.domain.text import quoted
from prodtui.errors import Rejected, Usage

DELIMITERS = {"comma": ",", "semicolon": ";", "tab": "\t", "pipe": "|"}
_BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CHUNK = 1 << 20
_SAMPLE_CHARACTERS = 64_000
_UTF8_LETTER = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_HIGH_BYTE = re.compile(rb"[\x80-\xff]")


@dataclass(frozen=True, slots=True)
class TextFile:
    """Bytes with their encoding; `notes` are sentences on what is not as usual."""

    data: bytes
    encoding: str
    notes: tuple[str, ...] = ()

    def open(self) -> io.TextIOWrapper:
        """Return the text from its beginning, line ends as they are; what cannot be decoded becomes U+FFFD."""
        return io.TextIOWrapper(io.BytesIO(self.data), self.encoding, errors="replace", newline="")

    def sample(self) -> str:
        """Return the beginning of the text."""
        return self.open().read(_SAMPLE_CHARACTERS)


def text_file(data: bytes, encoding: str | None = None) -> TextFile:
    """Return the text of a file in the encoding named by the user, or found out.

    A byte order mark decides, then valid UTF-8; a file that is UTF-8 but for a few bytes stays UTF-8; anything else is
    read as Windows-1252. Raises Usage for an unknown encoding.
    """
    if encoding is not None:
        try:
            TextFile(b"", encoding).open()
        except LookupError:
            raise Usage(
                f"There is no text encoding {quoted(encoding)}.",
                hint="Use one such as utf-8, utf-16, cp1252 or latin-1.",
            ) from None
        return TextFile(data, encoding)
    for mark, name in _BOMS:
        if data.startswith(mark):
            return TextFile(data, name)
    wide = _wide(data[:4096])
    if wide:
        return TextFile(data, wide, (f"The file has no byte order mark; it was read as {wide.upper()}.",))
    if _is_utf8(data):
        return TextFile(data, "utf-8")
    letters = sum(len(match[0]) for match in _UTF8_LETTER.finditer(data))
    broken = sum(1 for _ in _HIGH_BYTE.finditer(data)) - letters
    if letters > broken:
        return TextFile(data, "utf-8", (f"The file is UTF-8 but for {broken} damaged bytes, which were replaced.",))
    note = (
        "The file is not UTF-8; it was read as Windows-1252. If letters look wrong, name its encoding with --encoding."
    )
    return TextFile(data, "cp1252", (note,))


def find_delimiter(sample: str, named: str | None, known: Callable[[str], bool]) -> str:
    """Return the mark between cells: the one named, or the one that gives the best header and the most even rows.

    `known` tells whether a header is one of a task's. Raises Usage for a name that is no single character.
    """
    if named is not None:
        mark = DELIMITERS.get(named, named)
        if len(mark) != 1 or mark in '"\r\n\0':
            raise Usage(
                f"{quoted(named)} cannot divide cells.",
                hint=f"Use one of {', '.join(DELIMITERS)}, or a single character.",
            )
        return mark
    first = sample.split("\n", 1)[0].strip("\ufeff\r ")
    if first[:4].lower() == "sep=" and len(first) == 5:
        return first[4]
    return max(DELIMITERS.values(), key=lambda mark: _merit(sample, mark, known))


def csv_records(sample: str, delimiter: str) -> list[list[str]]:
    """Return the cells of the whole records of a sample, as far as they can be parsed."""
    whole = sample if len(sample) < _SAMPLE_CHARACTERS else sample[: sample.rfind("\n") + 1]
    records = []
    try:
        for record in csv.reader(io.StringIO(whole, newline=""), delimiter=delimiter):
            if any(cell.strip() for cell in record):
                records.append(record)
    except csv.Error:
        return records
    return records


def reject_empty(data: bytes) -> None:
    """Raise Rejected for a file without anything in it."""
    if not data.strip(b" \t\r\n\xef\xbb\xbf\xff\xfe\0"):
        raise Rejected("The file is empty.", hint="Check that the export finished; nothing was imported.")


def _merit(sample: str, mark: str, known: Callable[[str], bool]) -> tuple[int, float, int]:
    records = csv_records(sample, mark)
    if not records:
        return 0, 0.0, 0
    header, width = records[0], len(records[0])
    even = sum(1 for record in records if len(record) == width) / len(records) if width > 1 else 0.0
    return sum(1 for name in header if known(name)), even, width


def _is_utf8(data: bytes) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for start in range(0, len(data), _CHUNK):
            decoder.decode(data[start : start + _CHUNK])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _wide(head: bytes) -> str | None:
    """Return the UTF-16 that text without a mark seems to have: every second byte of Latin text is null."""
    pairs = len(head) // 2
    if pairs < 8:
        return None
    low, high = head[1 : 2 * pairs : 2].count(0), head[0 : 2 * pairs : 2].count(0)
    if low > 0.6 * pairs and high < 0.1 * pairs:
        return "utf-16-le"
    return "utf-16-be" if high > 0.6 * pairs and low < 0.1 * pairs else None
