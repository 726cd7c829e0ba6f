"""What can be done on every screen: help, palette, command line, theme, suspend, quit."""

from __future__ import annotations

import shlex

from textual.content import Content

from prodtui import actions
from prodtui.errors import Usage
from prodtui.screens.base import BaseScreen
from prodtui.screens.dialogs.line import LineDialog
from prodtui.screens.dialogs.picker import Choice, Picker
from prodtui.screens.dialogs.text import ShowText
from prodtui.screens.palette import DO, GO, action_choices, task_choices

KEYS_WIDTH = 14


class ProgramVerbs(BaseScreen):
    """The actions of the group "program"."""

    def do_help(self) -> None:
        text = help_text(self.SCREEN, self.prodtui.reader_keys)
        self.app.push_screen(ShowText("Keys that work here", text))

    def do_palette(self) -> None:
        self.talk(self._palette)

    async def _palette(self) -> None:
        choices = action_choices(self.SCREEN, self.selection(), self.prodtui.reader_keys)
        picker = Picker("What to do?", choices, more=lambda typed: task_choices(self.known_cards(), typed))
        answer: str | None = await self.ask(picker)
        if answer is not None and answer.startswith(GO):
            self.jump(answer.removeprefix(GO))
        elif answer is not None:
            self.act(answer.removeprefix(DO))

    def do_suspend(self) -> None:
        self.app.action_suspend_process()

    def do_quit(self) -> None:
        self.run_worker(self.prodtui.action_quit(), group="quit")

    def do_view_board(self) -> None:
        self.app.switch_mode(actions.BOARD)

    def do_view_quality(self) -> None:
        self.app.switch_mode(actions.QUALITY)

    def do_theme(self) -> None:
        self.talk(self._theme)

    async def _theme(self) -> None:
        before = self.app.theme
        choices = [Choice(name, name) for name in self.prodtui.theme_names]

        def show(name: str) -> None:
            self.app.theme = name

        name = await self.ask(Picker("Theme", choices, chosen={before}, moved=show))
        self.app.theme = name or before
        if name is not None:
            await self.prodtui.in_thread(lambda: self.prodtui.keep_theme(name))

    def do_command_line(self) -> None:
        self.talk(self._command_line)

    async def _command_line(self) -> None:
        async def run(words: list[str]) -> str:
            return await self.submit(lambda ws: self.prodtui.run_words(words, ws))

        hint = "task add Calibrate press 3, or any command of the shell"
        answer = await self.ask(LineDialog("Command", run, read=words_of, hint=hint, keys="enter run   esc back"))
        if answer is None:
            return
        lines = answer.rstrip().splitlines()
        if len(lines) > 1:
            await self.ask(ShowText("Answer", answer))
        else:
            self.notice(lines[0] if lines else "Done.")


def words_of(line: str) -> list[str]:
    """Return a command line as words, as a shell would. Raises Usage for an open quote or an empty line."""
    try:
        words = shlex.split(line)
    except ValueError as error:
        raise Usage(
            "A quote is opened and never closed.", hint="Close it, or write \\' for the sign itself."
        ) from error
    words = words[1:] if words[:1] == ["prodtui"] else words
    if not words:
        raise Usage("There is no command on the line.", hint="Type one, such as: task list --all")
    return words


def help_text(screen: str, keymap: actions.Keymap) -> Content:
    """Return the keys of a screen by group, with the reader's own ones."""
    parts = []
    for group, members in actions.help_groups(screen, keymap):
        parts.append(Content.styled(f"{group}\n", "bold"))
        for action in members:
            parts.append(Content.styled(f"  {actions.key_names(action.keys):<{KEYS_WIDTH}}", "$accent"))
            parts.append(Content(f" {action.help}\n"))
    return Content("").join(parts)
