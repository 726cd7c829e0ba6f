"""The guides that can be redone by hand: their commands work, and print what the guide says they print."""

from __future__ import annotations

import contextlib
import io
import re
import shlex
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from prodtui.cli.main import main
from prodtui.services.workspace import system_login

GUIDES = Path(__file__).parents[2] / "docs/guides"
MONDAY = datetime(2026, 11, 30, 6, 0, tzinfo=UTC)


def commands_of(guide: Path) -> Iterator[tuple[str, str]]:
    """Yield each command of the blocks of a console with what is printed under it, empty where nothing is."""
    for block in re.findall(r"^```console\n(.*?)^```", guide.read_text("utf-8"), re.DOTALL | re.MULTILINE):
        for entry in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, printed = entry.partition("\n")
            yield command, printed.strip("\n")


def files_of(guide: Path) -> dict[str, str]:
    """Return the files that a guide lets its reader write, by name."""
    blocks = re.findall(r"`([\w-]+\.csv)`:\n\n```csv\n(.*?)^```", guide.read_text("utf-8"), re.DOTALL | re.MULTILINE)
    return dict(blocks)


def run(command: str) -> tuple[int, str]:
    said = io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        code = main(shlex.split(command, comments=True)[1:], clock=lambda: MONDAY)
    lines = said.getvalue().replace(f"by {system_login()}.", "by ann.").splitlines()
    return code, "\n".join(line.rstrip() for line in lines)


@pytest.mark.parametrize(
    ("guide", "printing"),
    [
        ("planning", 20), ("scheduling", 9), ("metrics", 9), ("event-logs", 7), ("workflow", 7), ("standup", 17),
        ("notices", 9),
    ],
)  # fmt: skip
def test_an_example_comes_out_as_it_is_explained(
    guide: str, printing: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PRODTUI_HOME", str(tmp_path / "home"))
    commands = list(commands_of(GUIDES / f"{guide}.md"))
    for name, text in files_of(GUIDES / f"{guide}.md").items():
        (tmp_path / name).write_text(text, "utf-8")
    assert sum(bool(printed) for _, printed in commands) >= printing
    for command, printed in commands:
        if command.startswith("export "):
            monkeypatch.setenv(*command.removeprefix("export ").split("=", 1))
            continue
        if command.startswith("cat > "):
            Path(command.removeprefix("cat > ").removesuffix(" <<END")).write_text(printed.removesuffix("END"), "utf-8")
            continue
        promised = re.search(r"# exit code (\d+)", command)
        code, said = run(command)
        assert code == (int(promised[1]) if promised else 0), (command, said)
        assert printed in ("", said), command


@pytest.mark.parametrize(
    ("guide", "count"), [("planning", 20), ("scheduling", 10), ("metrics", 10), ("event-logs", 12), ("workflow", 4)]
)
def test_every_sum_of_an_example_is_right(guide: str, count: int) -> None:
    """Sums are written as 0.5 × 20 + 2 × 1 = 12; percentages are rounded down or up to a whole number."""
    text = (GUIDES / f"{guide}.md").read_text("utf-8")
    number = r"[−-]?\d+(?:\.\d+)?"
    sums = re.findall(rf"((?:\(?{number}\)? [×÷+−] )+\(?{number}(?: [×÷+−] {number})*\)?) = ({number})( %)?", text)
    assert len(sums) >= count
    for left, right, percent in sums:
        plain = left.replace("×", "*").replace("÷", "/").replace("−", "-")
        assert re.fullmatch(r"[-\d.*/+() ]+", plain)
        value = eval(plain) * (100 if percent else 1)
        assert value == pytest.approx(float(right.replace("−", "-")), abs=0.5 if percent else 1e-9), left
