"""The first start of a store, a board, the demo, or of a newer program on an older store; each only after a yes."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from prodtui.domain.enums import Via
from prodtui.domain.text import slug
from prodtui.screens import deferred
from prodtui.screens.dialogs.confirm import Confirm
from prodtui.screens.dialogs.line import LineDialog
from prodtui.screens.dialogs.picker import Choice, Picker
from prodtui.screens.dialogs.welcome import Welcome

if TYPE_CHECKING:
    from prodtui.app import ProdtuiApp
    from prodtui.errors import StoreOlder
    from prodtui.services.workspace import Workspace

PLAIN = ""
"""The choice of no template: three plain steps."""


async def first_run(app: ProdtuiApp) -> bool:
    """Ask what to do without a store and open what was made; return False when the reader would rather leave."""
    while True:
        answer = await app.push_screen_wait(Welcome(str(app.config.store)))
        if answer is None:
            return False
        made = await (_demo(app) if answer == "demo" else _make(app))
        if made is not None:
            await app.bridge.open(made)
            return True


async def bring_up_to_date(app: ProdtuiApp, error: StoreOlder) -> bool:
    """Offer to migrate an older store and open it; return False when the reader would rather leave."""
    path = app.config.store
    details = "A backup is made first. Programs of the older version that have it open stop writing and say so."
    if not await app.push_screen_wait(Confirm(error.message, yes="bring it up to date", no="leave", details=details)):
        return False
    saved = await app.in_thread(lambda: deferred.stores.migrate(path))
    await app.bridge.open()
    if saved is not None:
        app.say(f"The store is up to date; as it was before it is in {saved}.")
    return True


async def first_board(app: ProdtuiApp) -> bool:
    """Choose one of the boards of the store, or make the first; return False when the reader would rather leave."""
    boards = await app.bridge.read(lambda ws: deferred.boards.list_boards(ws))
    if boards:
        choices = [Choice(board.key, board.name, board.key) for board in boards]
        key = await app.push_screen_wait(Picker("Which board?", choices))
        if key is not None:
            await app.bridge.use_board(key)
        return key is not None

    async def store(key: str, name: str, template: str | None) -> Any:
        await app.bridge.write(lambda ws: deferred.boards.create_board(ws, key, name, template=template))
        return await app.bridge.use_board(key)

    return await _describe_board(app, store) is not None


async def _make(app: ProdtuiApp) -> Workspace | None:
    async def store(key: str, name: str, template: str | None) -> Workspace:
        path = app.config.store

        def init() -> Workspace:
            made = deferred.stores.init_store(path, template=template, board_key=key, board_name=name, via=Via.TUI)
            return made.workspace

        return await app.in_thread(init)

    made: Workspace | None = await _describe_board(app, store)
    return made


async def _demo(app: ProdtuiApp) -> Workspace | None:
    app.say("Making the demo: a few seconds.")
    path = Path(tempfile.mkdtemp(prefix="prodtui-demo-")) / "demo.db"

    def make() -> Workspace:
        return deferred.workspace.open_workspace(deferred.demo.make_demo(path), via=Via.TUI)

    return await app.in_thread(make)


async def _describe_board(app: ProdtuiApp, store: Any) -> Any:
    """Ask for template and name, store the board with `store(key, name, template)` and return its answer."""
    templates = await app.in_thread(lambda: deferred.templates.list_templates())
    choices = [Choice(template.name, template.title, template.description) for template in templates]
    choices.append(Choice(PLAIN, "Plain", "To do, doing, done"))
    template = await app.push_screen_wait(Picker("What kind of work is it?", choices))
    if template is None:
        return None
    title = next(choice.text for choice in choices if choice.value == template)

    async def make(name: str) -> Any:
        return await store(key_for(name), name, template or None)

    return await app.push_screen_wait(
        LineDialog(
            "What is the board called?",
            make,
            value="" if template == PLAIN else title,
            hint="Press shop",
            preview=lambda name: f"Its tasks are called {key_for(name)}-1, {key_for(name)}-2 and so on.",
            keys="enter make it   esc back",
        )
    )


def key_for(name: str) -> str:
    """Return a board key for a name: "Press shop" gives "PS", "Operations" gives "OPE"."""
    words = [word for word in slug(name).split("-") if word.isascii() and word]
    letters = "".join(word[0] for word in words) if len(words) > 1 else (words[0][:3] if words else "")
    key = letters.upper()[:4]
    return key if key[:1].isalpha() else f"B{key}"[:4]
