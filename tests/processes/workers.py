"""The programs that fault tests start, by name, with a store and what else they are told; see `run`.

Each says "ready" as a line of JSON, then answers each line of its input with a line.
"""

from __future__ import annotations

import json
import os
import random
import resource
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from prodtui.domain.codec import to_json
from prodtui.domain.rows import Actor
from prodtui.domain.rows_board import CardRow
from prodtui.errors import Changed, ProdtuiError
from prodtui.services import (
    board,
    board_view,
    demand_rules,
    history,
    inspections,
    links,
    recurring,
    talk,
    task_view,
    tasks,
    undo,
)
from prodtui.services.feed import Feed
from prodtui.services.stores import init_store
from prodtui.services.workspace import Workspace, utc_now, workspace_on
from prodtui.storage.engine import BUSY_SECONDS, open_store
from prodtui.storage.migrate import migrate_store
from prodtui.storage.migrations import STEPS
from prodtui.storage.unit_of_work import write


def tell(answer: Any) -> None:
    """Answer, and be sure that it is heard even when the next breath is the last."""
    sys.stdout.write(json.dumps(to_json(answer)) + "\n")
    sys.stdout.flush()


def orders() -> Iterator[str]:
    """Say that all is ready and give the lines of the input."""
    tell("ready")
    for line in sys.stdin:
        yield line.strip()


def resident() -> int:
    """Return the memory that this process has now, in pages; the most it ever had where the system does not tell."""
    try:
        return int(Path("/proc/self/statm").read_text().split()[1])
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def enter(path: str, login: str, *, busy_seconds: float = BUSY_SECONDS) -> Workspace:
    """Open a store as somebody of the team, with everything as durable as in life."""
    store = open_store(Path(path), busy_seconds=busy_seconds)
    return workspace_on(store, board="OPS").acting_as(login)


def count(path: str, ref: str, times: str) -> None:
    """Raise the quantity of a task by one, again and again; somebody else's change means reading anew."""
    ws = enter(path, "bo")
    for _ in orders():
        again = 0
        for _ in range(int(times)):
            while True:
                seen = tasks.get(ws, ref)
                try:
                    tasks.edit(ws, ref, {"quantity": (seen.quantity or 0) + 1}, version=seen.version)
                    break
                except Changed:
                    again += 1
        tell(again)


def begin() -> None:
    """Make the store that each line names, as a first start does."""
    for path in orders():
        made = init_store(Path(path))
        tell([made.made_store, made.made_board, made.workspace.need_board().key])
        made.workspace.close()


def hold(path: str) -> None:
    """Take the lock of the store, say so, and let it go again when told."""
    ws = enter(path, "cy")
    lines = orders()
    next(lines)
    with write(ws.store, ws.actor, "hold", now=utc_now()) as unit:
        tell("held")
        next(lines)
        unit.commit()
    tell("free")
    for _ in lines:
        pass


def add(path: str, busy_seconds: str) -> None:
    """Add a task of the title that each line gives; say its reference, or what went wrong."""
    ws = enter(path, "bo", busy_seconds=float(busy_seconds))
    for title in orders():
        try:
            tell(tasks.add(ws, title).value.ref)
        except ProdtuiError as error:
            tell(error.as_dict() | {"exit_code": int(error.exit_code)})


def look(path: str, busy_seconds: str) -> None:
    """Read the board, list and feed at each line; say how many cards there are."""
    ws = enter(path, "sam", busy_seconds=float(busy_seconds))
    feed = Feed(ws)
    for _ in orders():
        try:
            topics = feed.poll()
            tell([len(board_view.snapshot(ws).cards), len(task_view.list_tasks(ws)), sorted(topics)])
        except ProdtuiError as error:
            tell(error.as_dict())


def request(path: str, number: str, seed: str) -> None:
    """Add the task of each of `number` request ids in some order; say the reference that each got."""
    ws = enter(path, "bo")
    ids = list(range(int(number)))
    random.Random(int(seed)).shuffle(ids)
    for _ in orders():
        for each in ids:
            tell([each, tasks.add(ws, f"Request {each}", request_id=f"r{each}").value.ref])
        tell("done")


def rival(path: str, ref: str, login: str) -> None:
    """Read a task at "read", give it the title that the next line says, and say how it went."""
    ws = enter(path, login)
    seen = tasks.get(ws, ref)
    for line in orders():
        if line == "read":
            seen = tasks.get(ws, ref)
            tell(seen.title)
            continue
        try:
            tell([tasks.edit(ws, ref, {"title": line}, version=seen.version).value.title, seen.title])
        except Changed as error:
            tell(error.details["fields"])


def recur(path: str) -> None:
    """Make what the rules of the board want now; say what was made."""
    ws = enter(path, "bo")
    for _ in orders():
        tell([row.occurrence for row in recurring.run_due(ws).value])


def ask(path: str) -> None:
    """Make the demand that the rules of the board want now; say for which days."""
    ws = enter(path, "bo")
    for _ in orders():
        tell([row.due for row in demand_rules.run_due(ws).value])


