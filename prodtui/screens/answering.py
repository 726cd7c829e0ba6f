"""Giving answers: each goes to the disk while the reader goes on; none is lost when the store is busy."""

from __future__ import annotations

from prodtui.domain.enums import ItemKind
from prodtui.domain.quality import read_answer
from prodtui.domain.quality_text import off_text
from prodtui.errors import Busy, ProdtuiError, Rejected, StoreProblem
from prodtui.screens import deferred
from prodtui.screens.check_verbs import CheckVerbs
from prodtui.screens.dialogs.confirm import Confirm
from prodtui.screens.dialogs.line import LineDialog
from prodtui.screens.dialogs.text import ShowText
from prodtui.screens.inspection_state import Place, Question, Sending, Sitting
from prodtui.screens.inspection_text import kind_hint, sizes_text
from prodtui.screens.list_look import ListLook
from prodtui.screens.sentences import of_error


class Answering(CheckVerbs, ListLook[Question]):
    """The part of the inspection screen that answers the question under the cursor."""

    ref: str

    def __init__(self) -> None:
        super().__init__()
        self.sitting: Sitting | None = None

    def show_all(self) -> None:
        """Draw everything as it stands now."""
        raise NotImplementedError

    # --- one-key answers

    def do_answer_yes(self) -> None:
        self._flag(True)

    def do_answer_no(self) -> None:
        self._flag(False)

    def _flag(self, flag: bool) -> None:
        question = self.list.cursor_row
        if question is None:
            return
        if question.item.kind is ItemKind.YES_NO:
            self.give(question, flag)
        else:
            self.notice(kind_hint(question.item))

    def do_answer_na(self) -> None:
        question = self.list.cursor_row
        if question is None:
            return
        if question.item.na_allowed:
            self.give(question, None, na=True)
        else:
            self.notice(f"{question.item.text} has to be answered; the checklist does not let it be not applicable.")

    def choose(self, number: int) -> None:
        """Answer with a choice by its number from 1."""
        question = self.list.cursor_row
        if question is None:
            return
        if 1 <= number <= len(question.item.choices):
            self.give(question, question.item.choices[number - 1])
        else:
            self.notice(kind_hint(question.item))

    # --- typed answers

    def do_answer_line(self) -> None:
        question, sitting = self.list.cursor_row, self.sitting
        if question is None or sitting is None:
            return
        failed = sitting.sending.get(question.place)
        if sitting.typed:
            self.give(question, sitting.typed)
        elif failed is not None and failed.trouble:
            self._send(question.place, failed)
        elif question.item.kind in (ItemKind.TEXT, ItemKind.MEASUREMENT):
            self.talk(lambda: self._line(question))
        else:
            self.notice(kind_hint(question.item))

    async def _line(self, question: Question) -> None:
        item, sitting = question.item, self.sitting
        if sitting is None:
            return
        now = sitting.answer(question.place)
        value = now.text if now is not None and now.text else ""

        async def store(text: str) -> object:
            read_answer(item, text, decimal_comma=sitting.comma)
            await self._save(question.place, text, note=self._note_of(question.place))
            return text

        hint = sizes_text(item, self.prodtui.signs) if item.kind is ItemKind.MEASUREMENT else "a few words"
        key = f"answer to {item.key} {question.sample} of {self.ref}"
        if await self.ask(LineDialog(item.text, store, value=value, hint=hint, draft=key)) is not None:
            self._go_on(question)

    def do_answer_note(self) -> None:
        question, sitting = self.list.cursor_row, self.sitting
        if question is None or sitting is None:
            return
        if question.place in sitting.sending:
            self.notice("The answer is not saved yet; add the note when it is.")
        elif question.place not in sitting.readings:
            self.notice("Answer the question first; the note belongs to its answer.")
        else:
            self.talk(lambda: self._note(question, sitting))

    async def _note(self, question: Question, sitting: Sitting) -> None:
        async def store(note: str) -> object:
            row = sitting.readings[question.place]
            value = row.flag if row.flag is not None else row.number if row.number is not None else row.text
            await self._save(question.place, value, na=row.na, note=note)
            return note

        await self.ask(
            LineDialog(
                f"Note on {question.item.text}", store, value=self._note_of(question.place),
                hint="what else is to be said about it", draft=f"note on {question.item.key} of {self.ref}",
            )
        )  # fmt: skip

    def do_clear_answer(self) -> None:
        question, sitting = self.list.cursor_row, self.sitting
        if question is None or sitting is None:
            return
        sitting.sending.pop(question.place, None)
        if question.place in sitting.readings:
            self.verb(lambda: self._clear(question))
        self.show_all()

    async def _clear(self, question: Question) -> None:
        item, sample = question.place
        await self.submit(lambda ws: deferred.inspections.clear(ws, self.ref, item, sample))

    # --- on the way to the disk

    def give(self, question: Question, value: object, *, na: bool = False) -> None:
        """Answer a question and go on to the next open one; a value that does not fit is said and stays typed."""
        sitting = self.sitting
        if sitting is None:
            return
        try:
            answer = read_answer(question.item, value, na=na, decimal_comma=sitting.comma)
        except Rejected as error:
            self.notice(of_error(error), wrong=True)
            return
        sitting.typed = ""
        sending = Sending(value, answer, na, self._note_of(question.place))
        sitting.sending[question.place] = sending
        self._go_on(question)
        off = off_text(question.item, answer.off)
        if not answer.ok and question.item.critical:
            told = f"Critical: {question.item.text} {f'is {off}' if off else 'does not pass'}."
            self.notice(told, wrong=True, about=[("raise_from_check", "issue")])
        elif off:
            self.notice(f"{question.item.text} is {off}.", wrong=True)
        self._send(question.place, sending)

    def _send(self, place: Place, sending: Sending) -> None:
        sending.trouble = ""
        self.show_all()
        self.verb(lambda: self._deliver(place, sending))

    async def _deliver(self, place: Place, sending: Sending) -> None:
        """Save an answer unless another one has taken its place; one that cannot be saved stays, and says so."""
        sitting = self.sitting
        if sitting is None or sitting.sending.get(place) is not sending:
            return
        try:
            await self._save(place, sending.value, na=sending.na, note=sending.note)
        except ProdtuiError as error:
            sending.trouble, sending.again = error.message, isinstance(error, (Busy, StoreProblem))
            self.show_all()
            if sending.again:
                self.notice(f"{of_error(error)} The answer is kept here; enter saves it again.", wrong=True)
                return
            raise
        if sitting.sending.get(place) is sending:
            del sitting.sending[place]
        for other, waiting in tuple(sitting.sending.items()):
            if waiting.trouble and waiting.again:
                self._send(other, waiting)
        self.show_all()

    async def _save(self, place: Place, value: object, *, na: bool = False, note: str = "") -> None:
        """Put an answer on disk and note when."""
        sitting = self.sitting
        if sitting is None:
            return
        item, sample = place
        await self.submit(
            lambda ws: deferred.inspections.answer(
                ws, self.ref, item, value, sample=sample, na=na, note=note, decimal_comma=sitting.comma
            )
        )
        sitting.saved = self.prodtui.local_time(self.prodtui.now())
        self.show_all()

    def _note_of(self, place: Place) -> str:
        reading = self.sitting.readings.get(place) if self.sitting is not None else None
        return reading.note if reading is not None else ""

    def _go_on(self, question: Question) -> None:
        """Go to the next open question; say what to do when there is none."""
        sitting = self.sitting
        if sitting is None:
            return
        place = sitting.next_open(question.place)
        if place is not None:
            self.list.go_to(f"{place[0]} {place[1]}")
        else:
            self.notice(f"All {len(sitting.questions)} questions are answered.", about=[("complete", "complete")])

    def do_next_open(self) -> None:
        question, sitting = self.list.cursor_row, self.sitting
        if question is None or sitting is None:
            return
        place = sitting.next_open(question.place)
        if place is None:
            self.notice("Every question has an answer.")
        else:
            self.list.go_to(f"{place[0]} {place[1]}")

    async def _leave_unsaved(self) -> None:
        sitting = self.sitting
        lost = sum(bool(each.trouble) for each in sitting.sending.values()) if sitting is not None else 0
        what = "1 answer is" if lost == 1 else f"{lost} answers are"
        if await self.ask(Confirm(f"{what} not saved. Leave all the same?", yes="throw away", no="stay")):
            self.app.pop_screen()

    def do_guidance(self) -> None:
        question = self.list.cursor_row
        if question is not None:
            item = question.item
            limits = sizes_text(item, self.prodtui.signs) if item.kind is ItemKind.MEASUREMENT else ""
            text = "\n\n".join(part for part in (limits, item.guidance) if part)
            self.app.push_screen(ShowText(item.text, text or "The checklist says no more about it."))
