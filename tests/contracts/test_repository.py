"""What holds for every file: sizes that can be read, nothing left for later, no place on somebody's machine."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

pytestmark = pytest.mark.xdist_group("repository")  # so that each file is read and parsed once

ROOT = Path(__file__).parents[2]
FOLDERS = ("prodtui", "tests", "docs", "bench", "requirements", ".ci")
TEXT = {".py", ".md", ".toml", ".tcss", ".txt", ".in", ".css", ".json", ".csv", ""}
MOST_LINES, MOST_LINES_OF_A_STYLESHEET, MOST_LINES_OF_A_FUNCTION = 420, 250, 60
#: written in two parts, so that this file does not find itself
LEFT_FOR_LATER = re.compile(r"\b(TO" r"DO|FIX" r"ME|XX" r"X|HA" r"CK)\b")
MACHINES = re.compile(r"(/wo" r"rk/|/ro" r"ot/|/ho" r"me/\w|/op" r"t/|/tm" r"p/\w|\.py" r"env|/var/fol" r"ders)")


@cache
def files(*suffixes: str) -> tuple[Path, ...]:
    """Return the repository's own files with one of the suffixes, or all text files."""
    found = sorted([*ROOT.iterdir(), *(file for name in FOLDERS for file in (ROOT / name).rglob("*"))])
    hidden = {"__pycache__", ".peer", "results"}
    own = (path for path in found if path.suffix in (suffixes or TEXT) and hidden.isdisjoint(path.parts))
    return tuple(path for path in own if path.name not in (".coverage", ".git") and path.is_file())


@cache
def text_of(path: Path) -> str:
    return path.read_text("utf-8")


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(text_of(path))


def statements_of(node: ast.AST) -> Iterator[ast.AST]:
    """Yield the statements inside, at any depth; expressions, of which there are far more, hold none."""
    for part in ("body", "handlers", "orelse", "finalbody", "cases"):
        for inner in getattr(node, part, ()):
            yield inner
            yield from statements_of(inner)


def short(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_files_can_be_read_in_one_sitting() -> None:
    limits = {".py": MOST_LINES, ".tcss": MOST_LINES_OF_A_STYLESHEET}
    lengths = {short(path): len(text_of(path).splitlines()) for path in files(*limits)}
    assert {name: lines for name, lines in lengths.items() if lines > limits[Path(name).suffix]} == {}


def test_functions_do_one_thing() -> None:
    long = []
    for path in files(".py"):
        if "tests" not in path.relative_to(ROOT).parts:
            for node in statements_of(parsed(path)):
                if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                    lines = (node.end_lineno or 0) - node.lineno + 1
                    long += (
                        [f"{short(path)}: {node.name} has {lines} lines"] if lines > MOST_LINES_OF_A_FUNCTION else []
                    )
    assert long == []


@pytest.mark.parametrize("pattern", [LEFT_FOR_LATER, MACHINES], ids=["left for later", "places on a machine"])
def test_words_that_do_not_belong_here(pattern: re.Pattern[str]) -> None:
    found = []
    for path in files():
        for number, line in enumerate(text_of(path).splitlines(), 1):
            if pattern.search(line):
                found.append(f"{short(path)}:{number}: {line.strip()[:100]}")
    assert found == []


def test_modules_say_what_they_are_for() -> None:
    assert [short(path) for path in files(".py") if text_of(path) and not text_of(path).startswith('"""')] == []


def test_nothing_is_swallowed_without_a_word() -> None:
    """`except …: pass` needs a comment that says why."""
    silent = []
    for path in (path for path in files(".py") if re.search(r"\bpass\b", text_of(path))):
        lines = text_of(path).splitlines()
        for node in statements_of(parsed(path)):
            if isinstance(node, ast.ExceptHandler) and len(node.body) == 1 and isinstance(node.body[0], ast.Pass):
                around = lines[node.lineno - 1 : node.body[0].lineno]
                silent += [] if any("#" in line for line in around) else [f"{short(path)}:{node.lineno}"]
    assert silent == []
