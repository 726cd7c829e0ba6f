"""A notification of the desktop is one sequence, whatever its text holds."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prodtui.wire.desktop import MOST_CHARACTERS, notification


@given(st.text(max_size=300))
def test_no_text_ends_the_sequence_or_begins_another(text: str) -> None:
    found = re.fullmatch(r"\x1b\]9;prodtui: ([^\x00-\x1f\x7f-\x9f]*)\x07", notification(text, in_tmux=False))
    assert found is not None and len(found[1]) <= MOST_CHARACTERS


@pytest.mark.parametrize("text", ["a\x07\x1b]0;x\x07b", "a\u202eb", "a\x9cb", "4;3;100"])
def test_hostile_texts(text: str) -> None:
    line = notification(text, in_tmux=False)
    assert line.startswith("\x1b]9;prodtui: ") and line[:-1].count("\x07") == 0
    assert "\u202e" not in line and "\x9c" not in line


def test_tmux_is_told_to_pass_it_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TMUX", raising=False)
    assert notification("hello") == "\x1b]9;prodtui: hello\x07"
    monkeypatch.setenv("TMUX", "/run/tmux/default,1,0")
    assert notification("hello") == "\x1bPtmux;\x1b\x1b]9;prodtui: hello\x07\x1b\\"
