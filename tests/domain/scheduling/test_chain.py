"""The chain of causes behind a start, and what would help."""

from __future__ import annotations

from datetime import date

import pytest

from prodtui.domain.enums import DependencyKind
from prodtui.domain.rows_planning import RoutingRow
from prodtui.domain.scheduling.chain import chain, sooner
from prodtui.domain.scheduling.floor import Floor, Lacks
from tests.helpers.floors import NOW, a_floor, a_routing, at, made, waits, work


def told(floor: Floor, number: int) -> tuple[list[tuple[str, str]], tuple[str, ...]]:
    view = made(floor)
    causes = chain(view, next(row for row in view.tasks if row.id == number))
    return [(cause.row.ref, cause.part.step) for cause in causes], sooner(causes)


def test_the_chain_leads_through_people_and_predecessors_to_its_root() -> None:
    floor = a_floor(
        work(1, started_at=NOW),
        work(2, due=at("11-27 17:00")),
        work(3, step="weld", assignees=("bo",)),
        waits=[waits(2, 3)],
    )
    causes, remedies = told(floor, 3)
    assert causes == [("OPS-3", "weld"), ("OPS-2", "cut"), ("OPS-1", "cut")]
    assert remedies == (
        "OPS-2 done sooner, or OPS-3 not waiting for it.",
        "More hours of Ann, or OPS-2 or OPS-1 done by another.",
        "Less to do of OPS-1, or more people on it.",
    )


def test_the_steps_of_a_task_are_links_of_it() -> None:
    product = a_routing(RoutingRow("cut", 2.0), RoutingRow("weld", 3.0))
    floor = a_floor(work(1, product="chair", assignees=()), products={"chair": product})
    causes, remedies = told(floor, 1)
    assert causes == [("OPS-1", "weld"), ("OPS-1", "cut")]
    assert remedies[0] == "Less to do of OPS-1 in the step before weld."


def test_a_start_that_waits_for_a_start_leads_to_its_first_part() -> None:
    product = a_routing(RoutingRow("cut", 2.0), RoutingRow("weld", 3.0))
    floor = a_floor(
        work(1, product="chair", planned_start=at("11-27 9:00")),
        work(2, assignees=("cy",)),
        products={"chair": product},
        waits=[waits(1, 2, DependencyKind.START_START, lag=1.0)],
    )
    assert told(floor, 2)[0] == [("OPS-2", "cut"), ("OPS-1", "cut")]


@pytest.mark.parametrize(
    ("floor", "remedy"),
    [
        (a_floor(work(1, planned_start=at("11-30 9:00"))), "An earlier planned start of OPS-1."),
        (a_floor(work(1, pinned_start=at("11-30 9:00"))), "prodtui task edit OPS-1 --unpin"),
        (a_floor(work(1), lacks={1: Lacks("Steel", date(2026, 12, 1))}), "An earlier delivery of Steel."),
        (a_floor(work(1), waits=[waits(9, 1, lag=2.0, since=NOW)]), "A shorter lag after OPS-9."),
    ],
)
def test_the_root_says_what_would_help(floor: Floor, remedy: str) -> None:
    assert remedy in told(floor, 1)[1][0]


def test_a_task_without_a_place_has_no_chain() -> None:
    assert told(a_floor(work(1), waits=[waits(1, 1)]), 1) == ([], ())
