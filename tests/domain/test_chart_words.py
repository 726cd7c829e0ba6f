"""Charts in words: what each is about, what each of its points says, and why there is none."""

from __future__ import annotations

import pytest

from prodtui.domain.chart_words import (
    about,
    figure,
    in_step,
    is_pareto,
    signal_words,
    stop,
    stop_count,
    vital_few,
    why_empty,
)
from prodtui.domain.rows_charts import Bar, Bars
from tests.helpers.charts import ageing, all_charts, control, empty_charts, flow, histogram, pareto, run, scatter


def test_a_finished_task_in_words() -> None:
    row = scatter()
    at = next(at for at, point in enumerate(row.points) if point.ref == "OPS-98")
    told = stop(row, at)
    assert (told.ref, told.words) == ("OPS-98", "OPS-98 Plate 12 mm: 5.2 days, finished Mon 23 Nov")


def test_what_charts_are_about() -> None:
    said = {name: " · ".join(about(row)) for name, row in all_charts().items()}
    assert said["scatter"] == "days · 60 tasks finished · 1 Sep to 27 Nov 2026"
    assert said["control"] == "HRC · 23 values · limits from the first 20"
    assert said["pareto"] == "issues · 52 in all · the first 3 reach 82.7 %"
    assert said["histogram"] == "tasks · 60 in all"
    assert said["ageing"] == "days · 8 tasks under way"
    assert said["run"].endswith("the last is not over")
    assert " · ".join(about(control((1.0, 2.0, 3.0)))) == "HRC · 3 values · limits from the first 3, provisional"


def test_points_in_words() -> None:
    assert stop(ageing(), 1).words == "OPS-22 Housing 22: 1.2 days old in Ready, 50 % had left by 1, blocked"
    assert stop(ageing(), 7).words == "OPS-28 Housing 28: 9.5 days old in Inspect"
    assert stop(control(), 21).words == "Q22: 63 HRC, outside the limits"
    assert stop(pareto(), 1).words == "wrong size: 13 issues, 71.2 % with all before it"
    assert stop(histogram(), 0).words == "0-1: 4 tasks"
    assert stop(run(), 11).words.startswith("from Mon 23 Nov: ") and stop(run(), 11).words.endswith(" so far")
    assert all(stop(row, stop_count(row) - 1).words for row in all_charts().values())
    assert signal_words(control()) == ("Q22 outside the limits",)


def test_a_day_of_a_flow_adds_up() -> None:
    row = flow()
    for at in range(len(row.days)):
        assert sum(in_step(row, at)) == row.reached[0][at]
        assert sum(in_step(row, at)[:-1]) == row.under_way[at]


@pytest.mark.parametrize(
    ("value", "said"), [(5.25, "5.2"), (12.0, "12"), (1250.4, "1,250"), (0.381, "0.38"), (0.0, "0"), (-0.001, "0")]
)
def test_figures(value: float, said: str) -> None:
    assert figure(value) == said


def test_classes_that_descend_by_chance_are_no_pareto() -> None:
    bars = (Bar("0", 9.0, 0.6), Bar("1", 4.0, 0.9), Bar("2", 1.0, 1.0))
    assert is_pareto(Bars("tasks", bars)) and not is_pareto(Bars("tasks", bars, classes=True))
    assert not is_pareto(Bars("tasks", bars[::-1]))
    assert is_pareto(Bars("issues", (Bar("a", 2.0, 0.2), Bar("other", 8.0, 1.0))))


@pytest.mark.parametrize(
    ("shares", "vital"),
    [
        ((("a", 0.5), ("b", 0.8), ("c", 1.0)), 2),
        ((("a", 0.79), ("b", 0.9), ("c", 1.0)), 2),
        ((("a", 0.9), ("b", 1.0)), 1),
        ((("a", 0.3), ("other", 1.0)), 1),
        ((("other", 1.0),), 0),
    ],
)
def test_the_vital_few_reach_80_percent(shares: tuple[tuple[str, float], ...], vital: int) -> None:
    assert vital_few(Bars("issues", tuple(Bar(name, 1.0, upto) for name, upto in shares))) == vital


def test_an_empty_chart_says_what_to_do() -> None:
    for row in empty_charts().values():
        reason = why_empty(row)
        assert reason is not None and reason[0].isupper() and reason.endswith(".")
        assert "choose" in reason
    assert why_empty(None) is not None
    assert [why_empty(row) for row in all_charts().values()] == [None] * len(all_charts())
