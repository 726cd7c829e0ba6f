"""Markdown: a table for each step, and text from people is never markup."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from prodtui.domain.enums import StepKind
from prodtui.domain.rows import BoardRow, BoardSettings
from prodtui.interchange.markdown import plain, write_markdown
from tests.helpers.rows import a_step, a_task

BOARD = BoardRow(1, "OPS", "Press *shop*", "UTC", None, BoardSettings(), None, 1)
STEPS = (a_step("ready", StepKind.QUEUE, 0), a_step("doing", StepKind.ACTIVE, 1, wip_limit=3))


def test_each_step_is_a_table_and_an_empty_one_says_so() -> None:
    out = io.StringIO()
    task = a_task(
        title="Fix | it", assignees=("ann",), labels=("a", "b"), due=datetime(2026, 12, 1, 23, 59, tzinfo=UTC),
        blocked_reason="no `tools`", waiting_for=("OPS-2",),
    )  # fmt: skip
    write_markdown(BOARD, STEPS, [task], UTC, out)
    assert out.getvalue() == (
        "# Press \\*shop\\* (OPS)\n"
        "\n## Ready (0)\n\nNothing here.\n"
        "\n## Doing (1 of 3)\n\n"
        "| Ref | Title | Priority | Who | Due | Labels | State |\n"
        "| --- | --- | --- | --- | --- | --- | --- |\n"
        "| OPS-1 | Fix \\| it | normal | ann | 2026-12-01 | a, b | blocked: no \\`tools\\`, waits for OPS-2 |\n"
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[click](javascript:x)", "\\[click\\](javascript:x)"),
        ("<img src=x onerror=y>", "\\<img src=x onerror=y\\>"),
        ("a | b", "a \\| b"),
        ("two\nlines", "two lines"),
        ("back\\slash", "back\\\\slash"),
        (
            "https://evil.example www.evil.example",
            "https\\://evil\\.example www\\.evil\\.example".replace("evil\\.", "evil."),
        ),
        ("@ann #12 &amp; ~~x~~ $y$ __z__", "\\@ann \\#12 \\&amp; \\~\\~x\\~\\~ \\$y\\$ \\_\\_z\\_\\_"),
    ],
)
def test_markup_is_escaped(text: str, expected: str) -> None:
    assert plain(text) == expected


def test_a_task_in_an_archived_step_is_not_lost() -> None:
    out = io.StringIO()
    write_markdown(BOARD, STEPS, [replace(a_task(), step="gone")], UTC, out)
    assert "## gone (1)" in out.getvalue()
