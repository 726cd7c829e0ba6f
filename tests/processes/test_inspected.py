"""Inspections in several processes: no answer is lost, one signature wins, and a story of two people."""

from __future__ import annotations

import json
import random

import pytest

from prodtui.services import inspections, stores
from tests.helpers import soak
from tests.helpers.processes import Workers
from tests.helpers.quality import inspect, publish
from tests.helpers.team import Team
from tests.processes.test_killed import spin

pytestmark = pytest.mark.soak


def test_no_reading_that_was_shown_as_saved_is_lost_by_a_kill(team: Team, workers: Workers, full_size: bool) -> None:
    """The real command line is killed while it answers; what it had answered is there, and nothing by halves."""
    items = [{"key": f"m{number}", "text": f"M{number}", "kind": "measurement"} for number in range(20)]
    publish(team, "Long", items)
    chance = random.Random(20)
    for turn in range(soak.ANSWER_KILLS.of(full_size)):
        ref = inspections.start(team.bo, "long").value.ref
        batch = workers.command("--store", team.path, "--as", "bo", "batch")
        said: dict[str, float] = {}
        for number in range(chance.randrange(1, 4)):
            answer = batch.ask(json.dumps(["check", "answer", ref, f"m{number}={turn + number / 8}"]))
            assert answer["ok"], answer
            said[answer["data"][0]["item"]] = answer["data"][0]["number"]
        for number in range(4, 20):
            batch.say(json.dumps(["check", "answer", ref, f"m{number}={turn + number / 8}"]))
        spin(chance.random() * 0.05)
        batch.kill()
        heard = [answer["data"][0] for answer in batch.left() if answer["ok"]]
        batch.close()

        said |= {row["item"]: row["number"] for row in heard}
        detail = inspections.show(team.ann, ref)
        stored = {row.item: row.number for row in detail.readings}
        assert stored.items() >= said.items()
        events = [event.after["item"] for event in detail.events if event.kind == "reading" and event.after]
        assert sorted(events) == sorted(stored)
        assert (detail.inspection.answered, detail.inspection.failed) == (len(stored), 0)
    assert stores.check(team.ann).problems == ()


def test_of_two_who_sign_at_once_one_wins_and_the_other_is_told(team: Team, workers: Workers, full_size: bool) -> None:
    publish(team)
    refs = [inspect(team.bo, None).ref for _ in range(soak.SIGNERS.of(full_size))]
    signers = [workers.start("sign", team.path, login) for login in ("quinn", "lea")]
    for signer in signers:
        assert signer.hear() == "ready", signer.complaint()
    for ref in refs:
        for signer in signers:
            signer.say(ref)
        answers = [signer.hear() for signer in signers]
        won = [answer["by"] for answer in answers if "by" in answer]
        lost = [answer for answer in answers if "by" not in answer]
        assert (len(won), [answer["code"] for answer in lost]) == (1, ["changed"]), answers
        assert f"{ref} was signed by {won[0]} at" in lost[0]["message"]
        assert inspections.show(team.ann, ref).inspection.signed_by == won[0]


def test_a_story_from_template_to_signed_release(team: Team, workers: Workers) -> None:
    """Quinn writes the checklist and signs, Bo works and inspects, each in a process of their own."""
    quinn = workers.command("--store", team.path, "--as", "quinn", "batch")
    bo = workers.command("--store", team.path, "--as", "bo", "batch")

    def does(worker: object, *words: str) -> dict[str, object]:
        answer: dict[str, object] = worker.ask(json.dumps(words))  # type: ignore[attr-defined]
        return answer

    def well(worker: object, *words: str) -> object:
        answer = does(worker, *words)
        assert answer["ok"], answer
        return answer["data"]

    well(quinn, "check", "template", "add", "Release", "--item", "Label right?", "--item", "Weight right?", "--sign",
         "independent", "--meaning", "Released for shipping")  # fmt: skip
    well(quinn, "check", "template", "publish", "release")
    well(quinn, "check", "template", "attach", "release", "--step", "review")
    ref = well(bo, "task", "add", "Pump 7", "--assign", "me")["ref"]  # type: ignore[index]
    well(bo, "task", "move", ref, "review")
    refused = does(bo, "task", "done", ref)
    assert refused["error"]["details"]["reasons"][0]["code"] == "gate"  # type: ignore[index]
    check = well(bo, "check", "start", "release", "--task", ref)["ref"]  # type: ignore[index]
    well(bo, "check", "answer", check, "label-right=yes")
    well(quinn, "check", "answer", check, "weight-right=yes")
    well(bo, "check", "complete", check)
    own = does(bo, "check", "sign", check)
    assert "nobody signs their own work" in own["error"]["message"]  # type: ignore[index]
    assert does(bo, "task", "done", ref)["ok"] is False
    assert well(quinn, "check", "sign", check)["meaning"] == "Released for shipping"  # type: ignore[index]
    assert well(bo, "task", "done", ref)[0]["step"] == "done"  # type: ignore[index]
    assert does(quinn, "undo")["ok"] is False
    assert stores.check(team.ann).problems == ()
