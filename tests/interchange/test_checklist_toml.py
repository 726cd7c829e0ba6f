"""Checklists as TOML: out, in elsewhere, out again: the same text."""

from __future__ import annotations

from pathlib import Path

import pytest

from prodtui.errors import Rejected
from prodtui.interchange.checklist_toml import read_checklists, write_checklists
from prodtui.services import boards, checklists
from prodtui.services.checklist_import import import_checklists
from tests.helpers.fixtures import store_path, team, ticking
from tests.helpers.quality import WELD, publish
from tests.helpers.team import Team

__all__ = ["store_path", "team", "ticking"]


def exported(team: Team, board: str = "OPS") -> str:
    ws = team.of("ann", board=board)
    return write_checklists(checklists.show_checklist(ws, row.key) for row in checklists.list_checklists(ws))


def test_export_import_elsewhere_and_export_again_are_the_same(team: Team) -> None:
    publish(team, rule="role", role="quality", meaning='says "ok" \\ ü')
    publish(team, "Paint", [{"text": "Even?", "guidance": "Look at it\nfrom the side.", "section": "Look"}])
    boards.create_board(team.ann, "DEV", "Develop")
    text = exported(team)
    there = team.of("ann", board="DEV")
    done = import_checklists(there, read_checklists(text.encode(), "x.toml"), publish=True)
    assert [(row.key, row.done, row.published) for row in done.value] == [
        ("paint", "added", 1),
        ("weld-check", "added", 1),
    ]
    assert exported(team, "DEV") == text
    again = import_checklists(there, read_checklists(text.encode(), "x.toml"), publish=True)
    assert ([row.done for row in again.value], again.txn) == (["unchanged", "unchanged"], None)


def test_a_dry_run_tells_what_differs_and_stores_nothing(team: Team) -> None:
    publish(team)
    text = exported(team).replace("upper = 12.1", "upper = 12.2").replace('key = "burrs"', 'key = "edges"')
    done = import_checklists(team.quinn, read_checklists(text.encode(), "x.toml"), dry_run=True)
    assert done.value[0].differences == ("- item burrs", "+ item edges", "~ item bore  upper: 12.1 -> 12.2")
    assert not checklists.show_checklist(team.quinn, "weld").checklist.has_draft
    import_checklists(team.quinn, read_checklists(text.encode(), "x.toml"))
    draft = checklists.show_checklist(team.quinn, "weld").draft
    assert draft is not None and draft.items[1].upper == 12.2


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[[checklists", "cannot be read"),
        ("x = 1", "holds no checklists"),
        ('[[checklists]]\nname = "a"\nsteps = 1', "has no field 'steps'"),
        ('[[checklists]]\nname = "a"\nitems = 1', "needs a list of items"),
        ("checklists = [1]", "is no table"),
    ],
)
def test_a_text_that_is_none_is_refused_with_its_place(text: str, message: str) -> None:
    with pytest.raises(Rejected, match=message):
        read_checklists(text.encode(), "x.toml")


def test_one_bad_checklist_and_nothing_is_stored(team: Team) -> None:
    bad = {"name": "Bad", "items": [{"text": "x", "kind": "measurement", "lower": 2, "upper": 1}]}
    with pytest.raises(Rejected, match="above the upper limit"):
        import_checklists(team.quinn, [{"name": "Good", "items": list(WELD)}, bad])
    with pytest.raises(Rejected, match="has no field"):
        import_checklists(team.quinn, [{"name": "Bad", "items": [{"text": "x", "limit": 1}]}])
    assert checklists.list_checklists(team.quinn, archived=True) == ()


def test_a_file_as_people_write_it(tmp_path: Path, team: Team) -> None:
    text = """
    [[checklists]]
    name = "Release"
    [checklists.sign]
    rule = "independent"
    [[checklists.items]]
    text = "Backup made?"
    critical = true
    [[checklists.items]]
    text = "Load"
    kind = "measurement"
    upper = 80
    unit = "%"
    """
    import_checklists(team.quinn, read_checklists(text.encode(), "x.toml"), publish=True)
    [version] = checklists.show_checklist(team.quinn, "release").versions
    assert [(i.key, i.kind.value, i.upper) for i in version.content.items] == [
        ("backup-made", "yes/no", None),
        ("load", "measurement", 80.0),
    ]
