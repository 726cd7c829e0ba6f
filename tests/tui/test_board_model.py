"""The cards of a board in lanes: order, filter, swimlanes, counts, and changes one by one."""

from __future__ import annotations

import random
import time
from dataclasses import replace
from datetime import timedelta

import pytest

from prodtui.domain.enums import Priority, ServiceClass
from prodtui.domain.rows_board import CardRow
from prodtui.widgets.board_model import BoardModel, Grouping, LaneCount, Tally
from tests.helpers.boards import STEPS, a_snapshot, cards
from tests.helpers.rows import AT

DAY = timedelta(days=1)


def lanes(model: BoardModel) -> dict[str, list[int]]:
    return {step.key: list(model.lane(step.key).ids()) for step in model.steps}


def test_lanes_are_in_the_order_of_steps_and_cards_in_that_of_ranks() -> None:
    rows = cards(ready=3)
    rows[0] = replace(rows[0], rank=99)
    model = BoardModel(a_snapshot(rows, tuple(reversed(STEPS))), AT)
    assert [step.key for step in model.steps] == ["ready", "doing", "check", "done"]
    assert lanes(model)["ready"] == [2, 3, 1]


def test_finished_cards_stand_with_the_latest_on_top() -> None:
    rows = [replace(row, finished_at=AT - row.id * DAY) for row in cards(done=3)]
    rows[2] = replace(rows[2], finished_at=AT)
    assert lanes(BoardModel(a_snapshot(rows), AT))["done"] == [3, 1, 2]


def test_a_change_moves_a_card_and_nothing_else() -> None:
    rows = cards(ready=3, doing=1)
    model = BoardModel(a_snapshot(rows), AT)
    applied = model.apply([replace(rows[1], step="doing", rank=5, version=2)])
    assert (applied.changed, applied.gone) == ({2}, frozenset())
    assert lanes(model) == {"ready": [1, 3], "doing": [2, 4], "check": [], "done": []}


def test_what_did_not_change_is_no_change() -> None:
    rows = cards(ready=2)
    model = BoardModel(a_snapshot(rows), AT)
    applied = model.apply([replace(rows[0])], gone=[99])
    assert (applied.changed, applied.gone) == (frozenset(), frozenset())


def test_a_row_that_comes_late_is_left_out() -> None:
    rows = cards(ready=1)
    model = BoardModel(a_snapshot([replace(rows[0], version=5, title="new")]), AT)
    model.apply([replace(rows[0], version=4, title="old")])
    assert model.cards[1].title == "new"


def test_a_card_that_went_away_leaves_no_trace() -> None:
    model = BoardModel(a_snapshot(cards(ready=2)), AT)
    assert model.apply([], gone=[1]).gone == {1}
    assert lanes(model)["ready"] == [2]
    assert model.tally == Tally(1, 0, 0, 1)


def test_a_card_of_an_unknown_step_is_counted_but_not_shown() -> None:
    model = BoardModel(a_snapshot([replace(cards(ready=1)[0], step="gone")]), AT)
    assert model.tally == Tally(open=1, blocked=0, late=0, shown=0)
    assert model.place(1) is None


def test_the_filter_hides_but_the_limit_still_counts() -> None:
    rows = cards(doing=3)
    rows[0] = replace(rows[0], assignees=("ann",))
    model = BoardModel(a_snapshot(rows), AT, visible=lambda card: "ann" in card.assignees)
    assert lanes(model)["doing"] == [1]
    assert model.count("doing") == LaneCount(total=3, standard=3, expedite=0, shown=1)


def test_expedite_cards_stand_beside_the_limit() -> None:
    rows = cards(doing=3)
    rows[0] = replace(rows[0], service_class=ServiceClass.EXPEDITE)
    assert BoardModel(a_snapshot(rows), AT).count("doing") == LaneCount(3, 2, 1, 3)


def test_archived_cards_are_shown_if_given_but_never_counted() -> None:
    rows = [replace(row, archived_at=AT, due=AT - DAY) for row in cards(ready=1)]
    model = BoardModel(a_snapshot(rows), AT)
    assert model.tally == Tally(open=0, blocked=0, late=0, shown=1)
    assert model.count("ready").total == 0


