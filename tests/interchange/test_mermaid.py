"""The schedule as a Gantt chart of Mermaid."""

from __future__ import annotations

import re

import pytest

from prodtui.interchange.mermaid import gantt
from tests.helpers.floors import ANN, NOW, ZONE, a_floor, a_person, at, made, work

#: What a line of a chart may be; whatever else a text held would be another line, or none that Mermaid knows.
_LINES = re.compile(
    r"gantt|    title [^:;#%\n]+|    dateFormat YYYY-MM-DD HH:mm|    axisFormat %m-%d %H:%M|    section [^:;#%\n]+"
    r"|    \(OPS-\d+\) [^:;#%\n]+ :((crit|active), )*t\d+p\d+\w*, \d{4}-\d\d-\d\d \d\d:\d\d, \d{4}-\d\d-\d\d \d\d:\d\d"
)


def chart(*tasks: object, title: str = "Plan", **changed: object) -> list[str]:
    view = made(a_floor(*tasks, **changed))  # type: ignore[arg-type]
    return gantt(title, view.tasks, view.lanes, ZONE).splitlines()


def test_each_person_is_a_section_and_each_part_a_bar_on_the_local_clock() -> None:
    lines = chart(work(1, started_at=NOW), work(2, assignees=("bo",), step="weld", due=at("11-27 9:00")))
    assert lines == [
        "gantt",
        "    title Plan",
        "    dateFormat YYYY-MM-DD HH:mm",
        "    axisFormat %m-%d %H:%M",
        "    section Ann",
        "    (OPS-1) Task 1 – cut :crit, active, t1p0ann, 2026-11-27 08:00, 2026-11-27 12:00",
        "    section Bo",
        "    (OPS-2) Task 2 – weld :crit, t2p0bo, 2026-11-27 08:00, 2026-11-27 12:00",
    ]


def test_what_has_no_place_has_no_bar_and_work_of_nobody_has_a_section() -> None:
    assert chart(work(1, step="weld", assignees=()), people=[ANN])[4:] == []
    assert chart(work(1), people=())[4] == "    section Nobody"


@pytest.mark.parametrize(
    "text",
    [
        "a: b", "a; b", "# comment", "%% comment", "x\nsection Evil", "```\nclick t1 href", "<script>", "gantt",
        "title : done, 2020-01-01", "a\u2028b", "%%{init: {}}%%", "[x]{y}|z|", ":::", "\\n",
    ],
)  # fmt: skip
def test_no_text_breaks_out_of_its_line(text: str) -> None:
    lines = chart(work(1, title=text), people=[a_person("ann", "cutter", name=text)], title=f"Plan {text}")
    assert [line for line in lines if not _LINES.fullmatch(line)] == []
    assert len(lines) == 6
