"""The documents say what the program does."""

from __future__ import annotations

import importlib.util
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from prodtui.cli.main import main
from prodtui.domain.filter_terms import FLAGS, KEYS
from prodtui.domain.filters import parse_filter

ROOT = Path(__file__).parents[2]
PAGES = ("keys.md", "cli.md", "config.md")
MARKDOWN = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)|src=\"([^\"]+)\"")


@pytest.fixture(scope="module")
def generator() -> ModuleType:
    spec = importlib.util.spec_from_file_location("generate", ROOT / "docs/generate.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("name", PAGES)
def test_generated_pages_are_fresh(generator: ModuleType, name: str) -> None:
    assert (ROOT / "docs" / name).read_text("utf-8") == generator.page(name), "run `make docs`"


def test_every_page_is_checked(generator: ModuleType) -> None:
    assert tuple(generator.PAGES) == PAGES


def test_a_stale_page_is_named(generator: ModuleType, tmp_path: Path, monkeypatch, capsys) -> None:
    monkeypatch.setattr(generator, "FOLDER", tmp_path)
    assert generator.main(["--check"]) == 1
    assert "docs/keys.md" in capsys.readouterr().err
    assert generator.main([]) == 0
    assert generator.main(["--check"]) == 0
    (tmp_path / "cli.md").write_text("old")
    assert generator.stale() == ["cli.md"]


def test_every_command_shows_an_example(generator: ModuleType) -> None:
    page = generator.page("cli.md")
    blocks = re.findall(r"^### (prodtui .*?)\n\n```text\n(.*?)\n```", page, re.MULTILINE | re.DOTALL)
    assert len(blocks) > 40
    assert [path for path, text in blocks if not re.search(r"Examples:\n\s+\S", text)] == []


def test_every_word_of_the_filter_language_is_documented(generator: ModuleType) -> None:
    documented = " ".join(words for words, _ in generator.FILTERS)
    for words, _ in generator.FILTERS:
        parse_filter(words)
    assert [word for word in (*FLAGS, *KEYS) if not re.search(rf"\b{word}\b", documented)] == []


@pytest.mark.parametrize("page", MARKDOWN, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    targets = [first or second for first, second in LINK.findall(page.read_text("utf-8"))]
    local = [target for target in targets if "://" not in target and not target.startswith("mailto:")]
    assert [target for target in local if not (page.parent / target).exists()] == []


def test_each_decision_has_a_number_of_its_own() -> None:
    numbers = [path.name[:5] for path in (ROOT / "docs/decisions").glob("*.md")]
    assert all(re.fullmatch(r"\d{4}-", number) for number in numbers)
    assert len(set(numbers)) == len(numbers)


def test_the_command_lines_of_the_readme_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A newcomer types them one after the other, in an empty folder; what asks more of the shell goes through one."""
    found = re.search(r"## Ten command lines\n```sh\n(.*?)```", (ROOT / "README.md").read_text("utf-8"), re.DOTALL)
    lines = found[1].splitlines() if found else []
    assert len(lines) >= 10
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", str(Path(sys.executable).parent), prepend=os.pathsep)
    for line in lines:
        program, *words = shlex.split(line, comments=True)
        assert program == "prodtui"
        promised = re.search(r"# exit code (\d+)", line)
        code = run_by_a_shell(line) if ">" in words else main(words)
        assert code == (int(promised[1]) if promised else 0), line


def run_by_a_shell(line: str) -> int:
    done = subprocess.run(["bash", "-c", line], capture_output=True, stdin=subprocess.DEVNULL)
    assert done.stderr == b"", line
    return done.returncode
