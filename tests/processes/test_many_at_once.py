"""Many programs at one store: nothing is lost, nothing is locked out, nobody overwrites anybody."""

from __future__ import annotations

import signal
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from prodtui.errors import ExitCode
from prodtui.services import (
    board_view,
    boards,
    demand,
    demand_rules,
    history,
    people,
    products,
    recurring,
    stores,
    talk,
    task_view,
)
from prodtui.services.workspace import open_workspace
from tests.helpers import soak
from tests.helpers.processes import PATIENCE, Workers
from tests.helpers.team import NOW, Team

pytestmark = pytest.mark.soak


def test_f1_counting_together_loses_nothing(team: Team, workers: Workers, full_size: bool) -> None:
    ref = team.task(quantity=0).ref
    each, number = soak.COUNTS.of(full_size), soak.COUNTERS.of(full_size)
    counters = workers.ready("count", team.path, ref, each, count=number)
    for counter in counters:
        counter.say()
    for counter in counters:
        counter.rest()
    row = team.get(ref)
    assert row.quantity == each * number
    assert row.version == 1 + each * number
    assert [event.version for event in history.events(team.ann, ref=ref, limit=None)] == list(range(1, row.version + 1))
    assert stores.check(team.ann).problems == ()


def test_one_open_store_serves_many_threads(team: Team) -> None:
    """As a screen does: each call to the store in a thread of its own."""
    ref = team.task().ref

    def work(number: int) -> None:
        ws = team.of("bo")
        for turn in range(4):
            talk.comment(ws, ref, f"{number}.{turn}")
            board_view.snapshot(ws)

    with ThreadPoolExecutor(12) as pool:
        list(pool.map(work, range(12)))
    assert len(task_view.show(team.ann, ref).comments) == 48
    assert stores.check(team.ann).problems == ()


def test_f5_many_first_starts_make_one_store(tmp_path: Path, workers: Workers, full_size: bool) -> None:
    starters = workers.ready("begin", count=soak.STARTERS.of(full_size))
    for turn in range(soak.STARTS.of(full_size)):
        path = tmp_path / f"new{turn}" / "team.db"
        for starter in starters:
            starter.say(str(path))
        answers = [starter.hear() for starter in starters]
        assert None not in answers, [starter.complaint() for starter in starters if starter.process.poll() is not None]
        assert [key for _, _, key in answers] == ["OPS"] * len(starters)
        assert sum(made_board for _, made_board, _ in answers) == 1
        assert sum(made_store for made_store, _, _ in answers) == 1
        ws = open_workspace(path)
        assert (len(boards.list_boards(ws)), len(people.list_people(ws))) == (1, 1)
        assert stores.check(ws).problems == ()
        ws.close()


def test_f6_a_holder_that_stands_still_makes_others_busy_and_nothing_is_lost(
    team: Team, workers: Workers, full_size: bool
) -> None:
    (holder,) = workers.ready("hold", team.path, count=1)
    (writer,) = workers.ready("add", team.path, soak.PATIENCE.of(full_size) / 4, count=1)
    (reader,) = workers.ready("look", team.path, soak.PATIENCE.of(full_size) / 4, count=1)
    assert writer.ask("Before") == "OPS-1"
    assert holder.ask() == "held"
    holder.process.send_signal(signal.SIGSTOP)

    for _ in range(soak.STOPPED.of(full_size)):
        answer = writer.ask("Meanwhile")
        assert (answer["code"], answer["exit_code"]) == ("busy", ExitCode.BUSY)
        assert "Nothing was changed" in answer["hint"]
        assert reader.ask()[:2] == [1, 1]
    if full_size:
        command = workers.command("--store", team.path, "--as", "bo", "task", "add", "By command")
        _, err = command.process.communicate(timeout=PATIENCE)
        assert (command.process.returncode, "Another program holds the store" in err) == (ExitCode.BUSY, True)

    holder.process.send_signal(signal.SIGCONT)
    assert holder.ask() == "free"
    assert writer.ask("After") == "OPS-2"
    assert [row.title for row in task_view.list_tasks(team.ann)] == ["Before", "After"]
    assert stores.check(team.ann).problems == ()


