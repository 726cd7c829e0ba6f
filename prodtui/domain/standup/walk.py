"""Person by person, and for each from the last step of the board back to the first: finishing comes before starting."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from prodtui.domain.rows_board import CardRow
from prodtui.domain.rows_standup import CarriedTask, NamedTask, StandupPerson
from prodtui.domain.standup.facts import days_in_work, facts_of
from prodtui.domain.standup.situation import Situation


def walk(at: Situation, finished: Mapping[str, Collection[NamedTask]]) -> tuple[StandupPerson, ...]:
    """Return everybody of the team by name; `finished` tells by login what they finished since."""
    hands = defaultdict[str, list[CardRow]](list)
    for card in _from_the_right(at):
        for login in card.assignees:
            hands[login].append(card)
    return tuple(
        StandupPerson(
            person.login,
            person.name,
            _away(person.login, at),
            tuple(_carried(card, at) for card in hands[person.login]),
            tuple(finished.get(person.login, ())),
        )
        for person in sorted(at.people, key=lambda person: (person.name.casefold(), person.login))
    )


def _from_the_right(at: Situation) -> Iterable[CardRow]:
    places = {step.key: place for place, step in enumerate(at.steps)}
    return sorted(at.cards, key=lambda card: (-places.get(card.step, 0), card.rank))


def _carried(card: CardRow, at: Situation) -> CarriedTask:
    stuck = ", ".join(fact.text for fact in facts_of(card, at))
    return CarriedTask(card.ref, card.title, card.step, days_in_work(card, at.now), stuck)


def _away(login: str, at: Situation) -> str:
    row = at.away.get(login)
    if row is None:
        return ""
    until = "today" if row.ends == at.today else f"until {at.day_text(row.ends)}"
    return f"away {until}: {row.reason}" if row.reason else f"away {until}"
