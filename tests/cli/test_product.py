"""`product` and `resource` in words, with their codes."""

from __future__ import annotations

from tests.cli.conftest import Cli
from tests.helpers.team import Team


def stocked(cli: Cli) -> None:
    """Add a machine, a material and a product that needs both."""
    cli.ok("resource", "add", "Lathe", "1", "--kind", "machine", "--pool", "lathes", "--hours", "mon-fri 6-14 14-22")
    cli.ok("resource", "add", "Steel", "--kind", "material", "--unit", "kg", "--reorder-at", "20")
    cli.ok(
        "product", "add", "Water", "pump", "--route", "doing:0.5:2:lathes", "--route", "review:0.25",
        "--material", "steel:2.5", "--lot", "10",
    )  # fmt: skip


def test_a_product_in_words(cli: Cli) -> None:
    stocked(cli)
    shown = cli.ok("product", "show", "water").out
    for part in ("OPS-P1 Water pump (water-pump)", "doing  0.5 h for each, 2 h set-up for each lot, needs lathes",
                 "steel  2.5", "lots of     10", "History"):  # fmt: skip
        assert part in shown
    assert "doing:0.5:2:lathes  review:0.25" in cli.ok("product", "list").out
    assert (
        cli.ok("product", "edit", "water-pump", "--lot", "none", "--material", "none").out == "water-pump Water pump\n"
    )
    row = cli.data("product", "show", "OPS-P1")["product"]
    assert (row["lot_size"], row["materials"], len(row["routing"])) == (None, [], 2)
    assert cli.ok("product", "archive", "water-pump").out == "water-pump Water pump is archived\n"
    assert cli("product", "list").code == 1
    assert cli.ok("product", "list", "--all", "-q").lines == ["water-pump"]
    cli.ok("undo")
    assert cli.ok("product", "list", "--csv", "--columns", "key,unit", "--no-headers").out.strip() == "water-pump,pcs"


def test_what_is_wrong_with_a_product_has_its_code(cli: Cli) -> None:
    assert cli("product", "add", "Pump", "--route", "doing:1", "--route", "doing:2").code == 5
    assert cli("product", "add", "Pump", "--route", "paint:1").code == 1
    assert cli("product", "edit", "pump").code == 2
    cli.ok("product", "add", "Pump")
    assert cli("product", "add", "Pump").code == 3
    assert cli("--as", "bo", "product", "add", "Valve").code == 3


def test_stock_in_words(cli: Cli, team: Team) -> None:
    stocked(cli)
    task = team.task("Turn shafts")
    assert cli.ok("resource", "receive", "steel", "100", "--note", "First").out == (
        "steel  OPS-M1  2026-11-24  receipt  100  First\n"
    )
    cli.ok("resource", "expect", "steel", "50", "--on", "fri")
    cli.ok("resource", "reserve", "steel", "90", "--task", task.ref)
    ran = cli.ok("resource", "issue", "steel", "25", "--task", task.ref)
    assert f"issue  25  {task.ref}" in ran.out
    line = next(line for line in cli.ok("resource", "list", "--kind", "material").lines if "steel" in line)
    assert line.split() == ["steel", "Steel", "material", "75", "65", "50", "20", "kg"]
    assert cli("resource", "issue", "steel", "80").code == 3
    assert cli("resource", "receive", "steel", "0").code == 5
    assert cli.ok("resource", "count", "steel", "70").out == "steel Steel: 70 kg\n"
    assert cli.ok("resource", "cancel", "OPS-M2").code == 0
    shown = cli.ok("resource", "show", "steel").out
    for part in ("stock       70 kg", "low: order more", "Movements, newest first", "correction  -5 kg"):
        assert part in shown
    assert [row["kind"] for row in cli.data("resource", "moves", "--task", task.ref)] == ["issue", "reserved"]


def test_a_machine_in_words(cli: Cli) -> None:
    stocked(cli)
    shown = cli.ok("resource", "show", "lathe").out
    for part in ("OPS-F1 Lathe 1 (lathe-1), machine", "pool        lathes", "mon-fri 06:00-14:00 14:00-22:00"):
        assert part in shown
    cli.ok("resource", "edit", "lathe-1", "--hours", "none", "--parallel", "3")
    assert "those of the board" in cli.ok("resource", "show", "lathe-1").out
    assert cli("resource", "edit", "lathe-1").code == 2
    assert cli("resource", "add", "X", "--kind", "material", "--parallel", "2").code == 5


def test_a_product_keeps_what_its_tasks_are_like(cli: Cli) -> None:
    stocked(cli)
    like = ("--task-title", "Pump {lot}", "--task-label", "pump", "--task-assign", "bo", "--task-priority", "low")
    cli.ok("product", "edit", "water-pump", *like, "--task-notes", "See {demand}")
    shown = cli.ok("product", "show", "water-pump").out
    for part in ("tasks       Pump {lot}", "labels      pump", "priority    low", "assigned to bo", "  See {demand}"):
        assert part in shown
    cli.ok("product", "edit", "water-pump", "--task-label", "none", "--task-assign", "none", "--task-priority", "none")
    row = cli.data("product", "show", "water-pump")["product"]
    assert (row["task_labels"], row["task_assignees"], row["task_priority"]) == ([], [], None)
    assert cli("product", "edit", "water-pump", "--task-assign", "nobody-here").code == 1


def test_why_names_the_checklist_of_a_product(cli: Cli) -> None:
    cli.ok("check", "template", "add", "Final check", "--item", "Clean?")
    ran = cli.ok("product", "add", "Pump", "--checklist", "final-check")
    assert "Final check is not published yet, so no task needs it" in ran.err
    cli.ok("check", "template", "publish", "final-check")
    cli.ok("task", "add", "Build", "--product", "pump", "--step", "doing")
    ran = cli.ok("task", "why", "OPS-1")
    assert ran.lines[1] == (
        "OPS-1 needs the checklist Final check for its product, which is not started; that holds nothing back"
    )
    assert "own of    product pump" in cli.ok("check", "template", "show", "final-check").out
    assert "own of pump" in cli.ok("check", "template", "list").out
