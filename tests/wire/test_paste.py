"""Control characters inside a paste are replaced, keys outside stay as they are, wherever the bytes are cut."""

from __future__ import annotations

import pytest

from prodtui.wire.paste import BEGINS, ENDS, REPLACED, PasteFilter


def pasted(text: bytes) -> bytes:
    return BEGINS + text + ENDS


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        (b"j\x1b[A\x1b", b"j\x1b[A\x1b"),
        (pasted(b"Oil\tpress\r\n1"), pasted(b"Oil\tpress\r\n1")),
        (pasted(b"Oil\x1bOpress"), pasted(b"Oil" + REPLACED + b"Opress")),
        (pasted(b"\x1b[31mred\x07\x00"), pasted(REPLACED + b"[31mred" + REPLACED * 2)),
        (pasted(b"\x1b\x1b[20"), pasted(REPLACED * 2 + b"[20")),
        (pasted("Łódź \x1b".encode()), pasted("Łódź ".encode() + REPLACED)),
        (
            pasted(b"a\x1b") + b"\x1b[B" + pasted(b"\x1bb"),
            pasted(b"a" + REPLACED) + b"\x1b[B" + pasted(REPLACED + b"b"),
        ),
        (b"\x1b" + pasted(b"\x1b"), b"\x1b" + pasted(REPLACED)),
        (BEGINS + BEGINS + b"x" + ENDS, BEGINS + REPLACED + BEGINS[1:] + b"x" + ENDS),
    ],
)
def test_however_the_bytes_are_cut(given: bytes, wanted: bytes) -> None:
    for size in range(1, len(given) + 1):
        clean = PasteFilter()
        pieces = [given[at : at + size] for at in range(0, len(given), size)]
        assert b"".join(map(clean.feed, pieces)) == wanted


def test_a_key_is_never_held_back() -> None:
    clean = PasteFilter()
    assert [clean.feed(bytes((byte,))) for byte in b"\x1b[2"] == [b"\x1b", b"[", b"2"]
