"""Starting the programs of `tests/processes/workers.py` and talking with them line by line, never by the clock."""

from __future__ import annotations

import json
import multiprocessing
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from multiprocessing.reduction import DupFd
from pathlib import Path
from typing import IO, Any, Protocol

ROOT = Path(__file__).parents[2]
_FORKS = multiprocessing.get_context("forkserver")
_FORKS.set_forkserver_preload(["tests.processes.workers"])
#: Longer than anything takes on a busy machine; a test that hangs ends with an error, not with the run.
PATIENCE = 600.0


def _python_path() -> list[str]:
    return [os.environ["PYTHONPATH"]] if os.environ.get("PYTHONPATH") else []


class Process(Protocol):
    """A program that was started, as far as tests look at it."""

    stdin: IO[str] | None
    stdout: IO[str] | None
    stderr: IO[str] | None

    @property
    def pid(self) -> int: ...
    @property
    def returncode(self) -> int | Any: ...
    def poll(self) -> int | None: ...
    def wait(self, timeout: float | None = None) -> int: ...
    def send_signal(self, sig: int) -> None: ...
    def communicate(self, input: str | None = None, timeout: float | None = None) -> tuple[str, str]: ...


class Forked:
    """A program of `workers.py` as a process of its own, forked from one that has imported everything already.

    To start Python and import the services anew takes longer than most of these programs run.
    """

    def __init__(self, name: str, *args: str) -> None:
        ends = [os.pipe() for _ in range(3)]
        (read_in, write_in), (read_out, write_out), (read_err, write_err) = ends
        theirs = (read_in, write_out, write_err)
        self._process = _FORKS.Process(target=run_forked, args=(name, args, dict(os.environ), list(map(DupFd, theirs))))
        self._process.start()
        for end in theirs:
            os.close(end)
        self.stdin: IO[str] | None = os.fdopen(write_in, "w")
        self.stdout: IO[str] | None = os.fdopen(read_out)
        self.stderr: IO[str] | None = os.fdopen(read_err)

    @property
    def pid(self) -> int:
        return self._process.pid or 0

    @property
    def returncode(self) -> int | None:
        return self._process.exitcode

    def poll(self) -> int | None:
        return self._process.exitcode

    def wait(self, timeout: float | None = None) -> int:
        self._process.join(timeout)
        code = self._process.exitcode
        assert code is not None, "the program is still running"
        return code

    def send_signal(self, sig: int) -> None:
        with suppress(ProcessLookupError):
            os.kill(self.pid, sig)

    def communicate(self, input: str | None = None, timeout: float | None = None) -> tuple[str, str]:
        assert self.stdin is not None and self.stdout is not None and self.stderr is not None
        with suppress(BrokenPipeError):
            self.stdin.write(input or "")
            self.stdin.close()
        out, err = self.stdout.read(), self.stderr.read()
        self.wait(timeout)
        return out, err


def run_forked(name: str, args: Sequence[str], environment: Mapping[str, str], ends: Sequence[Any]) -> None:
    """Be the program, with the streams and the environment of whoever asked for it."""
    for number, end in enumerate(ends):
        os.dup2(end.detach(), number)
    sys.stdin, sys.stdout, sys.stderr = os.fdopen(0), os.fdopen(1, "w"), os.fdopen(2, "w")
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(ROOT)
    from tests.processes import workers

    workers.run(name, *args)


class Worker:
    """A running program that answers each line it gets with a line of JSON."""

    def __init__(self, process: Process) -> None:
        self.process = process

    def say(self, line: str = "go") -> None:
        """Send a line; one that nobody reads any more is lost, as it is in life."""
        assert self.process.stdin is not None
        with suppress(BrokenPipeError):
            self.process.stdin.write(line + "\n")
            self.process.stdin.flush()

    def hear(self) -> Any:
        """Return the next answer, None when the program has ended."""
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        return json.loads(line) if line.endswith("\n") else None

    def ask(self, line: str = "go") -> Any:
        """Send a line and return its answer; fail with what the program complained of when it has ended."""
        self.say(line)
        answer = self.hear()
        assert answer is not None, self.complaint()
        return answer

    def end_input(self) -> None:
        """Close the input: the program ends once it has done what it was told."""
        assert self.process.stdin is not None
        self.process.stdin.close()

    def kill(self) -> None:
        """End the program without a warning."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(PATIENCE)

    def rest(self) -> list[Any]:
        """Close the input and return the answers that are left, once the program has ended well."""
        out, err = self.process.communicate(timeout=PATIENCE)
        assert self.process.returncode == 0, err
        return [json.loads(line) for line in out.splitlines()]

    def left(self) -> list[Any]:
        """Return the whole answers that a killed program had still sent."""
        assert self.process.stdout is not None
        return [
            json.loads(line) for line in self.process.stdout.read().splitlines(keepends=True) if line.endswith("\n")
        ]

    def complaint(self) -> str:
        """Return what an ended program wrote to its error output."""
        assert self.process.stderr is not None
        return self.process.stderr.read()

    def close(self) -> None:
        """End the program if it still runs, also when it was stopped, and let go of its pipes."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGCONT)
            self.kill()
        for pipe in (self.process.stdin, self.process.stdout, self.process.stderr):
            assert pipe is not None
            with suppress(BrokenPipeError):  # what was said last and not read by anybody
                pipe.close()


class Workers:
    """Starts workers and leaves none behind."""

    def __init__(self) -> None:
        self._all: list[Worker] = []

    def start(self, name: str, *args: object) -> Worker:
        """Start one of the programs of `workers.py`."""
        return self._keep(Worker(Forked(name, *map(str, args))))

    def command(self, *words: object, preexec: Callable[[], None] | None = None) -> Worker:
        """Start the real command line."""
        return self.run([sys.executable, "-m", "prodtui", *map(str, words)], preexec=preexec)

    def run(self, words: Iterable[str], *, preexec: Callable[[], None] | None = None) -> Worker:
        """Start any program."""
        return self._keep(
            Worker(
                subprocess.Popen(
                    list(words),
                    cwd=ROOT,
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.PIPE,
                    text=True,
                    env=os.environ | {"PYTHONPATH": os.pathsep.join([str(ROOT), *_python_path()])},
                    preexec_fn=preexec,
                )
            )
        )

    def _keep(self, worker: Worker) -> Worker:
        self._all.append(worker)
        return worker

    def ready(self, name: str, *args: object, count: int) -> list[Worker]:
        """Start several of one kind and return them when all have said that they are ready."""
        found = [self.start(name, *args) for _ in range(count)]
        for worker in found:
            assert worker.hear() == "ready", worker.complaint()
        return found

    def close(self) -> None:
        """Kill what still runs."""
        for worker in self._all:
            worker.close()
