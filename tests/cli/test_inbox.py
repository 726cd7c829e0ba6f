"""`inbox` in a shell."""

from __future__ import annotations

import pytest

from prodtui.services import talk
from tests.cli.conftest import Cli
from tests.helpers.team import Team


@pytest.fixture(autouse=True)
def said(team: Team) -> None:
    """Bo mentions ann twice."""
    ref = team.task("Saw").ref
    for text in ("@ann look\nhere", "@ann really"):
        talk.comment(team.bo, ref, text)


def test_list_and_read(cli: Cli) -> None:
    lines = cli.ok("inbox").lines
    assert lines[0].split() == ["ID", "AT", "KIND", "REF", "TITLE", "TEXT", "BY"]
    assert ["@ann really" in lines[1], "@ann look here" in lines[2]] == [True, True]
    first = cli.data("inbox")[0]["id"]
    assert cli.ok("inbox", "read", str(first)).lines == ["1 notice read"]
    assert len(cli.data("inbox")) == 1
    assert cli.ok("inbox", "read").lines == ["1 notice read"]
    assert cli("inbox").err.strip() == "Nothing is new in your inbox."
    assert [row["read"] for row in cli.data("inbox", "--all")] == [True, True]
    assert cli("inbox", "read", "99999").code == 1
