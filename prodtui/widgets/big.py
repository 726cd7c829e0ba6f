"""Numbers three lines high, to be read from where the gauge is."""

from __future__ import annotations

from collections.abc import Mapping

_LINES: Mapping[str, tuple[str, str, str]] = {
    "0": ("┏━┓", "┃ ┃", "┗━┛"),
    "1": (" ┓ ", " ┃ ", " ╹ "),
    "2": ("╺━┓", "┏━┛", "┗━╸"),
    "3": ("╺━┓", " ━┫", "╺━┛"),
    "4": ("╻ ╻", "┗━┫", "  ╹"),
    "5": ("┏━╸", "┗━┓", "╺━┛"),
    "6": ("┏━╸", "┣━┓", "┗━┛"),
    "7": ("╺━┓", "  ┃", "  ╹"),
    "8": ("┏━┓", "┣━┫", "┗━┛"),
    "9": ("┏━┓", "┗━┫", "╺━┛"),
    "-": ("   ", "╺━╸", "   "),
    ".": (" ", " ", "."),
    ",": (" ", " ", ","),
}
_PLAIN: Mapping[str, tuple[str, str, str]] = {
    "0": (" _ ", "| |", "|_|"),
    "1": ("   ", "  |", "  |"),
    "2": (" _ ", " _|", "|_ "),
    "3": (" _ ", " _|", " _|"),
    "4": ("   ", "|_|", "  |"),
    "5": (" _ ", "|_ ", " _|"),
    "6": (" _ ", "|_ ", "|_|"),
    "7": (" _ ", "  |", "  |"),
    "8": (" _ ", "|_|", "|_|"),
    "9": (" _ ", "|_|", " _|"),
    "-": ("   ", "___", "   "),
    ".": (" ", " ", "."),
    ",": (" ", " ", ","),
}
HEIGHT = 3


def big_number(text: str, *, unicode: bool = True) -> tuple[str, str, str]:
    """Return a number as three lines of one width; `text` holds digits, a sign and a decimal mark, nothing else."""
    shapes = [(_LINES if unicode else _PLAIN)[char] for char in text]
    top, middle, bottom = (" ".join(shape[row] for shape in shapes) for row in range(HEIGHT))
    return top, middle, bottom
