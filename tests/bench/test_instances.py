"""The readers of published scheduling problems."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.instances import best_known, read_fjs, read_sm
from bench.schedule import BOUNDS, read_folders
from bench.shop import make_shop
from prodtui.domain.scheduling.order import by_rule
from prodtui.domain.scheduling.problem import Link, Need
from prodtui.domain.scheduling.schedule import schedule
from prodtui.domain.scheduling.search import by_rules
from tests.helpers.schedules import violations

PSPLIB = Path(__file__).parents[1] / "fixtures" / "psplib"


def test_a_project_of_psplib() -> None:
    problem = read_sm(PSPLIB / "j301_1.sm")
    assert len(problem.jobs) == 32
    assert [each.capacity for each in problem.resources] == [12, 13, 4, 12]
    assert problem.jobs[1].minutes == 8 and problem.jobs[1].needs == (Need((0,), 4),)
    assert (problem.jobs[0].minutes, problem.jobs[0].after, problem.jobs[31].minutes) == (0, (), 0)
    assert problem.jobs[5].after == (Link(1),)


def test_several_modes_are_refused(tmp_path: Path) -> None:
    text = (PSPLIB / "j301_1.sm").read_text()
    (tmp_path / "modes.sm").write_text(text.replace("   2        1          3 ", "   2        3          3 "))
    with pytest.raises(ValueError, match=r"modes\.sm: job 2 has 3 modes"):
        read_sm(tmp_path / "modes.sm")


def test_a_flexible_job_shop(tmp_path: Path) -> None:
    """Two jobs on two machines; the first operation of each is quicker on the other machine."""
    (tmp_path / "two.fjs").write_text("2 2 1.5\n2 2 1 5 2 3 1 1 4\n1 2 1 2 2 6\n")
    problem = read_fjs(tmp_path / "two.fjs")
    assert [job.needs for job in problem.jobs] == [
        (Need((0, 1), 1, (5, 3)),),
        (Need((0,), 1, (4,)),),
        (Need((0, 1), 1, (2, 6)),),
    ]
    assert [job.after for job in problem.jobs] == [(), (Link(0),), ()]
    assert [job.minutes for job in problem.jobs] == [3, 4, 2]
    assert by_rules(problem, by_rule(problem)).makespan == 7


@pytest.mark.parametrize("column", ["makespan", "best_known"])
def test_the_best_known_ends(tmp_path: Path, column: str) -> None:
    (tmp_path / "best_known.csv").write_text(f"file,other,{column}\nj30/j301_1.sm,x,43\nmk01.txt,y,40\n")
    assert best_known(tmp_path) == {"j301_1.sm": 43, "mk01.txt": 40}


def test_folders_of_problems_go_by_their_size(tmp_path: Path) -> None:
    found = {each.name: (each.group, each.best, each.bounds) for each in read_folders([PSPLIB])}
    assert found["j301_1.sm"] == ("J30", 43, BOUNDS[30])
    assert found["j1206_2.sm"] == ("J120", 134, BOUNDS[120])
    unknown = tmp_path / "any"
    unknown.mkdir()
    (unknown / "x.sm").write_text((PSPLIB / "j301_1.sm").read_text())
    (unknown / "y.fjs").write_text("1 1\n1 1 1 5\n")
    assert [(each.name, each.group, each.best) for each in read_folders([unknown])] == [
        ("x.sm", "J30", None),
        ("y.fjs", "job shop", None),
    ]
    assert list(read_folders([tmp_path / "missing"])) == []


def test_the_shop_is_a_problem_that_can_be_scheduled() -> None:
    problem = make_shop(30, 5)
    table = schedule(problem, by_rule(problem))
    assert violations(problem, table) == []
    assert min(table.ends) >= 0
