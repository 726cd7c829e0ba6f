"""`handover`: drafted, written, taken over."""

from __future__ import annotations

import pytest

from prodtui.services import board, handovers
from tests.cli.conftest import Cli
from tests.helpers.team import Team


def test_from_the_draft_to_the_next_lead(cli: Cli, team: Team) -> None:
    assert cli.ok("handover").lines == ["Nothing happened in this shift, and nothing waits."]
    ref = team.task("Saw").ref
    board.move(team.bo, ref, "done")
    assert cli.ok("handover").lines == ["Finished:", "- OPS-1 Saw (bo)"]
    assert cli.ok("handover", "write", "Press 2 runs warm", "--drafted").lines == ["OPS-H1 waits to be taken over"]
    assert cli.ok("handover", "show", "OPS-H1").lines == [
        "OPS-H1 2026-11-24 08:00 to 2026-11-24 10:00, written by ann, not taken over yet",
        "", "Press 2 runs warm", "", "Finished:", "- OPS-1 Saw (bo)",
    ]  # fmt: skip
    edited = cli.ok("handover", "edit", "OPS-H1", "Finished:\nPress 2 is repaired")
    assert edited.lines == ["OPS-H1 is changed; it waits to be taken over"]
    same = cli.ok("handover", "edit", "OPS-H1", "Finished:\nPress 2 is repaired")
    assert (same.lines, "Nothing had to change." in same.err) == (["OPS-H1 waits to be taken over"], True)
    assert "Press 2 is repaired" in cli.ok("handover", "list").out
    cli.ok("handover", "edit", "OPS-H1", "Press 2 is repaired")
    assert "OPS-H1, which you wrote before, still waits" in cli.ok("handover", "write", "Once more").err
    cli.ok("handover", "put-away", "OPS-H2")
    assert cli.data("handover", "list", "--waiting")[0]["text"] == "Press 2 is repaired"
    handovers.acknowledge_handover(team.lea)
    assert "taken over by lea, 2026-11-24 10:00" in cli.ok("handover", "show", "H1").out
    assert cli("handover", "list", "--waiting").code == 1


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("write",), 2, "A hand-over needs a text."),
        (("write", ""), 5, "empty"),
        (("write", "x", "--since", "soon"), 5, "soon"),
        (("draft", "--since", "tomorrow"), 5, "in the future"),
        (("ack",), 1, "No hand-over waits to be taken over."),
        (("show", "OPS-H7"), 1, "There is no hand-over OPS-H7."),
        (("list",), 1, "There is no hand-over yet."),
    ],
)
def test_bad_input_is_one_sentence(cli: Cli, words: tuple[str, ...], code: int, told: str) -> None:
    said = cli("handover", *words)
    assert (said.code, told in said.err) == (code, True), said
