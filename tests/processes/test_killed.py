"""Programs that end without a warning: what was answered is there, what was not is there whole or not at all."""

from __future__ import annotations

import json
import random
import time

import pytest

from prodtui.services import history, stores, task_view
from tests.helpers import soak
from tests.helpers.processes import Worker, Workers
from tests.helpers.team import Team

pytestmark = pytest.mark.soak


def spin(seconds: float) -> None:
    """Let a moment pass; which one it is does not matter, only that it is another each time."""
    until = time.perf_counter() + seconds
    while time.perf_counter() < until:
        pass


def test_f2_a_killed_command_leaves_what_it_answered(team: Team, workers: Workers, full_size: bool) -> None:
    """The real command line, in the middle of its writes: add, edit, move and comment in turn."""
    chance = random.Random(2)
    said: dict[str, str] = {}
    for turn in range(soak.KILLS.of(full_size)):
        batch = workers.command("--store", team.path, "--as", "bo", "batch")
        for number in range(chance.randrange(1, 6)):
            title = f"Task {turn}.{number}"
            answer = batch.ask(json.dumps(["task", "add", title]))
            assert answer["ok"], answer
            said[answer["data"]["ref"]] = title
        for ref, title in list(said.items())[-3:]:
            for words in (["edit", ref, "--notes", title], ["move", ref, "doing"], ["comment", ref, title]):
                batch.say(json.dumps(["task", *words]))
        spin(chance.random() * 0.03)
        batch.kill()
        heard = [answer["data"] for answer in batch.left() if answer["ok"]]
        batch.close()

        assert stores.check(team.ann).problems == ()
        rows = {row.ref: row for row in task_view.list_tasks(team.ann, all=True)}
        assert {ref: rows[ref].title for ref in said} == said
        assert len(rows) == len(said)
        for answer in heard:
            row = answer[0] if isinstance(answer, list) else answer
            if "version" in row:
                assert rows[row["ref"]].version >= row["version"]
            else:
                assert row["text"] in [each.text for each in task_view.show(team.ann, row["ref"]).comments]
        for ref in list(said)[-10:]:
            events = [event for event in history.events(team.ann, ref=ref) if event.kind == "task"]
            assert [event.version for event in events] == list(range(1, rows[ref].version + 1))


def test_f14_requests_that_are_tried_again_and_again_are_done_once(
    team: Team, workers: Workers, full_size: bool
) -> None:
    number, chance = soak.REQUESTS.of(full_size), random.Random(14)
    triers: list[Worker] = []
    answers: dict[int, set[str]] = {each: set() for each in range(number)}
    kills = soak.TRIER_KILLS.of(full_size)
    waiting = [chance.randrange(1 << 30) for _ in range(soak.TRIERS.of(full_size))]
    while waiting or triers:
        while waiting:
            trier = workers.start("request", team.path, number, waiting.pop())
            assert trier.hear() == "ready", trier.complaint()
            trier.say()
            triers.append(trier)
        trier = chance.choice(triers)
        if kills:
            heard = [trier.hear() for _ in range(chance.randrange(1, max(2, number // 3)))]
            spin(chance.random() * 0.01)
            trier.kill()
            heard += trier.left()
            kills -= 1
            waiting.append(chance.randrange(1 << 30))
        else:
            heard = trier.rest()
            assert heard[-1] == "done"
        triers.remove(trier)
        trier.close()
        for answer in heard:
            if isinstance(answer, list):
                answers[answer[0]].add(answer[1])
    rows = task_view.list_tasks(team.ann)
    assert sorted(row.title for row in rows) == sorted(f"Request {each}" for each in range(number))
    by_title = {row.title: row.ref for row in rows}
    assert answers == {each: {by_title[f"Request {each}"]} for each in range(number)}
    assert stores.check(team.ann).problems == ()
