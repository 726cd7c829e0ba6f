"""The floor of a demo board: people look at it several times a day, pass work on, get stuck, and help each other."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from prodtui.domain.calendar import add_working_hours
from prodtui.domain.enums import Priority, StepKind
from prodtui.services import board, talk, tasks, undo
from prodtui.services.demo.desk import Desk, Job
from prodtui.services.demo.hands import Hands
from prodtui.services.demo.inspector import Inspector
from prodtui.services.demo.script import BoardScript
from prodtui.services.templates import load_template

#: Finished tasks go to the archive after so long.
_ARCHIVE_AFTER = timedelta(days=45)
#: Rework takes this share of the usual hours.
_REWORK_HOURS = 0.4

#: How likely things are: for a task that cannot move, in each round …
_OVERRIDDEN = 0.04
_THOUGHT_OVER = 0.1
#: … for each move …
_TAKEN_BACK = 0.01
_BLOCKED = 0.035
_HANDED_OVER = 0.2
_LOGGED = 0.28
_COMMENTED = 0.16
#: … for each finished task, and each morning.
_REOPENED = 0.03
_DUPLICATE = 0.06

#: Of a batch of so many pieces some are not good, this often.
_BATCH = 10.0
_NOT_GOOD = 0.4


class Floor:
    """One board of the demo in motion; it keeps its own count of what is where, so that it knows when to wait."""

    def __init__(self, script: BoardScript, hands: Hands, desk: Desk, random: Random, tz: ZoneInfo) -> None:
        template = load_template(script.template)
        self._script = script
        self._hands = hands
        self._desk = desk
        self._inspector = Inspector(script, hands, random)
        self._random = random
        self._tz = tz
        self._settings = template.settings
        self._steps = {step.key: step for step in template.steps}
        self._place = {step.key: number for number, step in enumerate(template.steps)}
        self._first, self._done = template.steps[0].key, template.steps[-1].key
        self._coming = list(script.staged)
        self._jobs: list[Job] = []

    def morning(self, at: datetime, days_left: int) -> None:
        """Begin a working day: release what waits, make what the day brings, and clear up once a month."""
        local = at.astimezone(self._tz)
        self._inspector.morning(days_left)
        self._release()
        if any(rule.weekday == local.weekday() for rule in self._script.recurring):
            self._jobs += self._desk.recurring_tasks(at)
        self._jobs += [self._desk.staged(scene, at) for scene in self._coming if scene.arrives >= days_left]
        self._coming = [scene for scene in self._coming if scene.arrives < days_left]
        for _ in range(self._random.choice(self._script.arrivals)):
            quiet = not any(job.expedite and job.step != self._done for job in self._jobs)
            self._jobs.append(self._desk.order(at, self._jobs[-1:], may_expedite=quiet))
        self._drop_duplicate()
        if local.day <= 7 and local.weekday() == 0:
            self._clear_up(at)

    def round(self, at: datetime, days_left: int) -> None:
        """Let everybody look at the board once and do what can be done now."""
        for job in sorted(self._jobs, key=self._turn):
            if job.staged is not None:
                self._play(job, at, days_left)
            elif job.blocked:
                self._unblock(job, at)
            elif job.route and job.free_at <= at and (job.urgent or job.route[0] != "ready"):
                self._advance(job, at)
            elif job.route and job.step != self._done:
                self._think_again(job, at)

    def ref_of(self, key: str) -> str | None:
        """Return the reference of a staged task, None as long as it is not made."""
        return self._desk.ref_of(key)

    def seen_at(self, step: str) -> list[str]:
        """Return the references of the everyday tasks in a step, newest first, or else of those that were there."""
        here = [job.ref for job in self._jobs if job.step == step and job.staged is None]
        return (here or [job.ref for job in self._jobs if step in job.trail and job.staged is None])[::-1]

    def _chance(self, share: float) -> bool:
        return self._random.random() < share

    def _turn(self, job: Job) -> tuple[bool, int, bool, bool, int]:
        """Sort what is furthest first, so that it makes room, and what is staged or urgent before the rest."""
        return not job.expedite, -self._place[job.step], job.staged is None, not job.urgent, int(job.ref.split("-")[1])

    def _queue(self) -> list[Job]:
        """Return the everyday tasks that nobody has looked at yet, oldest first."""
        return [job for job in self._jobs if job.step == self._first and not job.staged and not job.expedite]

    def _release(self) -> None:
        """Let the lead fill the ready step with one move, most urgent first."""
        limit = self._steps["ready"].wip_limit or len(self._jobs)
        room = limit - self._count("ready")
        waiting = [job for job in self._queue() if job.route[0] == "ready"]
        chosen = sorted(waiting, key=self._turn)[: max(room, 0)]
        if chosen:
            board.move(self._hands.of(self._script.lead), [job.ref for job in chosen], "ready")
        for job in chosen:
            job.step = job.route.pop(0)
            job.trail.append(job.step)

    def _drop_duplicate(self) -> None:
        """Archive a task now and then that somebody had asked for before."""
        awaited = [job.after for job in self._jobs]
        waiting = [job for job in self._queue() if job not in awaited]
        if len(waiting) > 2 and self._chance(_DUPLICATE):
            first, second = waiting[0], waiting[-1]
            self._desk.say(second, self._script.lead, f"Duplicate of {first.ref}.")
            tasks.archive(self._hands.of(self._script.lead), second.ref)
            self._jobs.remove(second)

    def _clear_up(self, at: datetime) -> None:
        """Archive what was finished long ago."""
        old = [job for job in self._jobs if job.finished_at and job.finished_at < at - _ARCHIVE_AFTER and not job.route]
        if old:
            tasks.archive(self._hands.of(self._script.lead), [job.ref for job in old])
            self._jobs = [job for job in self._jobs if job not in old]

    # Staged tasks.

    def _play(self, job: Job, at: datetime, days_left: int) -> None:
        """Bring a staged task to its step, then let happen there what its scene says."""
        while job.route:
            if not self._pass_on(job, at, patient=False):
                return
        scene = job.staged
        if scene is None:
            return
        if not job.spoken and days_left <= (scene.arrives + 1) // 2:
            job.spoken = True
            for author, text in scene.comments:
                self._desk.say(job, author, text)
        if scene.blocked and not job.blocked and days_left <= scene.blocked_days:
            job.blocked = True
            board.block(self._hands.of(job.worker or self._script.lead), job.ref, scene.blocked)
        self._inspector.show(job, scene, days_left)

    # Everyday work.

    def _advance(self, job: Job, at: datetime) -> None:
        """Pass a task on whose work in this step is over: back to an earlier step at times, forward mostly."""
        left, worked = job.step, job.here
        rework = self._script.rework.get(left)
        if rework and job.detours < 2 and self._chance(float(rework["share"])):
            self._send_back(job, at, str(rework["to"]), self._random.choice(self._script.talk.rework))
        elif not self._pass_on(job, at, patient=True):
            return
        if worked is not None:
            self._remember(job, left, worked)
        if job.step == self._done:
            job.finished_at, job.here = at, None
            if self._chance(_REOPENED):
                job.route, job.free_at = list(self._script.reopen), at + timedelta(days=2)
        elif job.here is not None and not job.expedite and self._chance(_BLOCKED):
            self._block(job, at)

    def _pass_on(self, job: Job, at: datetime, *, patient: bool) -> bool:
        """Move a task to the next step of its route; tell whether there was room, or a lead who found a reason."""
        goal, lead = job.route[0], self._script.lead
        starts = self._is_active(goal) and not self._is_active(job.step)
        here = self._worker_for(goal, job)
        taker = here if starts and job.worker is None else None
        override = None
        if self._is_stuck(job, goal, taker or job.worker if starts else None):
            if patient and not self._chance(_OVERRIDDEN):
                return False
            override = self._random.choice(self._script.talk.overrides)
        failure = self._inspector.before_leaving(job)
        if failure is not None:
            self._send_back(job, at, *failure)
            return False
        login = lead if override else taker or job.here or lead
        if taker and not override:
            done = board.start(self._hands.of(taker), job.ref)
        else:
            if taker:
                tasks.assign(self._hands.of(lead), job.ref, add=[taker])
            output = _came_out(job) if goal == self._done else None
            done = board.move(self._hands.of(login), job.ref, goal, output=output, override=override)
        # A task that was finished before there was a gate cannot go back behind it, so its return is not taken back.
        may_return = not override and job.step != self._done and not self._is_over(job.step)
        if patient and may_return and self._chance(_TAKEN_BACK):
            undo.undo(self._hands.of(login), done.txn)
            return False
        job.worker = job.worker or taker
        self._enter(job, goal, here, at)
        return True

    def _send_back(self, job: Job, at: datetime, to: str, why: str) -> None:
        """Return a task for rework, and say why."""
        inspector = job.here or self._script.lead
        self._desk.say(job, inspector, why)
        full = self._is_stuck(job, to, None)
        login, override = (self._script.lead, "Rework goes before new orders") if full else (inspector, None)
        board.move(self._hands.of(login), job.ref, to, override=override)
        since = max(number for number, step in enumerate(job.trail) if step == to)
        job.route[:0] = job.trail[since:]
        job.detours += 1
        self._enter(job, to, self._worker_for(to, job), at)

    def _enter(self, job: Job, step: str, here: str | None, at: datetime) -> None:
        job.step, job.here = step, here
        job.checked.clear()
        job.trail.append(job.route.pop(0))
        usual = self._script.hours.get(step, 0.0) * (_REWORK_HOURS if job.detours else 1.0)
        hours = usual * self._random.lognormvariate(0.0, 0.6)
        job.free_at = add_working_hours(at, hours, self._settings, self._tz)
        if here and job.worker and here != job.worker and job.staged is None and self._chance(_HANDED_OVER):
            self._hand_over(job, here)

    def _hand_over(self, job: Job, to: str) -> None:
        """Assign a task to whoever works on it now."""
        if not self._is_loaded(to):
            tasks.assign(self._hands.of(job.worker or to), job.ref, add=[to], remove=[job.worker or to])
            job.worker = to

    def _remember(self, job: Job, left: str, worked: str) -> None:
        """Let somebody write down their hours in the step they left, or a remark."""
        if self._chance(_LOGGED):
            quarters = max(1, round(self._script.hours.get(left, 1.0) * self._random.uniform(0.2, 0.6) * 4))
            note = self._random.choice(self._script.talk.work)
            talk.log_work(self._hands.of(worked), job.ref, quarters * 15, note=note)
        if self._chance(_COMMENTED):
            self._desk.say(job, worked, self._random.choice(self._script.talk.comments))

    def _think_again(self, job: Job, at: datetime) -> None:
        """Raise the priority of a task that will be late, or promise a later date."""
        if job.due is None or job.urgent or job.due > at + timedelta(days=2) or not self._chance(_THOUGHT_OVER):
            return
        lead = self._hands.of(self._script.lead)
        job.urgent = True
        if self._chance(0.5):
            tasks.set_priority(lead, job.ref, Priority.URGENT)
        else:
            job.due += timedelta(days=5)
            tasks.set_due(lead, job.ref, job.due)

    def _block(self, job: Job, at: datetime) -> None:
        reason = self._random.choice(self._script.talk.blocks)
        board.block(self._hands.of(job.here or self._script.lead), job.ref, reason)
        job.blocked, job.free_at = (
            True,
            add_working_hours(at, self._random.uniform(3.0, 24.0), self._settings, self._tz),
        )

    def _unblock(self, job: Job, at: datetime) -> None:
        if job.free_at > at:
            return
        job.blocked = False
        board.unblock(self._hands.of(self._script.lead), job.ref)
        if self._chance(0.5):
            self._desk.say(job, self._script.lead, self._random.choice(self._script.talk.answers))

    # What the rules of the board will say.

    def _is_active(self, step: str) -> bool:
        return self._steps[step].kind is StepKind.ACTIVE

    def _count(self, step: str) -> int:
        return sum(1 for job in self._jobs if job.step == step and not job.expedite)

    def _is_over(self, step: str) -> bool:
        limit = self._steps[step].wip_limit
        return limit is not None and self._count(step) > limit

    def _is_loaded(self, login: str) -> bool:
        limit = self._settings.person_wip_limit
        carried = sum(job.worker == login and self._is_active(job.step) and not job.expedite for job in self._jobs)
        return limit is not None and carried >= limit

    def _is_stuck(self, job: Job, goal: str, starter: str | None) -> bool:
        """Tell whether only a lead could move the task: it waits for another one, or a limit is reached."""
        forward = self._place[goal] > self._place[job.step] and self._steps[goal].kind is not StepKind.QUEUE
        if forward and job.after is not None and job.after.step != self._done:
            return True
        if job.expedite:
            others = (other for other in self._jobs if other.expedite and other is not job)
            under_way = sum(self._is_active(other.step) for other in others)
            return starter is not None and under_way >= self._settings.expedite_limit
        limit = self._steps[goal].wip_limit
        full = limit is not None and self._count(goal) >= limit
        return full or (starter is not None and self._is_loaded(starter))

    def _worker_for(self, step: str, job: Job) -> str | None:
        """Return who works on the task in a step: who is on it already, else somebody of the crew with little to do."""
        crew = self._script.crew.get(step)
        if not crew or job.worker in crew:
            return job.worker if crew else None
        return min(crew, key=lambda login: (sum(job.here == login for job in self._jobs), self._random.random()))


def _came_out(job: Job) -> Mapping[str, float] | None:
    """Return what of a batch was not good, None where all was; by luck of its own, which changes nothing else."""
    luck = Random(job.ref)  # noqa: S311 - a story that can be told again, no secret
    if job.quantity is None or job.quantity < _BATCH or luck.random() > _NOT_GOOD:
        return None
    return {luck.choice(("scrap", "rework")): float(luck.randint(1, 3))}
