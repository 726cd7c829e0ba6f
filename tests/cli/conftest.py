"""A fluent driver for the command line, in this process and in others, on a store with a team and a board."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from prodtui.cli.main import main
from prodtui.services.demo import make_demo
from prodtui.services.workspace import system_login
from tests.helpers.fixtures import filled, store_path, team, ticking
from tests.helpers.team import Clock

__all__ = ["filled", "store_path", "team", "ticking"]


@dataclass(frozen=True)
class Ran:
    """What a command line answered."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        """The one JSON document on standard output."""
        assert self.out.count("\n") == 1, self.out
        return json.loads(self.out)

    @property
    def data(self) -> Any:
        """What stands under `data` of a document that is fine."""
        assert self.document["ok"], self.out
        return self.document["data"]

    @property
    def error(self) -> Any:
        """What stands under `error` of a document that is not."""
        assert not self.document["ok"], self.out
        return self.document["error"]

    @property
    def lines(self) -> list[str]:
        """Standard output line by line."""
        return self.out.splitlines()


class Cli:
    """Runs command lines as ann, the manager of the team's store."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, clock: Clock) -> None:
        self._patch, self._clock = monkeypatch, clock

    def __call__(self, *words: str, stdin: str | bytes = b"") -> Ran:
        data = stdin.encode() if isinstance(stdin, str) else stdin
        out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8", newline="\n") for _ in range(2))
        with self._patch.context() as patch:
            patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data), "utf-8"))
            patch.setattr(sys, "stdout", out)
            patch.setattr(sys, "stderr", err)
            code = main(words, clock=self._clock)
        texts = [stream.buffer.getvalue().decode() for stream in (out, err)]  # type: ignore[attr-defined]
        return Ran(code, *texts)

    def ok(self, *words: str, stdin: str | bytes = b"") -> Ran:
        """Run a command line that must succeed."""
        ran = self(*words, stdin=stdin)
        assert ran.code == 0, ran
        return ran

    def data(self, *words: str, stdin: str | bytes = b"") -> Any:
        """Run a command line that must succeed and return its data."""
        return self.ok("--json", *words, stdin=stdin).data


@pytest.fixture
def cli(store_path: Path, monkeypatch: pytest.MonkeyPatch, ticking: Clock) -> Cli:
    """The command line on the team's store, acting as ann."""
    monkeypatch.setenv("PRODTUI_STORE", str(store_path))
    monkeypatch.setenv("PRODTUI_AS", "ann")
    return Cli(monkeypatch, ticking)


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch, ticking: Clock) -> Cli:
    """The command line of somebody who has no store yet."""
    return Cli(monkeypatch, ticking)


@pytest.fixture
def short_demo(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the demo tell of two days, for tests that do not look at what it tells."""
    monkeypatch.setattr("prodtui.services.demo.make_demo", partial(make_demo, days=2))


Start = Callable[..., "subprocess.Popen[bytes]"]


@pytest.fixture
def start(store_path: Path) -> Start:
    """Start the real program on the team's store as ann; the test ends what it started."""
    running: list[subprocess.Popen[bytes]] = []

    def run(*words: str, variables: Mapping[str, str] | None = None, **settings: Any) -> subprocess.Popen[bytes]:
        environment = {**os.environ, "PRODTUI_STORE": str(store_path), "PRODTUI_AS": "ann", **(variables or {})}
        pipes = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.PIPE)
        process = subprocess.Popen(command(words), bufsize=0, env=environment, **{**pipes, **settings})
        running.append(process)
        return process

    yield run  # type: ignore[misc]
    for process in running:
        process.kill()
        process.communicate()


def command(words: Sequence[str]) -> list[str]:
    """Return the words that start the program in this interpreter."""
    return [sys.executable, "-m", "prodtui", *words]


def login() -> str:
    """Return who runs the tests."""
    return system_login()
