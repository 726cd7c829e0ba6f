"""`demand`: entered, listed, changed and ended in words; repeating demand, and files of other programs."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from tests.cli.conftest import Cli
from tests.helpers.team import Clock


@pytest.fixture
def pump(cli: Cli) -> Cli:
    """The command line on a board that makes water pumps."""
    cli.ok("product", "add", "Water", "pump")
    return cli


def test_an_order_that_is_late_already_is_entered_with_the_day_on_which_it_came_in(pump: Cli) -> None:
    words = ("demand", "add", "water", "40", "--due", "2026-11-20")
    refused = pump(*words)
    assert refused.code == 5 and "created" in refused.err
    assert pump.ok(*words, "--created", "-1w").out == "OPS-D1 40 pcs water-pump due 2026-11-20: late, open\n"


def test_a_line_from_entering_to_its_end(pump: Cli) -> None:
    ran = pump.ok("demand", "add", "water", "40", "--due", "+10d", "--customer", "Acme", "--key", "SO-7", "-p", "high")
    assert ran.out == "OPS-D1 40 pcs water-pump due 2026-12-04: open, high\n"
    assert pump.ok("demand", "edit", "D1", "--quantity", "50", "--priority", "normal", "--due", "fri").out == (
        "OPS-D1 50 pcs water-pump due 2026-11-27: open\n"
    )
    assert pump.ok("demand", "cancel", "D1", "--reason", "Changed their mind").out.endswith(": cancelled\n")
    assert pump("demand", "list").code == 1
    assert pump.ok("demand", "reopen", "D1").out.endswith(": open\n")
    assert pump.ok("demand", "close", "D1").out.endswith(": delivered\n")
    assert pump.ok("demand", "list", "--all", "-q").lines == ["OPS-D1"]
    assert pump.ok("demand", "archive", "D1").out.endswith(": archived, delivered\n")
    assert pump.ok("demand", "restore", "D1").out.endswith(": delivered\n")
    shown = pump.ok("demand", "show", "D1").out
    parts = (
        "OPS-D1 50 pcs Water pump",
        "customer    Acme",
        "key         SO-7",
        "asked for 40 of Water pump, due 2026-12-04",
        "due: 2026-12-04 → 2026-11-27",
        "(Changed their mind)",
    )
    for part in parts:
        assert part in shown


def test_the_history_of_a_quantity_has_no_needless_decimals(pump: Cli) -> None:
    pump.ok("demand", "add", "water", "20", "--due", "+10d")
    pump.ok("demand", "edit", "D1", "--quantity", "21")
    assert "quantity: 20 → 21" in pump.ok("demand", "show", "D1").out


def test_the_list_for_people_and_for_programs(pump: Cli) -> None:
    pump.ok("demand", "add", "water-pump", "40", "--due", "+10d", "--customer", "Acme")
    pump.ok("demand", "add", "water-pump", "200", "--due", "2026-12-31", "--forecast")
    lines = pump.ok("demand", "list").lines
    assert lines[0].split() == ["REF", "PRODUCT", "QUANTITY", "DUE", "STATE", "CUSTOMER", "COVERED"]
    assert lines[1].split() == ["OPS-D1", "water-pump", "40", "pcs", "2026-12-04", "(10d)", "open", "Acme"]
    assert lines[2].split() == ["OPS-D2", "water-pump", "200", "pcs", "2026-12-31", "(37d)", "forecast"]
    (row,) = pump.data("demand", "list", "kind:order")
    assert (row["quantity"], row["due"], row["status"], row["late"]) == (40.0, "2026-12-04", "open", False)
    table = list(csv.DictReader(io.StringIO(pump.ok("demand", "list", "--csv").out)))
    assert [each["ref"] for each in table] == ["OPS-D1", "OPS-D2"]
    assert pump.ok("demand", "list", "--csv", "--columns", "ref,due", "--no-headers").lines[0] == "OPS-D1,2026-12-04"
    assert pump.data("demand", "show", "OPS-D1")["demand"]["customer"] == "Acme"


def test_what_was_foreseen_is_ordered(pump: Cli) -> None:
    pump.ok("demand", "add", "water-pump", "40", "--due", "+10d", "--forecast", "--customer", "Acme")
    assert pump.ok("demand", "edit", "D1", "--order", "--customer", "none").out.endswith(": open\n")
    row = pump.data("demand", "show", "D1")["demand"]
    assert (row["kind"], row["customer"]) == ("order", "")
    assert pump.ok("demand", "edit", "D1", "--forecast").out.endswith(": forecast\n")


def test_a_long_list_says_that_there_is_more(pump: Cli) -> None:
    rows = "".join(f"water-pump,{number},2026-12-04\n" for number in range(1, 122))
    pump.ok("demand", "import", "-", stdin=f"product,quantity,due\n{rows}")
    ran = pump.ok("demand", "list")
    assert len(ran.lines) == 101
    assert "These are the first 100" in ran.err
    assert len(pump.ok("demand", "list", "-q").lines) == 121
    assert len(pump.ok("demand", "list", "--limit", "3").lines) == 4


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (("add", "pumpe", "1", "--due", "fri"), 1, 'There is no product "pumpe" on OPS.'),
        (("add", "water", "0", "--due", "fri"), 5, "The quantity 0 must lie above 0"),
        (("add", "water", "1", "--due", "yesterday"), 5, "lies before today"),
        (("add", "water", "1", "--due", "none"), 5, "needs the day on which it is due"),
        (("add", "water", "1", "--due", "fri", "--unit", "kg"), 5, "Water pump is counted in pcs, not in 'kg'."),
        (("add", "water", "1"), 2, "Missing option"),
        (("edit", "D1"), 2, "Nothing to change was named."),
        (("show", "D7"), 1, "There is no demand OPS-D7."),
        (("show", "OPS-7"), 2, "'OPS-7' is a task, not a demand."),
        (("list", "--sort", "dew"), 2, "Demand cannot be sorted by 'dew'."),
        (("list", "late"), 1, "No demand matches."),
        (("repeat", "add", "hourly", "water", "1"), 5, "names hours"),
        (("repeat", "stop", "E1"), 1, "There is no demand rule OPS-E1."),
    ],
)
def test_what_will_not_do_is_told_with_its_code(pump: Cli, words: tuple[str, ...], code: int, sentence: str) -> None:
    ran = pump("demand", *words)
    assert (ran.code, sentence in ran.err) == (code, True), ran


def test_demand_repeats(pump: Cli, ticking: Clock) -> None:
    assert pump("demand", "repeat", "list").code == 1
    ran = pump.ok(
        "demand", "repeat", "add", "FREQ=WEEKLY;BYDAY=FR", "water", "40", "--ahead", "7", "--customer", "Acme"
    )
    assert ran.out == "OPS-E1 FREQ=WEEKLY;BYDAY=FR: 40 water-pump\n"
    assert "1 line made, the last for 2026-11-27." in ran.err
    ticking.forward(days=7)
    assert pump.ok("demand", "repeat", "run").out == "OPS-D2 40 pcs water-pump due 2026-12-04\n"
    assert "Nothing had to change." in pump.ok("demand", "repeat", "run").err
    assert pump.ok("demand", "repeat", "list").lines[1].split() == [
        "OPS-E1", "FREQ=WEEKLY;BYDAY=FR", "water-pump", "40", "2026-12-11", "7d",
    ]  # fmt: skip
    assert pump.ok("demand", "repeat", "stop", "E1").out == "OPS-E1 is stopped\n"
    assert pump.ok("demand", "repeat", "list", "--all").lines[1].split()[-1] == "stopped"


def test_a_file_of_orders(pump: Cli, tmp_path: Path) -> None:
    file = tmp_path / "orders.csv"
    file.write_text("Order,Article,Qty,Due date\nSO-7,Water pump,40,2026-12-04\nSO-8,sofa,1,2026-12-04\n", "utf-8")
    ran = pump("demand", "import", str(file))
    assert (ran.code, ran.err.splitlines()[0]) == (5, "line 3: product 'sofa': there is no such product on OPS")
    assert "1 of 2 rows cannot be imported, so nothing was" in ran.err
    assert pump("demand", "import", str(file), "--json").error["details"]["rows"][0]["line"] == 3
    assert pump.ok("demand", "import", str(file), "--skip-bad", "--dry-run").lines == [
        "1 demand line would be imported: 1 of water-pump",
        "1 rows are bad and were left out",
    ]
    assert pump("demand", "list").code == 1
    assert pump.data("demand", "import", str(file), "--skip-bad")["created"] == 1
    again = pump.ok("demand", "import", str(file), "--skip-bad")
    assert again.lines[:2] == ["0 demand lines imported", "1 were here already"]
    file.write_text("Order,Article,Qty,Due date\nSO-7,Water pump,45,2026-12-04\n", "utf-8")
    assert pump.ok("demand", "import", str(file), "--dry-run").lines == [
        "0 demand lines would be imported", "1 demand line would be changed", "  OPS-D1 quantity: 40 → 45",
    ]  # fmt: skip
    assert pump.data("demand", "import", str(file))["changed"] == 1
    assert pump.data("demand", "show", "D1")["demand"]["quantity"] == 45


def test_what_the_list_writes_can_be_read_on_another_board(pump: Cli) -> None:
    pump.ok("demand", "add", "water", "40", "--due", "+10d", "--customer", "Acme", "--key", "SO-7", "-p", "high")
    pump.ok("demand", "add", "water", "12", "--due", "2026-12-31", "--forecast", "--notes", "=1+1")
    pump.ok("demand", "cancel", "D1")
    text = pump.ok("demand", "list", "--all", "--csv").out
    pump.ok("board", "add", "LAB", "Lab")
    pump.ok("product", "add", "Water pump", "--board", "LAB")
    pump.ok("demand", "import", "-", "--board", "LAB", stdin=text)
    names = ("product", "quantity", "due", "kind", "status", "customer", "priority", "notes")
    here, there = (pump.data("demand", "list", "--all", "--board", key) for key in ("OPS", "LAB"))
    assert [[row[name] for name in names] for row in there] == [[row[name] for name in names] for row in here]


def test_a_forecast_is_seen_and_kept(pump: Cli) -> None:
    assert pump("demand", "forecast", "show", "water").code == 3
    days = ("2026-10-30", "2026-11-06", "2026-11-13", "2026-11-20")
    rows = "".join(f"water-pump,{40 + 2 * place},{day},delivered\n" for place, day in enumerate(days))
    pump.ok("demand", "import", "-", stdin=f"product,quantity,due,status\n{rows}")
    text = pump.ok("demand", "forecast", "show", "water", "--ahead", "2").out
    for part in ("Forecast of water-pump", "average", "43 pcs for each week", "2026-11-23", "WEEK OF"):
        assert part in text
    data = pump.data("demand", "forecast", "show", "water", "--ahead", "2")
    assert [period["expected"] for period in data["ahead"]] == [43, 43]
    assert "<table" in pump.ok("demand", "forecast", "show", "water", "--html").out
    assert "| Week of |" in pump.ok("demand", "forecast", "show", "water", "--markdown").out
    assert len(pump.ok("demand", "forecast", "show", "water", "--ahead", "2", "--csv").lines) == 7
    assert pump.ok("demand", "forecast", "save", "water", "--ahead", "2").lines == [
        "OPS-D5 43 pcs water-pump due 2026-11-29: forecast",
        "OPS-D6 43 pcs water-pump due 2026-12-06: forecast",
    ]
    assert "Nothing had to change." in pump.ok("demand", "forecast", "save", "water", "--ahead", "2").err
    assert pump("demand", "forecast", "save", "water", "--period", "year").code == 2
    pump.ok("product", "add", "Valve")
    lines = pump.ok("demand", "forecast", "save", "--all", "--ahead", "2").lines
    assert lines[1].split()[:4] == ["valve", "0", "No", "order"]
    assert lines[2].split() == ["water-pump", "2", "86", "pcs", "average"]
    assert pump.data("demand", "forecast", "save", "water", "valve")[1]["why"].startswith("No order of Valve")
    assert pump.ok("demand", "forecast", "save", "--all", "-q").lines == ["water-pump"]
    for words in ((), ("water", "--all")):
        assert pump("demand", "forecast", "save", *words).code == 2
    pump.ok("product", "archive", "water-pump")
    assert pump("demand", "forecast", "save", "--all").code == 3


def test_a_refused_file_says_each_bad_row_once(pump: Cli) -> None:
    text = "product,quantity,due\nwater pump,3,2026-12-11\nnosuch,4,2026-12-11\n"
    ran = pump("demand", "import", "-", stdin=text)
    assert ran.err.splitlines() == [
        "line 3: product 'nosuch': there is no such product on OPS",
        "prodtui: 1 of 2 rows cannot be imported, so nothing was. "
        "Correct them, or add --skip-bad to import the other 1.",
    ]


def test_a_line_is_shown_with_the_names_of_its_products(pump: Cli) -> None:
    pump.ok("product", "add", "Tank", "--unit", "kg")
    pump.ok("demand", "add", "water", "40", "--due", "+10d")
    pump.ok("demand", "edit", "D1", "--product", "tank")
    shown = pump.ok("demand", "show", "D1").out
    assert shown.startswith("OPS-D1 40 kg Tank\n")
    assert "asked for 40 of Water pump" in shown and "product: Water pump → Tank" in shown
    assert "OPS-P" not in shown
