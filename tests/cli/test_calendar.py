"""`calendar` in words: a month as text, the week, exceptions, absences and calendar files."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import Cli


def test_a_month_as_text(cli: Cli) -> None:
    cli.ok("calendar", "set", "--country", "DE", "--part", "BY")
    cli.ok("calendar", "add", "2026-12-28..2026-12-30", "off", "--name", "Shutdown")
    cli.ok("calendar", "add", "2026-12-05", "8:00-13:00")
    cli.ok("calendar", "absence", "add", "2026-12-01..2026-12-02", "--person", "bo", "--reason", "Holiday")
    lines = cli.ok("calendar", "show", "--month", "2026-12").lines
    assert lines[0] == "OPS  December 2026  holidays of DE-BY"
    assert lines[2] == "Mon        Tue        Wed        Thu        Fri        Sat        Sun"
    assert lines[3].split() == ["1", "8h@", "2", "8h@", "3", "8h", "4", "8h", "5", "5h*", "6", "–"]
    assert "  25 Fri  off  Christmas Day" in lines
    assert "  28 Mon to 30 Wed  off  Shutdown" in lines
    assert "  05 Sat  08:00-13:00  other hours" in lines
    assert "  OPS-A1  bo  2026-12-01 to 2026-12-02  Holiday" in lines
    assert max(map(len, lines)) < 80
    assert cli.ok("calendar", "show").lines[0].startswith("OPS  November 2026")
    assert ">24" in cli.ok("calendar", "show").out
    rows = cli.ok("calendar", "show", "--month", "2026-12", "--csv", "--columns", "day,hours,name").lines
    assert rows[25] == "2026-12-25,0,Christmas Day"
    assert cli.data("calendar", "show", "--month", "2026-12")["days"][4]["spans"] == [[480, 780]]


def test_the_calendar_is_changed_and_what_does_not_fit_has_its_code(cli: Cli) -> None:
    ran = cli.ok("calendar", "set", "--week", "mon-thu 8-16")
    assert ran.out == "OPS  mon-thu 08:00-16:00; holidays of no country; 0 exceptions\n"
    cli.ok("calendar", "add", "2026-12-24")
    assert cli.ok("calendar", "remove", "2026-12-24").out.endswith("0 exceptions\n")
    assert cli("calendar", "remove", "2026-12-24").code == 1
    assert cli("calendar", "set").code == 2
    assert cli("calendar", "show", "--month", "soon").code == 2
    assert cli("calendar", "add", "2026-12-24..").code == 2
    assert cli("calendar", "set", "--week", "fri").code == 5
    assert cli("calendar", "set", "--country", "XX").code == 5
    assert cli("--as", "bo", "calendar", "set", "--country", "DE").code == 3


def test_a_calendar_file_is_brought_in(cli: Cli, tmp_path: Path) -> None:
    file = tmp_path / "bo.ics"
    event = "BEGIN:VEVENT\r\nUID:{0}@x\r\nSUMMARY:{1}\r\nDTSTART;VALUE=DATE:{2}\r\n{3}END:VEVENT\r\n"
    text = event.format(1, "Holiday", "20261221", "") + event.format(2, "Fair", "20261222", "TRANSP:TRANSPARENT\r\n")
    file.write_text(f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{text}END:VCALENDAR\r\n")
    tried = cli.ok("calendar", "absence", "import", str(file), "--person", "bo", "--dry-run")
    assert "1 added, 0 changed" in tried.out
    assert cli("calendar", "absence", "list").code == 1
    ran = cli.ok("calendar", "absence", "import", str(file), "--person", "bo")
    assert "OPS-A1  bo  2026-12-21  Holiday" in ran.out
    assert '"Fair" is no absence: it is marked as free time.' in ran.err
    assert cli.data("calendar", "absence", "import", "-", "--person", "bo", stdin=file.read_bytes())["same"] == 2
    assert cli.ok("calendar", "absence", "edit", "OPS-A1", "--days", "2026-12-21..2026-12-22").code == 0
    assert cli.ok("calendar", "absence", "remove", "A1").out.endswith("is taken away\n")
    assert cli.ok("calendar", "absence", "list", "--all", "-q").lines == ["OPS-A1"]
    assert cli("calendar", "absence", "import", "-", "--person", "bo", stdin=b"hello").code == 5
    assert cli("calendar", "absence", "edit", "A1").code == 2


def test_countries_whose_holidays_are_known(cli: Cli) -> None:
    row = cli.data("calendar", "countries", "de")[0]
    assert (row["code"], row["name"], row["parts"][:3]) == ("DE", "Germany", ["BB", "BE", "BW"])
    assert "US    United States" in " ".join(cli.ok("calendar", "countries", "states").lines)
    assert len(cli.ok("calendar", "countries", "-q").lines) > 150
    ran = cli("calendar", "countries", "atlantis")
    assert ran.code == 1 and 'No country whose holidays are known is called "atlantis".' in ran.err
    assert "`prodtui calendar countries` lists those that are known" in cli("calendar", "set", "--country", "XX").err
