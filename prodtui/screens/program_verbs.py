"""What can be done on every screen: help, palette, command line, theme, suspend, quit."""

from __future__ import annotations

import shlex

from textual import events
from textual.content import Content

from prodtui import actions
from prodtui.domain.history import by_for
from prodtui.errors import Usage
from prodtui.screens.base import BaseScreen
from prodtui.screens.dialogs.line import LineDialog
from prodtui.screens.dialogs.picker import Choice, Picker
from prodtui.screens.dialogs.text import ShowText
from prodtui.screens.opening import open_entry
from prodtui.screens.palette import DO, GO, action_choices, task_choices
from prodtui.screens.timer_desk import TimerDesk

KEYS_WIDTH = 12
MYSELF = ""


class ProgramVerbs(BaseScreen):
    """The actions of the group "program"."""

    def on_key(self, event: events.Key) -> None:
        """Say which views there are when a digit opens none."""
        digit = event.character or ""
        if digit.isdecimal() and event.key not in self.active_bindings:
            there = ", ".join(f"{view.number} {view.title}" for view in self.prodtui.views)
            self.notice(f"There is no view {digit}. The views are {there}.")

    def do_help(self) -> None:
        text = help_text(self.SCREEN, self.prodtui.reader_keys)
        self.app.push_screen(ShowText("Keys that work here", text, wide=True))

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

    def do_repaint(self) -> None:
        self.prodtui.action_repaint()

    def do_suspend(self) -> None:
        self.app.action_suspend_process()

    def do_quit(self) -> None:
        self.run_worker(self.prodtui.action_quit(), group="quit")

    def do_inbox(self) -> None:
        from prodtui.screens.inbox import InboxScreen  # it has these verbs too

        there = next((screen for screen in self.app.screen_stack if isinstance(screen, InboxScreen)), None)
        if there is None:
            self.app.push_screen(InboxScreen())
        while there is not None and self.app.screen is not there:
            self.app.pop_screen()

    def do_view_board(self) -> None:
        self.prodtui.go_to_view(2)

    def do_view_plan(self) -> None:
        self.prodtui.go_to_view(1)

    def do_view_timeline(self) -> None:
        self.prodtui.go_to_view(3)

    def do_view_issues(self) -> None:
        self.prodtui.go_to_view(5)

    def do_view_flow(self) -> None:
        self.prodtui.go_to_view(6)

    def do_view_dashboard(self) -> None:
        self.prodtui.go_to_view(7)

    def do_view_standup(self) -> None:
        self.prodtui.go_to_view(8)

    def do_view_day(self) -> None:
        self.prodtui.go_to_view(0)

    def do_timer(self) -> None:
        ref = self.task_here()
        self.talk(lambda: TimerDesk(self).turn(ref))

    def do_see_andon(self) -> None:
        issue = self.prodtui.andons.newest(self.prodtui.now())
        if issue is None:
            self.notice("No andon rings.")
            return
        self.prodtui.andons.end()
        self.show_alarm()
        open_entry(self, issue.ref)

    def do_identity(self) -> None:
        self.talk(self._identity)

    async def _identity(self) -> None:
        bridge = self.prodtui.bridge
        actor = bridge.workspace.actor
        me = actor.typed_by or actor.login
        choices = [Choice(MYSELF, "myself", f"@{me}")]
        choices += [Choice(p.login, p.name, f"@{p.login}") for p in self.people() if p.login != me]
        here = actor.login if actor.typed_by else MYSELF
        login = await self.ask(Picker("Act as", choices, chosen={here}))
        if login is None or login == here:
            return
        async with self.turn:
            await (bridge.use_myself() if login == MYSELF else bridge.use_person(login))
            await self.prodtui.show_board()
        actor = bridge.workspace.actor
        self.notice(f"Your changes are recorded as those of {by_for(actor.login, actor.typed_by)} from now on.")

    def do_view_quality(self) -> None:
        self.app.switch_mode(actions.QUALITY)

    def do_theme(self) -> None:
        self.talk(self._theme)

    async def _theme(self) -> None:
        before = self.app.theme
        choices = [Choice(name, name, "in use" if name == before else "") for name in self.prodtui.theme_names]

        def show(name: str) -> None:
            self.app.theme = name

        name = await self.ask(Picker("Theme", choices, chosen={before}, moved=show))
        self.app.theme = name or before
        if name is not None:
            await self.prodtui.in_thread(lambda: self.prodtui.keep_theme(name))

    def do_command_line(self) -> None:
        self.talk(self.type_command)

    async def type_command(self, line: str = "") -> None:
        """Ask for a command line, which begins as `line`, and run it."""

        async def run(words: list[str]) -> str:
            return await self.submit(lambda ws: self.prodtui.run_words(words, ws))

        hint = "task add Calibrate press 3, or any command of the shell"
        answer = await self.ask(
            LineDialog("Command", run, read=words_of, value=line, hint=hint, keys="enter run   esc back")
        )
        if answer is None:
            return
        lines = answer.rstrip().splitlines()
        if len(lines) > 1:
            await self.ask(ShowText("Answer", answer, wide=True))
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
