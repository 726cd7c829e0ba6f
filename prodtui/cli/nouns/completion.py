"""`completion`: commands and references after a tab in the shell."""

from __future__ import annotations

import os
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from prodtui.cli.context import session_of
from prodtui.cli.result import Result
from prodtui.cli.shells import script
from prodtui.cli.verb import Noun
from prodtui.errors import Usage

NOUN = Noun("completion")


class Shell(StrEnum):
    """The shells that can complete."""

    BASH = "bash"
    ZSH = "zsh"
    FISH = "fish"
    POWERSHELL = "powershell"


ShellWord = Annotated[Shell, typer.Argument(metavar="SHELL", help="bash, zsh, fish or powershell.")]


@NOUN.verb("show", "prodtui completion show bash > prodtui-completion.sh")
def show(ctx: typer.Context, shell: ShellWord) -> Result:
    """Print the script that teaches a shell to complete."""
    text = script(shell.value)
    return Result({"shell": shell.value, "script": text}, tuple(text.splitlines()))


@NOUN.verb("install", "prodtui completion install fish")
def install(ctx: typer.Context, shell: ShellWord) -> Result:
    """Write the script to where the shell looks for it; no file of yours is changed."""
    from prodtui.paths import write_private

    session_of(ctx).standing_alone("`completion install`")
    file, rest = _place(shell)
    write_private(file, script(shell.value) + "\n")
    return Result({"shell": shell.value, "file": str(file)}, (str(file),), quiet=(str(file),), talk=(rest,))


def _place(shell: Shell) -> tuple[Path, str]:
    """Return where a shell's script belongs, and what is left to do for the user."""
    home = Path.home()
    data = Path(os.environ.get("XDG_DATA_HOME") or home / ".local" / "share")
    config = Path(os.environ.get("XDG_CONFIG_HOME") or home / ".config")
    if shell is Shell.BASH:
        file = data / "bash-completion" / "completions" / "prodtui"
        return file, f"It works in the next bash; without the package bash-completion, add to ~/.bashrc: source {file}"
    if shell is Shell.FISH:
        return config / "fish" / "completions" / "prodtui.fish", "It works in the next fish."
    if shell is Shell.ZSH:
        file = data / "zsh" / "site-functions" / "_prodtui"
        return file, f"Add to ~/.zshrc before compinit: fpath=({file.parent} $fpath)"
    raise Usage(
        "PowerShell has no folder for completions.",
        hint="Add to your $PROFILE: prodtui completion show powershell | Out-String | Invoke-Expression",
    )