def script(path: str, times: str, seed: str) -> None:
    """Do all sorts of things to all sorts of tasks; refusals are part of it."""
    ws, chance = enter(path, random.Random(int(seed)).choice(["ann", "bo", "cy", "lea"])), random.Random(int(seed))
    verbs: list[Callable[[str, str], Any]] = [
        lambda a, b: tasks.add(ws, f"Task {chance.random()}", labels=(f"l{chance.randrange(5)}",)),
        lambda a, b: tasks.edit(ws, a, {"title": f"Now {chance.random()}"}),
        lambda a, b: board.move(ws, a, "next"),
        lambda a, b: board.move(ws, [a, b], "doing"),
        lambda a, b: board.finish(ws, a),
        lambda a, b: board.reorder(ws, a, before=b),
        lambda a, b: links.link(ws, a, b),
        lambda a, b: talk.comment(ws, a, "hm"),
        lambda a, b: tasks.archive(ws, a),
        lambda a, b: tasks.restore(ws, a),
        lambda a, b: undo.undo(ws),
        lambda a, b: undo.redo(ws),
    ]
    for _ in orders():
        refused = 0
        for _ in range(int(times)):
            a, b = (f"OPS-{chance.randrange(1, 30)}" for _ in range(2))
            try:
                chance.choice(verbs)(a, b)
            except ProdtuiError as error:
                if error.code in ("busy", "io", "fault"):
                    raise
                refused += 1
        tell(refused)


def watch(path: str) -> None:
    """Keep a board as a screen does: apply what changed. At "look" catch up and say whether it equals the store."""
    ws = enter(path, "sam")
    feed = Feed(ws)
    shown: dict[int, CardRow] = {}
    last, looks = 0, 0
    for order in orders():
        if order == "look" or feed.poll():
            delta = board_view.changes_since(ws, last)
            if delta.reload or not last:
                seen = board_view.snapshot(ws)
                shown, last = {card.id: card for card in seen.cards}, seen.last_event
            else:
                for gone in delta.gone:
                    shown.pop(gone, None)
                shown.update({card.id: card for card in delta.cards})
                last = delta.last_event
            looks += 1
        if order == "look":
            now = board_view.snapshot(ws)
            same = (now.last_event, {card.id: card for card in now.cards}) == (last, shown)
            tell({"same": same, "looks": looks})
        else:
            tell(resident())


def migrate(path: str, kill_at: str) -> None:
    """Migrate a store to a schema that does not exist yet; die at the given moment of the database's own clock."""
    left = [int(kill_at)]

    def tick() -> int:
        left[0] -= 1
        if left[0] == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return 0

    def step(connection: Any) -> None:
        connection.set_progress_handler(tick, 20)
        connection.execute("ALTER TABLE label ADD COLUMN colour VARCHAR NOT NULL DEFAULT 'grey'")
        connection.execute("CREATE TABLE wing (id INTEGER NOT NULL PRIMARY KEY, name VARCHAR NOT NULL)")
        connection.execute("INSERT INTO wing SELECT id, title FROM task")
        connection.execute("UPDATE task SET notes = notes || ' (moved)'")
        connection.execute("CREATE INDEX ix_wing_name ON wing (name)")

    for _ in orders():
        migrate_store(Path(path), steps=(*STEPS, step))
        tell(max(left[0], 0))


def join(path: str, uid: str, gid: str, umask: str) -> None:
    """Become another user of the store's group and work; say who we are and what we made."""
    warm_up = enter(path, "bo")  # everything that is imported late is imported while the files may still be read
    board_view.snapshot(warm_up)
    task_view.list_tasks(warm_up, "late")
    warm_up.close()
    os.setgroups([int(gid)])
    os.setgid(int(uid))  # a primary group of one's own, as most systems give it
    os.setuid(int(uid))
    os.umask(int(umask, 8))
    last: Workspace | None = None
    for title in orders():
        ws = workspace_on(open_store(Path(path)), board="OPS")
        if last is not None:
            last.close()
        last = ws  # it stays open until the next line, so that every file beside the store can be looked at
        row = tasks.add(ws, title).value
        tell({"ref": row.ref, "by": row.created_by, "events": history.last_event(ws), "actor": ws.actor.login})


def follow(path: str) -> None:
    """Add tasks until the store says no; say each reference, then why it stopped."""
    ws = enter(path, "bo")
    assert isinstance(ws.actor, Actor)
    for _ in orders():
        while True:
            try:
                tell(tasks.add(ws, "One more").value.ref)
            except ProdtuiError as error:
                tell(error.as_dict())
                break


def sign(path: str, login: str) -> None:
    """Sign each inspection that is named; say who signed it, or what stood against it."""
    ws = enter(path, login)
    for ref in orders():
        try:
            tell({"by": inspections.sign(ws, ref).value.signed_by})
        except ProdtuiError as error:
            tell(error.as_dict())


PROGRAMS = (sign, count, begin, hold, add, look, request, rival, recur, ask, script, watch, migrate, join, follow)


def run(name: str, *args: str) -> None:
    """Be the program of that name."""
    {program.__name__: program for program in PROGRAMS}[name](*args)
