"""What lists show of a hand-over."""

from __future__ import annotations

import pytest

from prodtui.domain.standup.handover import first_line


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Press 2 runs warm\nmore", "Press 2 runs warm"),
        ("Finished:\n- OPS-4 Pack (bo)\n\nStarted:\n- OPS-5 Saw (bo)", "- OPS-4 Pack (bo)"),
        ("\n# Night shift\n\nAll is well", "All is well"),
        ("#3 stands still", "#3 stands still"),
        ("Finished:", "Finished:"),
        ("", ""),
    ],
)
def test_it_is_the_first_line_that_is_no_heading(text: str, shown: str) -> None:
    assert first_line(text) == shown