def test_the_tally_follows_changes_and_the_clock() -> None:
    rows = cards(ready=3, done=1)
    rows[0] = replace(rows[0], due=AT + DAY)
    rows[1] = replace(rows[1], blocked_reason="no steel", due=AT - DAY)
    rows[3] = replace(rows[3], finished_at=AT, due=AT - DAY)
    model = BoardModel(a_snapshot(rows), AT)
    assert model.tally == Tally(open=3, blocked=1, late=1, shown=4)
    model.at_time(AT + 2 * DAY)
    assert model.tally.late == 2
    model.apply([replace(rows[1], blocked_reason=None, finished_at=AT, step="done", version=2)])
    assert model.tally == Tally(open=2, blocked=0, late=1, shown=4)


def test_a_filter_about_time_is_asked_again_when_time_passes() -> None:
    rows = [replace(row, due=AT + row.id * DAY) for row in cards(ready=2)]
    clock = [AT]
    model = BoardModel(a_snapshot(rows), AT, visible=lambda card: card.due is not None and card.due < clock[0])
    assert lanes(model)["ready"] == []
    clock[0] = AT + 1.5 * DAY
    model.at_time(clock[0])
    assert lanes(model)["ready"] == [1]


@pytest.mark.parametrize(
    ("grouping", "titles", "ready"),
    [
        (Grouping.NONE, [""], [1, 2, 3]),
        (Grouping.PERSON, ["Ann", "Bo", "Nobody"], [3, 1, 2]),
        (Grouping.PRIORITY, ["Urgent", "Normal"], [2, 1, 3]),
        (Grouping.LABEL, ["#audit", "No label"], [1, 2, 3]),
    ],
)
def test_swimlanes(grouping: Grouping, titles: list[str], ready: list[int]) -> None:
    rows = cards(ready=3)
    rows[0] = replace(rows[0], assignees=("bo",), labels=("audit", "z"))
    rows[1] = replace(rows[1], priority=Priority.URGENT)
    rows[2] = replace(rows[2], assignees=("ann", "bo"))
    model = BoardModel(a_snapshot(rows), AT, grouping=grouping)
    assert [model.band_title(band) for band in model.bands] == titles
    assert lanes(model)["ready"] == ready
    assert [model.lane("ready").ordinal(model.place(card_id)) for card_id in ready] == [0, 1, 2]  # type: ignore[arg-type]


def test_a_swimlane_ends_with_its_last_card() -> None:
    rows = [replace(row, assignees=("ann",) if row.id == 1 else ()) for row in cards(ready=2)]
    model = BoardModel(a_snapshot(rows), AT, grouping=Grouping.PERSON)
    model.apply([replace(rows[0], assignees=("bo",), version=2)])
    assert model.bands == ("bo", "")


def test_groupings_go_round() -> None:
    assert Grouping.NONE.next().next().next().next() is Grouping.NONE


def test_many_random_changes_end_where_a_fresh_board_begins() -> None:
    dice = random.Random(5)
    rows = {row.id: row for row in cards(ready=20, doing=20, check=10, done=10)}
    model = BoardModel(a_snapshot(rows.values()), AT, grouping=Grouping.PERSON)
    for version in range(2, 400):
        card_id = dice.randint(1, 70)
        if dice.random() < 0.1:
            rows.pop(card_id, None)
            model.apply([], [card_id])
            continue
        row = replace(
            rows.get(card_id, cards(ready=1)[0]),
            id=card_id,
            step=dice.choice(STEPS).key,
            rank=dice.randint(1, 50),
            assignees=dice.choice([(), ("ann",), ("bo",)]),
            blocked_reason=dice.choice([None, "x"]),
            due=dice.choice([None, AT - DAY]),
            version=version,
        )
        rows[card_id] = row
        model.apply([row])
    fresh = BoardModel(a_snapshot(rows.values()), AT, grouping=Grouping.PERSON)
    assert lanes(model) == lanes(fresh)
    assert (model.tally, model.bands) == (fresh.tally, fresh.bands)
    assert [model.count(step.key) for step in STEPS] == [fresh.count(step.key) for step in STEPS]


def test_one_change_in_ten_thousand_takes_less_than_two_milliseconds() -> None:
    rows: list[CardRow] = cards(ready=6_000, doing=4_000)
    model = BoardModel(a_snapshot(rows), AT)
    start = time.perf_counter()
    for turn in range(100):
        row = rows[turn * 50]
        model.apply([replace(row, step="check", rank=turn, version=2)])
    assert (time.perf_counter() - start) / 100 < 0.002
