"""An event log to measure on, with a start and an end of each activity, and its import in a process of its own."""

from __future__ import annotations

import os
import random
import subprocess
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bench.lines import Line
from bench.stores import PRODTUI

EVENTS, ACTIVITIES = 100_000, 24


def import_log(folder: Path, store: Path) -> Iterator[Line]:
    """Import a log of 100,000 events as a board."""
    log = write_xes(folder / "log.xes", EVENTS)
    start = time.perf_counter()
    command = [*PRODTUI, "--store", str(store), "import", "events", str(log)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, process.args)
    rate, peak = EVENTS / (time.perf_counter() - start), used.ru_maxrss / 1024
    yield Line("import of a log of 100,000 events, events a second", f"{rate:,.0f}", "≥ 8,000", rate >= 8_000)
    yield Line("import of a log of 100,000 events, peak memory", f"{peak:.0f} MB", "≤ 400 MB", peak <= 400)


def write_xes(path: Path, events: int) -> Path:
    """Write a log of cases with 3 to 25 activities each, some of them done again."""
    draw, written, case = random.Random(7), 0, 0
    with path.open("w", encoding="utf-8") as out:
        out.write('<?xml version="1.0" encoding="UTF-8"?>\n<log xmlns="http://www.xes-standard.org/">\n')
        while written < events:
            case += 1
            at = datetime(2025, 10, 1, tzinfo=UTC) + timedelta(minutes=draw.randint(0, 500_000))
            out.write(f'<trace><string key="concept:name" value="{170_000 + case}"/>\n')
            for place in range(draw.randint(3, 25)):
                name, who = min(ACTIVITIES, max(1, place + draw.randint(-3, 3))), draw.randint(100, 180)
                for phase in ("start", "complete"):
                    at += timedelta(seconds=draw.randint(0, 90_000))
                    written += 1
                    out.write(
                        f'<event><string key="concept:name" value="Activity {name}"/>'
                        f'<string key="org:resource" value="{who}"/>'
                        f'<string key="lifecycle:transition" value="{phase}"/>'
                        f'<date key="time:timestamp" value="{at.isoformat(timespec="milliseconds")}"/></event>\n'
                    )
            out.write("</trace>\n")
        out.write("</log>\n")
    return path
