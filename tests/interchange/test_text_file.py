"""Which encoding a file has, and which mark divides its cells."""

from __future__ import annotations

import pytest

from prodtui.errors import Usage
from prodtui.interchange.csv_header import is_known
from prodtui.interchange.text_file import find_delimiter, text_file


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (b"plain", "utf-8"),
        ("Größe".encode(), "utf-8"),
        ("Größe".encode("utf-8-sig"), "utf-8-sig"),
        ("Größe".encode("utf-16"), "utf-16"),
        ("title,notes\n".encode("utf-16-be"), "utf-16-be"),
        ("Größe".encode("latin-1"), "cp1252"),
        (("é" * 50).encode() + b"\xff", "utf-8"),
    ],
)
def test_encodings(data: bytes, encoding: str) -> None:
    assert text_file(data).encoding == encoding


def test_opening_twice_gives_the_whole_text_twice() -> None:
    file = text_file("Größe\n".encode("utf-16"))
    assert file.open().read() == file.open().read() == "Größe\n"


@pytest.mark.parametrize(
    ("sample", "mark"),
    [
        ("a,b;c\n", ","),
        ("name;due, maybe\nx;2021-01-01\n", ";"),
        ("title\tnotes\na, b, c\td\n", "\t"),
        ('"title, long"|id\nx|1\n', "|"),
        ("title\nonly one, column\n", ","),
    ],
)
def test_delimiters(sample: str, mark: str) -> None:
    assert find_delimiter(sample, None, is_known) == mark


def test_a_delimiter_can_be_named() -> None:
    assert find_delimiter("a,b", "semicolon", is_known) == ";"
    assert find_delimiter("a,b", "^", is_known) == "^"
    with pytest.raises(Usage):
        find_delimiter("a,b", "||", is_known)
