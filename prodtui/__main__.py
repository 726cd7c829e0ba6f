"""The program's entry: decides between the screens and a command, and ties the two together."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NoReturn

if TYPE_CHECKING:
    from prodtui.cli.argv import Options
    from prodtui.services.workspace import Workspace

NO_TERMINAL = "prodtui: The board needs a terminal; use `prodtui board` to print it, or see `prodtui --help`.\n"


def main() -> NoReturn:
    """Run the program on the words of the shell and end the process."""
    words = sys.argv[1:]
    if words in (["--version"], ["-V"]):
        from prodtui import __version__

        sys.stdout.write(f"prodtui {__version__}\n")
        sys.exit(0)
    gc.disable()  # nothing that is imported becomes garbage: 15 % less time to start
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # looking for plugins reads every installed package
    try:
        code = _run(words)
    except KeyboardInterrupt:
        code = 130
    _leave(code)


def _run(words: Sequence[str]) -> int:
    if "_PRODTUI_COMPLETE" in os.environ:
        from prodtui.cli.shells import answer

        return answer()
    from prodtui.cli.argv import hoist
    from prodtui.errors import ProdtuiError

    try:
        options, rest = hoist(words)
    except ProdtuiError:  # the command line tells it, as text or as JSON
        rest = ["--help"]
    if not rest:
        return _open_board(options)
    from prodtui.cli.main import main as run_command

    return run_command(words, _open_screens)


def _open_board(options: Options) -> int:
    """Open the screens for options without a command."""
    if not _on_terminal():
        sys.stderr.write(NO_TERMINAL)
        return 2
    try:
        return _open_screens(options.settings())
    except Exception as error:
        from prodtui.cli.main import tell_failure

        return tell_failure(error)


def _open_screens(settings: Mapping[str, Any]) -> int:
    """Start the terminal program with settings of the command line and return its exit code."""
    from prodtui.config import load_config
    from prodtui.process import prepare

    config = load_config(settings)
    prepare(config)  # before the screen library is loaded
    from prodtui.app import run_app

    # What is loaded by now stays. A board of 10,000 cards is read in one go, which at the usual threshold would be
    # searched for garbage a dozen times.
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)
    gc.enable()
    return run_app(config, run_words=_run_words, read_only=config.read_only)


def _run_words(words: Sequence[str], workspace: Workspace) -> str:
    """Run one command line for the screens and return its text; raises ProdtuiError."""
    from prodtui.cli.run import run_words  # the screens pay for the command line when it is used

    return run_words(words, workspace)


def _on_terminal() -> bool:
    try:
        return os.isatty(0) and os.isatty(1)
    except OSError:
        return False


def _leave(code: int) -> NoReturn:
    """End at once: everything is saved and closed, and taking the interpreter down would cost more than the command."""
    for stream in (sys.stdout, sys.stderr):
        try:
            if stream is not None:
                stream.flush()
        except (OSError, ValueError):  # the reader has gone; it was told what there was to tell
            pass
    os._exit(code)


if __name__ == "__main__":
    main()