def test_many_programs_that_see_a_rule_come_true_make_one_task(team: Team, workers: Workers) -> None:
    for number in range(3):
        recurring.add_recurring(team.ann, "daily", {"title": f"Rule {number}"}, start=NOW.replace(year=2025))
    programs = workers.ready("recur", team.path, count=3)
    made = []
    for _ in range(2):
        for program in programs:
            program.say()
        made += [occurrence for program in programs for occurrence in program.hear()]
    rows = task_view.list_tasks(team.ann)
    assert len(made) == len(rows)
    assert len({(row.recurrence_id, row.occurrence) for row in rows}) == len(rows)
    # Three, and another three when the time of the rule happens to come in between.
    assert len(rows) in (3, 6)


def test_many_programs_that_see_demand_come_make_each_line_once(team: Team, workers: Workers) -> None:
    products.add_product(team.ann, "Chair")
    earlier = team.ann.with_clock(lambda: NOW.replace(year=2025, month=1))
    demand_rules.add_rule(earlier, "weekly", "chair", 40, ahead=1)
    programs = workers.ready("ask", team.path, count=3)
    made = []
    for _ in range(2):
        for program in programs:
            program.say()
        made += [day for program in programs for day in program.hear()]
    days = [row.due for row in demand.list_demand(team.ann, limit=None)]
    assert len(made) > 20
    assert sorted(days) == sorted({*days})
    assert len(days) == len(made) + 1  # the first was made with the rule
    assert stores.check(team.ann).problems == ()


def test_f17_of_two_edits_of_one_field_one_wins_and_the_other_is_told(
    team: Team, workers: Workers, full_size: bool
) -> None:
    ref = team.task("Begin").ref
    rivals = [workers.start("rival", team.path, ref, login) for login in ("bo", "cy")]
    for rival in rivals:
        assert rival.hear() == "ready", rival.complaint()
    wins = 0
    for turn in range(soak.PAIRS.of(full_size)):
        seen = [rival.ask("read") for rival in rivals]
        assert seen[0] == seen[1]
        mine = [f"bo {turn}", f"cy {turn}"]
        for rival, title in zip(rivals, mine, strict=True):
            rival.say(title)
        answers = [rival.hear() for rival in rivals]
        won = [answer for answer in answers if isinstance(answer, list)]
        lost = [answer for answer in answers if isinstance(answer, dict)]
        assert len(won) == len(lost) == 1, answers
        conflict = lost[0]["title"]
        assert (conflict["base"], conflict["theirs"]) == (seen[0], won[0][0])
        assert conflict["mine"] in mine
        assert team.get(ref).title == won[0][0]
        wins += 1
    titles = [(event.before or {})["title"] for event in history.events(team.ann, ref=ref, limit=None)[1:]]
    assert len(titles) == wins
    assert team.get(ref).version == wins + 1


def test_f18_boards_that_watch_scripts_show_what_is_there(team: Team, workers: Workers, full_size: bool) -> None:
    for number in range(20):
        team.task(f"Task {number}")
    times = soak.CHANGES.of(full_size)
    watchers = workers.ready("watch", team.path, count=soak.WATCHERS.of(full_size))
    scripts = [workers.start("script", team.path, times, seed) for seed in range(soak.SCRIPTS.of(full_size))]
    for script in scripts:
        assert script.hear() == "ready", script.complaint()
    for script in scripts:
        script.say()
        script.end_input()
    memory: dict[int, list[int]] = {number: [] for number in range(len(watchers))}
    while any(script.process.poll() is None for script in scripts):
        for number, watcher in enumerate(watchers):
            memory[number].append(watcher.ask("poll"))
    for script in scripts:
        assert script.process.returncode == 0, script.complaint()
    for number, watcher in enumerate(watchers):
        assert watcher.ask("look")["same"] is True
        seen = memory[number]
        if len(seen) > 40:
            assert seen[-1] <= seen[len(seen) // 4] * 1.1, (seen[len(seen) // 4], seen[-1])
    assert stores.check(team.ann).problems == ()
