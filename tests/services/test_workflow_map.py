"""The workflow map of a board: agreements beside what happens, for a window and a filter."""

from __future__ import annotations

from prodtui.interchange.flowchart import flowchart
from prodtui.services import board, steps
from prodtui.services.flowmemory import FlowMemory
from prodtui.services.kpi import Look
from prodtui.services.workflow_map import workflow_map
from tests.helpers.team import NOW, Clock, Team


def look(ticking: Clock, text: str = "") -> Look:
    return Look(NOW.date(), ticking.now.date(), text)


def test_agreements_times_and_ways_back(team: Team, ticking: Clock) -> None:
    team.step("doing", wip_limit=1, role="welder", criteria="Deburred", standard_hours=2)
    ref = team.task(at="doing", labels=["line"]).ref
    ticking.forward(hours=10)
    board.move(team.ann, ref, "review")
    ticking.forward(hours=4)
    board.move(team.ann, ref, "doing")
    ticking.forward(hours=6)
    board.move(team.ann, ref, "done")
    waiting = team.task(at="doing").ref
    board.block(team.ann, waiting, "no rod")
    ticking.forward(hours=1)

    shown = workflow_map(team.ann, look(ticking))
    doing = next(step for step in shown.steps if step.key == "doing")
    assert (doing.role, doing.wip_limit, doing.criteria, doing.standard_hours) == ("welder", 1, "Deburred", 2)
    assert (doing.here, doing.blocked, doing.median, doing.n) == (1, 1, 16.0, 1)
    assert doing.full_since is not None
    assert [(way.source, way.target, way.count) for way in shown.rework] == [("review", "doing", 1)]
    assert shown.bottleneck == "doing"

    chart = flowchart(shown)
    assert '-.->|"back 100% (1 of 1)"|' in chart
    assert '"Doing<br>welder<br>1 of 1, 1 blocked<br>half in 16.0 h<br>85 % in 16.0 h<br>waiting 0%, n 1<br>' in chart
    of_line = workflow_map(team.ann, look(ticking, "#line"))
    assert sum(step.here for step in of_line.steps) == 1, "the other one has no such label"


def test_the_map_of_a_past_day_has_the_steps_of_then(team: Team, ticking: Clock) -> None:
    team.step("doing", wip_limit=3)
    team.task(at="doing")
    day = NOW.date()
    then = workflow_map(team.ann, Look(day, day))
    ticking.forward(days=2)
    team.step("doing", name="Welding", wip_limit=1)
    steps.add_step(team.ann, "Paint", after="doing")
    steps.archive_step(team.ann, "review")
    past = workflow_map(team.ann, Look(day, day, as_of=day))
    assert [(step.name, step.wip_limit, step.here) for step in past.steps] == [
        (step.name, step.wip_limit, step.here) for step in then.steps
    ]


def test_an_empty_board_has_a_map(team: Team, ticking: Clock) -> None:
    shown = workflow_map(team.ann, look(ticking))
    assert [step.n for step in shown.steps] == [0] * len(shown.steps)
    assert (shown.rework, shown.bottleneck, shown.reasons) == ((), None, ())


def test_names_of_steps_mean_nothing_in_a_chart(team: Team, ticking: Clock) -> None:
    steps.add_step(team.ann, 'Weld"] --> x[""; click')
    assert '"] --> x' not in flowchart(workflow_map(team.ann, look(ticking)))


def test_a_map_that_stays_open_tells_what_a_new_one_would(team: Team, ticking: Clock) -> None:
    memory = FlowMemory()
    ref = team.task(at="doing", labels=["line"]).ref
    for step in ("review", "doing", "review", "done"):
        ticking.forward(hours=5)
        board.move(team.ann, ref, step)
        for text in ("", "#line"):
            assert workflow_map(team.ann, look(ticking, text), memory) == workflow_map(team.ann, look(ticking, text))
    steps.add_step(team.ann, "Polish", after="doing")
    assert workflow_map(team.ann, look(ticking), memory) == workflow_map(team.ann, look(ticking))
