"""What is pasted, kept apart from keys: some terminals, such as tmux 3.3, pass control characters of the text on.

Whoever reads the bytes would take an ESC inside a paste for the start of a key, and lose what comes before it.
"""

from __future__ import annotations

BEGINS, ENDS = b"\x1b[200~", b"\x1b[201~"
REPLACED = "\N{REPLACEMENT CHARACTER}".encode()
_KEPT = b"\t\n\r"


class PasteFilter:
    """Replaces control characters between the marks of a bracketed paste, however the bytes are cut into pieces."""

    def __init__(self) -> None:
        self._inside = False
        self._held = b""

    def feed(self, data: bytes) -> bytes:
        """Return the next bytes for the reader; keys are never held back, of a paste at most a part of its end mark."""
        clean = bytearray()
        for byte in data:
            clean += self._in_paste(byte) if self._inside else self._outside(byte)
        return bytes(clean)

    def _outside(self, byte: int) -> bytes:
        seen = self._held + bytes((byte,))
        self._held = seen if BEGINS.startswith(seen) else BEGINS[:1] if byte == BEGINS[0] else b""
        if seen == BEGINS:
            self._inside, self._held = True, b""
        return bytes((byte,))

    def _in_paste(self, byte: int) -> bytes:
        seen = self._held + bytes((byte,))
        if seen == ENDS:
            self._inside, self._held = False, b""
            return seen
        if ENDS.startswith(seen):
            self._held = seen
            return b""
        held, self._held = self._held, b""
        if held:  # no end mark after all: its ESC is a sign of the text, and this byte may begin another one
            return REPLACED + held[1:] + self._in_paste(byte)
        return REPLACED if byte < 0x20 and byte not in _KEPT else bytes((byte,))
