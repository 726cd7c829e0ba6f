"""Issues of a card: the andon, and the picker that opens one or raises one."""

from __future__ import annotations

from typing import Any

from prodtui.screens import deferred
from prodtui.screens.dialogs.picker import Choice, Picker
from prodtui.screens.dialogs.raise_issue import Raised, RaiseDialog
from prodtui.screens.opening import open_entry
from prodtui.screens.verbs import Target
from prodtui.screens.verbs_flow import FlowVerbs

RAISE = "raise"
LONGEST = 200


class CardIssues(FlowVerbs):
    """Raises and opens issues of the card that is the target."""

    def do_andon(self) -> None:
        target = self.targets()[0]
        self.talk(lambda: self._raise(target, andon=True))

    async def _raise(self, target: Target, *, andon: bool) -> None:
        ref, step = target.ref, target.step
        name = next((row.name for row in self.steps() if row.key == step), step)

        async def store(raised: Raised) -> Any:
            downtime = raised.title if raised.stops else None
            options: dict[str, Any] = {"andon": andon, "downtime": downtime, "block": raised.holds}
            fields: dict[str, Any] = {"severity": raised.severity, "task": ref, "step": step}
            return await self.submit(lambda ws: deferred.issues.raise_issue(ws, raised.title, **options, **fields))

        heading = f"Andon: what is wrong with {ref}?" if andon else f"Raise an issue on {ref}"
        draft = f"issue on {ref}"
        done = await self.ask(RaiseDialog(heading, sensible_title(target, name), name, store, draft=draft))
        if done is not None:
            rings = "; every open board rings" if andon else ""
            self.report(done, f"Raised {done.value.ref} on {ref}{rings}. i opens it, u takes it back.")

    def do_card_issues(self) -> None:
        target = self.targets()[0]
        self.talk(lambda: self._card_issues(target))

    async def _card_issues(self, target: Target) -> None:
        ref = target.ref
        detail = await self.prodtui.bridge.read(lambda ws: deferred.task_view.show(ws, ref))
        choices = [
            Choice(mark.ref, f"{mark.ref} {mark.title}", f"{mark.severity}, {mark.state}") for mark in detail.issues
        ]
        if not self.prodtui.read_only:
            choices.append(Choice(RAISE, f"Raise an issue on {ref}…"))
        answer = await self.ask(Picker(f"Issues of {ref}", choices, empty=f"{ref} has no issues."))
        if answer == RAISE:
            await self._raise(target, andon=False)
        elif answer is not None:
            open_entry(self, answer)


def sensible_title(target: Target, step: str) -> str:
    """Return what is probably wrong with a card: what blocks it, or that it stands still where it is."""
    title = f"{target.title}: {target.blocked_reason}" if target.blocked_reason else f"{target.title} stopped at {step}"
    return title if len(title) <= LONGEST else title[: LONGEST - 1] + "…"
