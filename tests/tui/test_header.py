"""The header as data: what is told where there is little room."""

from __future__ import annotations

from typing import Any

import pytest

from prodtui.widgets.bar import lay_out
from prodtui.widgets.header import BoardHeader, View
from prodtui.widgets.signs import UNICODE

VIEWS = (
    View(1, "Plan"), View(2, "Board"), View(3, "Timeline", "Time"), View(4, "Quality"), View(5, "Issues"),
    View(6, "Flow"), View(7, "Dashboard", "Dash"), View(8, "Stand-up"),
)  # fmt: skip


def shown(width: int, **state: Any) -> str:
    """Return the header of a board at some width as text."""
    header = BoardHeader(signs=UNICODE)
    header.redraw = lambda: None  # type: ignore[method-assign]
    header.show("OPS", "Press shop", VIEWS, 2, "Ann Smith")
    for name, text in state.items():
        getattr(header, f"set_{name}")(text)
    line = [" "] * width
    for place in lay_out(*header.parts(width), width):
        for at, letter in enumerate("".join(text for text, _ in place.part.spans)[: place.width]):
            line[place.x + at] = letter
    return "".join(line).rstrip()


@pytest.mark.parametrize(
    ("width", "state", "line"),
    [
        (130, {}, " OPS  Press shop  1 Plan 2 BOARD 3 Timeline 4 Quality 5 Issues 6 Flow 7 Dashboard 8 Stand-up"),
        (106, {}, " OPS  Press shop  1 Plan 2 BOARD 3 Time 4 Quality 5 Issues 6 Flow 7 Dash 8 Stand-up"),
        (80, {}, " OPS  Press shop  1 2 BOARD 3 4 5 6 7 8"),
        (120, {"note": "@ann late #atlas"}, " OPS  Press shop  1 Plan 2 BOARD 3 Time 4 Quality 5 Issues 6 Flow 7 Dash"),
        (120, {"news": "bo changed OPS-1 Rotate"}, " OPS  Press shop  1 2 BOARD 3 4 5 6 7 8  bo changed OPS-1 Rotate"),
        (80, {"duty": "H1 waits"}, " OPS  Press shop  1 2 BOARD 3 4 5 6 7 8"),
    ],
)
def test_names_of_views_give_way(width: int, state: dict[str, str], line: str) -> None:
    assert shown(width, **state).startswith(line)


def test_new_notices_are_counted_and_none_are_not_told() -> None:
    assert shown(120, unread=3).endswith("3 new  Ann Smith  ●")
    assert "new" not in shown(120, unread=0)


def test_what_matters_stays_to_the_last() -> None:
    state = {"duty": "H1 waits", "trouble": "not live since 10:42"}
    assert shown(44, **state) == " OPS     ▲ H1 waits  ○ not live since 10:42"
    assert shown(40, **state).split() == ["OPS", "○", "not", "live", "since", "10:42"]
