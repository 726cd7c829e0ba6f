"""What one command works with: the common options, the workspace it opens on first use, and how words become values."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, BinaryIO, TextIO
from zoneinfo import ZoneInfo

import typer

from prodtui.cli.argv import Options
from prodtui.domain.text import sanitize
from prodtui.errors import NotFound, Rejected, Usage

if TYPE_CHECKING:
    from prodtui.config import Config
    from prodtui.hook_settings import HookSettings
    from prodtui.hooks import Hooks
    from prodtui.services.workspace import Workspace

#: Starts the screens with these settings of the command line and returns the exit code.
OpenScreens = Callable[[Mapping[str, Any]], int]
Clock = Callable[[], datetime]
NONE_WORDS = frozenset({"", "none"})


class Session:
    """Everything around one command. `embedded` commands run inside `batch` or the screens: no input, no streams."""

    def __init__(
        self,
        options: Options,
        *,
        workspace: Workspace | None = None,
        embedded: bool = False,
        open_screens: OpenScreens | None = None,
        clock: Clock | None = None,
    ) -> None:
        self.options = options
        self.embedded = embedded
        self.open_screens = open_screens
        self._clock = clock
        self._workspace = workspace
        self._config: Config | None = None
        self._hooks: Hooks | None = None

    @property
    def config(self) -> Config:
        """The settings in use, command line first."""
        if self._config is None:
            from prodtui.config import load_config

            settings = self.options.settings()
            if self.embedded:  # the store is open already, whatever the environment says meanwhile
                settings["store"] = self.workspace.store.path
            self._config = load_config(settings)
        return self._config

    @property
    def workspace(self) -> Workspace:
        """The open store with its board and actor; opened when a command first asks for it."""
        if self._workspace is None:
            from prodtui.services.workspace import open_workspace, utc_now

            config = self.config
            self._workspace = open_workspace(
                config.store,
                board=config.board,
                as_name=config.as_name,
                clock=self._clock or utc_now,
                read_only=config.read_only,
            )
            if config.hooks.commands or config.hooks.wrong:
                self._hear(config.hooks)
        return self._workspace

    def _hear(self, settings: HookSettings) -> None:
        """Let changes be noted for the hooks of the settings."""
        from prodtui.hooks import Hooks, are_wanted

        if are_wanted(settings):
            self._hooks = Hooks(settings)
            self._workspace = replace(self.workspace, committed=self._hooks.note)

    def run_hooks(self) -> None:
        """Run the hooks for what was changed since the last time, and say on standard error what went wrong."""
        if self._hooks is not None:
            from prodtui.cli.output import write

            for sentence in self._hooks.run(self.workspace):
                write(sys.stderr, f"prodtui: {sanitize(sentence)}\n")

    def close(self) -> None:
        """Run the hooks that are left and close the workspace, when this session opened it."""
        if self._workspace is not None and not self.embedded:
            try:
                self.run_hooks()
            finally:
                self._workspace.close()

    def inside(self, options: Options) -> Session:
        """Return a session for a command run within this one, on the same workspace.

        Raises Usage for an option that only makes sense for a whole process.
        """
        for name in ("store", "as_name", "read_only", "raw_cells"):
            if getattr(options, name) != getattr(Options(), name):
                word = "--" + name.removesuffix("_name").replace("_", "-")
                raise Usage(f"The option {word} holds for a whole process and cannot stand here.")
        workspace = self.workspace.with_board(options.board) if options.board else self.workspace
        return Session(options, workspace=workspace, embedded=True)

    def standing_alone(self, what: str) -> None:
        """Raise Usage when the command runs inside another one, where it cannot work."""
        if self.embedded:
            raise Usage(f"{what} cannot be used inside another program run.", hint="Use it from the shell.")

    def runs_long(self) -> None:
        """Collect garbage from here on: it is off while the program starts, which is all that a short command does."""
        gc.freeze()
        gc.enable()

    @property
    def now(self) -> datetime:
        """The present, in UTC."""
        return self.workspace.now()

    @property
    def zone(self) -> ZoneInfo:
        """The time zone of the board; UTC without one."""
        return self.workspace.tz()

    def request(self, place: int) -> str | None:
        """Return the request id of one of several changes of a command, counted from 0.

        The first takes the id that was given, so that nothing else can use it; the others one of their own each.
        """
        given = self.options.request_id
        return f"{given}:{place}" if given and place else given

    def when(self, text: str | None, *, end_of_day: bool = True) -> datetime | None:
        """Return the moment that `text` means in the board's time zone; None for nothing and for `none`."""
        if text is None or text.strip().lower() in NONE_WORDS:
            return None
        from prodtui.domain.dates import parse_when

        return parse_when(text, self.now, self.zone, end_of_day=end_of_day)

    def day(self, text: str | None) -> date | None:
        """Return the day that `text` means on the board's calendar; None for nothing and for `none`."""
        at = self.when(text)
        return None if at is None else at.astimezone(self.zone).date()

    def hours(self, text: str | None) -> float | None:
        """Return a duration such as 1h30 in hours; None for nothing and for `none`."""
        if text is None or text.strip().lower() in NONE_WORDS:
            return None
        from prodtui.domain.dates import parse_duration

        return parse_duration(text) / 60

    def people(self, words: Iterable[str]) -> tuple[str, ...]:
        """Return the names in `words`, which may hold several with commas and `me` for whoever acts."""
        names = listed(words)
        return tuple(self.workspace.actor.login if name == "me" else name.removeprefix("@") for name in names)

    def text(self, words: Sequence[str] | str, what: str) -> str:
        """Return `words` as one text, or all of standard input for a single `-`."""
        joined = words if isinstance(words, str) else " ".join(words)
        return self.standard_input(what) if joined == "-" else joined

    def refs(self, words: Sequence[str]) -> tuple[str, ...]:
        """Return the tasks that `words` name, each once; `-` reads them from standard input, line by line."""
        from prodtui.services.lookup import task_names

        if list(words) == ["-"]:
            words = [line for line in self.standard_input("the references").splitlines() if line.strip()]
            if not words:
                raise NotFound("Standard input holds no reference.", hint="Nothing was changed.")
        return tuple(dict.fromkeys(name for word in words for name in task_names(word)))

    def standard_input(self, what: str) -> str:
        """Return standard input as text. Raises Usage where there is none to read, Rejected when it is not UTF-8."""
        data = self.standard_bytes(what)
        try:
            return data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise Rejected(
                f"Standard input is not UTF-8: byte {error.start + 1} is 0x{data[error.start]:02x}.",
                hint="Convert it first, for example with iconv.",
            ) from None

    def standard_bytes(self, what: str) -> bytes:
        """Return standard input as it is; see `standard_input`."""
        from prodtui.interchange.files import MAX_INPUT, TOO_LARGE

        data = self._input(what).read(MAX_INPUT + 1)
        if len(data) > MAX_INPUT:
            raise Rejected("Standard input holds more than 50 MB.", hint=TOO_LARGE)
        return data

    def _input(self, what: str) -> BinaryIO:
        if self.embedded:
            raise Usage(f"Here {what} cannot come from standard input.", hint="Write it in place of the -.")
        if sys.stdin is None:
            raise Usage("Standard input is closed.", hint=f"Write {what} in place of the -.")
        return sys.stdin.buffer

    def standard_lines(self, what: str) -> Iterator[tuple[int, str]]:
        """Yield the lines of standard input that hold something, each with its number, as they come.

        Raises Usage where there is none to read, Rejected for a line that is not UTF-8.
        """
        from prodtui.interchange.files import MAX_INPUT

        stream = self._input(what)
        for number, line in enumerate(iter(lambda: stream.readline(MAX_INPUT), b""), start=1):
            try:
                text = line.decode("utf-8-sig" if number == 1 else "utf-8").strip()
            except UnicodeDecodeError:
                raise Rejected(
                    f"Line {number} is not UTF-8.", hint="Convert it first, for example with iconv."
                ) from None
            if text:
                yield number, text

    def bytes_of(self, file: str, what: str) -> bytes:
        """Return the content of a file, or standard input for `-`. Raises StoreProblem when it cannot be read."""
        if file == "-":
            return self.standard_bytes(what)
        from prodtui.interchange.files import read_file

        return read_file(file)

    @contextmanager
    def stream_of(self, file: str, what: str) -> Iterator[BinaryIO]:
        """Give a file, or standard input for `-`, to be read bit by bit. Raises as `bytes_of` does."""
        if file == "-":
            yield self._input(what)
            return
        from prodtui.interchange.files import open_file

        with open_file(file) as stream:
            yield stream

    def confirm(self, question: str, *, yes: bool) -> None:
        """Ask on a terminal whether to go on; elsewhere `yes` must have been given. Raises Usage otherwise."""
        if yes:
            return
        if self.embedded or self.options.no_input or not (is_terminal(sys.stdin) and is_terminal(sys.stderr)):
            raise Usage(f"{question} This needs a yes.", hint="Add --yes.")
        sys.stderr.write(f"{question} [y/N] ")
        sys.stderr.flush()
        if sys.stdin.readline().strip().lower() not in ("y", "yes"):
            raise Usage("Nothing was changed, because the answer was no.")


def session_of(ctx: typer.Context) -> Session:
    """Return the session of the command that runs."""
    session = ctx.obj
    if not isinstance(session, Session):
        raise TypeError("a command was invoked without a session")
    return session


def listed(words: Iterable[str]) -> tuple[str, ...]:
    """Return the parts of `words`, each of which may hold several with commas, without repeats."""
    parts = (part.strip() for word in words for part in word.split(","))
    return tuple(dict.fromkeys(part for part in parts if part))


def is_terminal(stream: TextIO | None) -> bool:
    """Tell whether a stream is a terminal; one that is closed or absent is not."""
    with suppress(ValueError):  # a closed stream
        return stream is not None and stream.isatty()
    return False
