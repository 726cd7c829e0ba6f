"""Text on a terminal that cannot show all of it."""

from __future__ import annotations

import pytest
from rich.cells import cell_len

from prodtui.screens.safety import in_ascii


@pytest.mark.parametrize("text", ["─ what ─", "Поверхность", "フランジ DN50", "a…b", "│●│"])
def test_plain_text_keeps_its_width(text: str) -> None:
    plain = in_ascii(text)
    assert plain.isascii()
    assert len(plain) == cell_len(text)


def test_rules_become_dashes_and_unknown_letters_question_marks() -> None:
    assert in_ascii("─ ж 漢") == "- ? ??"
