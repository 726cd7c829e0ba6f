"""What a log is, is told by its bytes: XES or CSV, packed or not; damaged and endless files are refused."""

from __future__ import annotations

import gzip
import io
from functools import partial

import pytest

from prodtui.errors import Rejected
from prodtui.interchange import event_log_file
from prodtui.interchange.event_log_file import read_event_log
from prodtui.interchange.reading import ReadOptions
from tests.helpers.event_logs import LOGS, T0, rows_of

XES = (LOGS / "repairs.xes").read_bytes()
CSV = b"case,activity,time\n1,A,2026-03-02T08:00:00Z\n"
packed = partial(gzip.compress, mtime=0)


@pytest.mark.parametrize("data", [XES, CSV])
def test_a_packed_file_is_read_like_the_plain_one(data: bytes) -> None:
    assert rows_of(packed(data)) == rows_of(data) != []
    half = len(data) // 2
    assert rows_of(packed(data[:half]) + packed(data[half:]) + b"\0" * 512) == rows_of(data)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (packed(XES * 20)[:200], "The gzip archive breaks off before its end."),
        (packed(CSV)[:-4], "The gzip archive breaks off before its end."),
        (packed(CSV)[:-8] + b"\1\2\3\4" + packed(CSV)[-4:], "The gzip archive is damaged."),
        (packed(CSV) + b"garbage", "The gzip archive is damaged."),
        (b"\x1f\x8b", "The gzip archive breaks off before its end."),
        (b"", "The file is empty."),
        (packed(b""), "The file is empty."),
        (b"PK\x03\x04....", "The file is a spreadsheet or a zip archive, not a text file."),
    ],
)
def test_a_damaged_file_is_refused(data: bytes, said: str) -> None:
    with pytest.raises(Rejected) as refused:
        rows_of(data)
    assert refused.value.message == said


def test_a_small_archive_that_grows_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = packed(b"<log>" + b" " * 5_000_000 + b"</log>")
    assert len(bomb) < 10_000
    monkeypatch.setattr(event_log_file, "MAX_XES", 4_000_000)
    with pytest.raises(Rejected, match="holds more than 4 MB"):
        rows_of(bomb)
    with pytest.raises(Rejected, match="holds more than 1 MB"):
        rows_of(packed(CSV + b"\n" * 2_000_000), max_bytes=1_000_000)


def test_how_far_it_is_comes_in_bytes() -> None:
    told: list[tuple[str, int, int]] = []
    stream = io.BytesIO(XES + b" " * 140_000)
    assert list(read_event_log(stream, ReadOptions(T0), lambda *far: told.append(far)).rows) == rows_of(XES)
    size = len(XES) + 140_000
    assert told == [("reading bytes", done, done) for done in (65_536, 131_072, size)]
