"""Boards: made empty or from a template, named, set up, archived."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from prodtui.domain.enums import Frequency, SignRule
from prodtui.domain.rows import BoardSettings
from prodtui.errors import NotFound, Rejected, Usage
from prodtui.services import board_view, boards, checklists, history, links, steps
from prodtui.services.templates import load_template
from tests.helpers.team import Team


def test_an_empty_board_has_the_settings_that_everybody_starts_with(team: Team) -> None:
    row = boards.create_board(team.ann, "lab2", " Laboratory ", timezone="Asia/Tokyo").value
    assert (row.key, row.name, row.timezone, row.template, row.version) == ("LAB2", "Laboratory", "Asia/Tokyo", None, 1)
    assert row.settings == BoardSettings()
    assert steps.list_steps(team.of("ann", board="LAB2")) == ()
    assert [each.key for each in boards.list_boards(team.ann)] == ["LAB2", "OPS"]


@pytest.mark.parametrize("name", ["it-service", "shop-floor", "customer-service", "finance-close", "supply-chain"])
def test_a_board_of_a_template_is_what_the_template_says(team: Team, name: str) -> None:
    plan = load_template(name)
    row = boards.create_board(team.ann, "LAB", "Lab", template=name).value
    ws = team.of("ann", board="LAB")
    assert (row.settings, row.template) == (plan.settings, name)
    assert [(s.key, s.name, s.kind, s.wip_limit, s.position) for s in steps.list_steps(ws)] == [
        (s.key, s.name, s.kind, s.wip_limit, place) for place, s in enumerate(plan.steps)
    ]
    assert set(steps.list_transitions(ws)) == set(plan.transitions)


@pytest.mark.parametrize("key", ["", "1A", "A-B", "ÄB", "A" * 11, "A B"])
def test_a_key_is_a_letter_and_up_to_nine_more(team: Team, key: str) -> None:
    with pytest.raises(Rejected):
        boards.create_board(team.ann, key, "Lab")
    assert len(boards.list_boards(team.ann, archived=True)) == 1


def test_a_taken_key_is_refused_even_of_an_archived_board(team: Team) -> None:
    boards.create_board(team.ann, "LAB", "Lab")
    boards.archive_board(team.ann, "LAB")
    with pytest.raises(Rejected, match="board LAB already"):
        boards.create_board(team.ann, "lab", "Again")


@pytest.mark.parametrize(
    ("zone", "hint"), [("Europe/Berln", "Europe/Berlin"), ("../etc/passwd", ""), ("Europe", ""), ("", "")]
)
def test_an_unknown_time_zone_is_met_with_the_nearest(team: Team, zone: str, hint: str) -> None:
    with pytest.raises(Rejected, match="not a time zone") as caught:
        boards.edit_board(team.ann, timezone=zone)
    assert hint in caught.value.hint


def test_an_unknown_template_is_said(team: Team) -> None:
    with pytest.raises(NotFound):
        boards.create_board(team.ann, "LAB", "Lab", template="it-servise")


def test_editing_changes_only_what_is_named(team: Team) -> None:
    row = boards.edit_board(team.lea, name="Shop", settings={"expedite_limit": 2, "holidays": ["2026-12-25"]}).value
    assert (row.name, row.timezone, row.version) == ("Shop", "Europe/Berlin", 2)
    assert row.settings == BoardSettings(expedite_limit=2, holidays=(date(2026, 12, 25),))
    assert boards.show_board(team.bo) == row
    event = history.events(team.ann)[-1]
    assert (event.kind, event.ref, event.command) == ("board", "OPS", "board.edit")
    assert boards.edit_board(team.lea, name="Shop").txn is None


@pytest.mark.parametrize(
    "settings",
    [
        {"expedite_limit": -1},
        {"expedite_limit": "two"},
        {"expedite_limit": 1.5},
        {"expedite_limit": True},
        {"person_wip_limit": -1},
        {"done_days": 100_000},
        {"done_days": None},
        {"roles": "inspector"},
        {"roles": [1, 2]},
        {"roles": ["esc \x1b[31m"]},
        {"issue_categories": ["x" * 1000]},
        {"holidays": ["someday"]},
        {"holidays": "2026-12-25"},
        {"holidays": [20261225]},
        {"workweek": []},
        {"workweek": [[[480, 720]]] * 8},
        {"workweek": [[]] * 7},
        {"workweek": [[[720, 480]]] + [[]] * 6},
        {"workweek": [[[480, 480]]] + [[]] * 6},
        {"workweek": [[[480, 1500]]] + [[]] * 6},
        {"workweek": [[[480]]] + [[]] * 6},
        {"workweek": [[["8", "12"]]] + [[]] * 6},
        {"workweek": "monday"},
    ],
    ids=str,
)
def test_settings_that_do_not_fit_are_rejected_and_nothing_of_them_is_kept(
    team: Team, settings: dict[str, Any]
) -> None:
    with pytest.raises(Rejected):
        boards.edit_board(team.ann, settings={"expedite_limit": 5} | settings)
    assert boards.show_board(team.ann).settings == BoardSettings()


def test_an_unknown_setting_is_met_with_the_nearest(team: Team) -> None:
    with pytest.raises(Usage) as caught:
        boards.edit_board(team.ann, settings={"expedit_limit": 2})
    assert "expedite_limit" in caught.value.hint


def test_no_limit_for_each_person_is_said_by_none(team: Team) -> None:
    team.settings(person_wip_limit=3)
    team.settings(person_wip_limit=None)
    assert boards.show_board(team.ann).settings.person_wip_limit is None


def test_whatever_calendar_is_accepted_can_be_worked_with(team: Team) -> None:
    team.settings(workweek=[[], [], [], [], [], [[0, 1440]], []])
    first, second = team.task(at="done").ref, team.task().ref
    links.link(team.ann, first, second, lag_hours=30)
    assert [card.waiting_for for card in board_view.snapshot(team.ann).cards if card.ref == second] == [(first,)]


def test_an_archived_board_leaves_the_lists(team: Team) -> None:
    boards.create_board(team.ann, "LAB", "Lab")
    row = boards.archive_board(team.ann, "lab").value
    assert row.archived_at == team.clock()
    assert [each.key for each in boards.list_boards(team.ann)] == ["OPS"]
    assert [each.key for each in boards.list_boards(team.ann, archived=True)] == ["LAB", "OPS"]
    assert boards.archive_board(team.ann, "lab").txn is None


def test_a_board_is_shown_by_key_in_any_case(team: Team) -> None:
    assert boards.show_board(team.ann, "ops") == boards.show_board(team.ann)
    with pytest.raises(NotFound, match="no board"):
        boards.show_board(team.ann, "LAB")


def test_the_time_zone_of_the_machine_is_the_default(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "America/New_York")
    assert boards.create_board(team.ann, "LAB", "Lab").value.timezone == "America/New_York"
    monkeypatch.setenv("TZ", "nonsense")
    assert boards.local_timezone() == "UTC"


def test_a_new_board_gets_the_checklists_published_and_gates_only_where_the_template_says(team: Team) -> None:
    boards.create_board(team.ann, "SHOP", "Shop", template="shop-floor")
    shop = team.of("ann", board="SHOP")
    found = {row.name: row for row in checklists.list_checklists(shop)}
    assert set(found) == {"First-article inspection", "In-process check", "Release"}
    assert all(row.published == 1 and not row.has_draft for row in found.values())
    assert [(use.step, use.frequency) for use in found["Release"].uses] == [("release", Frequency.EVERY)]
    assert not found["In-process check"].uses
    sign = checklists.show_checklist(shop, "release").versions[0].content.sign
    assert sign.rule is SignRule.INDEPENDENT
