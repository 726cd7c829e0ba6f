"""Lines about issues, improvements, downtime and Pareto: exact width everywhere, words that say what matters."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from prodtui.domain.improvements import too_little
from prodtui.domain.pareto import pareto
from prodtui.domain.rows_issues import Figure
from prodtui.screens.improvement_lines import improvement_lines
from prodtui.screens.improvement_rows import draw_improvement, improvement_head
from prodtui.screens.issue_lines import IssueView, issue_lines
from prodtui.screens.issue_rows import clock_head, draw_clock, draw_issue, issue_head
from prodtui.screens.pareto_lines import pareto_head, pareto_line, vital_sentence
from prodtui.screens.task_lines import TaskContext
from prodtui.services import downtime, improvements, issues
from prodtui.widgets.signs import ASCII, UNICODE
from prodtui.widgets.spans import Line, cells
from tests.helpers.team import NOW, Team

WIDTHS = (1, 5, 12, 20, 40, 80, 99, 100, 120, 200)


def text(line: Line) -> str:
    return "".join(piece for piece, _ in line)


def context(team: Team) -> TaskContext:
    return TaskContext(NOW, team.ann.tz())


def everything(team: Team, width: int) -> list[Line]:
    """Return every line that the issue screens draw at a width."""
    here, ws = context(team), team.ann
    lines = [issue_head(width), clock_head(width), improvement_head(width), pareto_head(width, "category")]
    lines += [draw_issue(row, width, here) for row in issues.list_issues(ws, all=True)]
    lines += [draw_clock(row, width, here) for row in downtime.list_downtime(ws)]
    for row in issues.list_issues(ws, all=True):
        lines += issue_lines(IssueView(issues.show_issue(ws, row.ref)), here, width)
    for trial in improvements.list_improvements(ws, all=True):
        lines.append(draw_improvement(trial, width, here))
        lines += improvement_lines(improvements.show_improvement(ws, trial.ref), here, width)
    bars = issues.pareto(ws)
    return [*lines, *(pareto_line(bar, 2, width, signs) for bar in bars for signs in (UNICODE, ASCII))]


@pytest.mark.parametrize("width", WIDTHS)
def test_every_line_has_exactly_its_width(log: Team, width: int) -> None:
    found = everything(log, width)
    assert len(found) > 40
    assert {cells(text(line)) for line in found} == {width}


def test_two_columns_stand_beside_each_other_where_there_is_room(log: Team) -> None:
    view = IssueView(issues.show_issue(log.ann, "I2"))
    broad = "\n".join(text(line) for line in issue_lines(view, context(log), 120))
    narrow = "\n".join(text(line) for line in issue_lines(view, context(log), 80))
    assert any("what and when" in line and "actions" in line for line in broad.splitlines())
    assert not any("what and when" in line and "actions" in line for line in narrow.splitlines())


def test_the_vital_few_have_a_sign_beside_their_colour() -> None:
    bars = pareto(["burr"] * 6 + ["label"] * 3 + ["paint", None])
    drawn = [text(pareto_line(bar, 6, 60, UNICODE)) for bar in bars]
    assert [line[0] for line in drawn] == ["▲", "▲", " ", " "]
    assert drawn[0].endswith("6     55 %") and drawn[1].endswith("3     82 %") and drawn[3].endswith("1    100 %")
    assert drawn[0].count("█") > drawn[1].count("█") > drawn[2].count("█")
    assert vital_sentence(bars, "category") == "2 categories make 82 % of 11 issues."
    assert vital_sentence((), "cause") == "No issue was raised in this time."
    assert vital_sentence(pareto([None]), "cause") == "1 issue, which does not name its cause."


def test_bars_are_drawn_in_ascii_too() -> None:
    (bar,) = pareto(["burr"] * 4)
    drawn = text(pareto_line(bar, 4, 60, ASCII))
    assert drawn.isascii() and "####" in drawn and drawn.startswith("^")


def test_a_downtime_of_another_day_tells_the_time_of_day(log: Team) -> None:
    row = replace(downtime.list_downtime(log.ann)[0], started_at=NOW - timedelta(days=3))
    at = row.started_at.astimezone(log.ann.tz())
    assert f" {at:%d %b %H:%M} " in text(draw_clock(row, 120, context(log)))


def test_a_result_of_fewer_days_or_items_than_tell_something_is_not_judged(log: Team) -> None:
    detail = improvements.show_improvement(log.ann, improvements.list_improvements(log.ann, all=True)[0].ref)
    day = NOW.date()
    whole = Figure("lead_time", "Lead time", 2.0, "days", day - timedelta(days=29), day, 20, 0, "")
    short, few = replace(whole, first=day, n=1), replace(whole, n=4)
    assert too_little(whole, whole) == ""
    assert too_little(whole, short) == "1 day and 1 item: too little to judge"
    assert too_little(whole, few) == "30 days and 4 items: too little to judge"
    drawn = improvement_lines(replace(detail, baseline=whole, result=short, reached=True), context(log), 120)
    assert "too little to judge" in "".join(map(text, drawn)) and "reaches" not in "".join(map(text, drawn))
