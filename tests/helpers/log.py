"""A living issue log for screens: issues in several states, clocks, and two improvements."""

from __future__ import annotations

from datetime import timedelta

from prodtui.services import board, downtime, improvements, issue_actions, issues
from tests.helpers.team import Clock, Team

CATEGORIES = ("Burr", "Wrong revision", "Late delivery", "Fixture")
_CAUSE = {"cause": "The tool runs blunt before it is changed", "cause_category": "machine"}
_WHYS = ("The edge is torn", "The tool was blunt", "It is changed by the calendar, not by wear")


def fill_log(team: Team) -> None:
    """Fill the log of the team's desk; the clock stands where it stood before.

    OPS-I1 closed, OPS-I2 acting with an overdue action, OPS-I3 to be checked, OPS-I4 critical and open on OPS-5,
    OPS-I5 minor, which repeats OPS-I1; OPS-K1 in check, OPS-K2 in plan; a clock runs at Review.
    """
    clock = team.clock
    team.settings(issue_categories=CATEGORIES)
    clock.forward(days=-40)
    shelf = team.task("Sort the shelf", at="doing").ref
    issues.raise_issue(team.bo, "Burrs at the edge of the cover", severity="major", step="doing", category="Burr")
    _solve(team, "OPS-I1", clock)
    clock.forward(days=10)
    board.move(team.bo, shelf, "done")
    issues.raise_issue(
        team.cy, "Drawing B-114 came in revision B", severity="major", step="ready", category="Wrong revision",
        notes="Three parts were made after the old drawing.", owner="bo",
    )  # fmt: skip
    issues.advance_issue(
        team.bo, "OPS-I2", "acting", containment="Parts of this week sorted", whys=_WHYS,
        cause="Nobody says when a drawing changes", cause_category="method",
    )  # fmt: skip
    late = clock() + timedelta(days=6)
    issue_actions.add_action(team.bo, "OPS-I2", "Ask for the revision at release", owner="cy", due=late)
    issue_actions.add_action(team.bo, "OPS-I2", "Same check in the other cell", kind="preventive", owner="ann")
    issue_actions.comment_issue(team.lea, "OPS-I2", "The customer asks for a date.")
    issues.raise_issue(team.bo, "Fixture lets the bore drift", severity="critical", step="doing", category="Fixture")
    _verify(team, "OPS-I3", check_days=5)
    clock.forward(days=29)
    issues.raise_issue(
        team.cy, "Tape drive loose again", severity="critical", task="OPS-5", category="Fixture", andon=True
    )
    clock.forward(hours=20)
    issues.raise_issue(team.bo, "Burr on the flange", severity="minor", step="doing", category="Burr")
    downtime.start_downtime(team.bo, "doing", "spindle jammed")
    clock.forward(hours=1)
    downtime.stop_downtime(team.bo, "doing")
    clock.forward(hours=2)
    downtime.start_downtime(team.cy, "review", "gauge is away for calibration", issue="OPS-I3")
    _try_out(team, clock)
    clock.forward(hours=1)


def _verify(team: Team, ref: str, **fields: object) -> None:
    issues.advance_issue(team.bo, ref, "acting", containment="Sorted", owner="bo", whys=_WHYS, **_CAUSE)
    issue_actions.add_action(team.bo, ref, "Change the tool by wear", owner="cy")
    issue_actions.finish_action(team.cy, f"{ref}.1", "Counter set to 400 parts")
    issues.advance_issue(team.bo, ref, **fields)


def _solve(team: Team, ref: str, clock: Clock) -> None:
    _verify(team, ref)
    issues.check_effect(team.quinn, ref, True, "No burr in 40 parts", early="Seen at once")
    issues.advance_issue(team.bo, ref)


def _try_out(team: Team, clock: Clock) -> None:
    """Register an improvement that misses its target so far, and one that is planned."""
    day = clock().date()
    improvements.add_improvement(
        team.lea, "Release in smaller batches", owner="bo", kpi="throughput", target=2,
        problem="Cards wait a week behind big batches.", change="Five parts at once, not forty.",
        baseline_from=day - timedelta(days=42), baseline_to=day - timedelta(days=15),
    )  # fmt: skip
    improvements.advance_improvement(team.lea, "OPS-K1")
    improvements.advance_improvement(team.lea, "OPS-K1", changed_on=day - timedelta(days=14))
    result = {"result_from": day - timedelta(days=14), "result_to": day - timedelta(days=1)}
    improvements.edit_improvement(team.lea, "OPS-K1", **result)
    improvements.add_improvement(
        team.bo, "Sharpen by wear", kpi="tool changes", typed=True, unit="per week", baseline=9, target=4
    )
