"""Cards that changed just now, and who changed them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping


class Flashes:
    """Which cards flash: each change starts a turn, and ends with it unless a later one took the card over."""

    def __init__(self) -> None:
        self.authors: Mapping[int, str | None] = {}
        self._turns: dict[int, int] = {}
        self._turn = 0

    def start(self, ids: Iterable[int], authors: Mapping[int, str]) -> int:
        """Let cards flash and return the turn with which that ends."""
        self._turn += 1
        ids = list(ids)
        self._turns.update(dict.fromkeys(ids, self._turn))
        self.authors = {**self.authors, **{card_id: authors.get(card_id) for card_id in ids}}
        return self._turn

    def end(self, turn: int) -> None:
        """Let the cards of a turn be quiet again."""
        self._turns = {card_id: own for card_id, own in self._turns.items() if own != turn}
        self.authors = {card_id: author for card_id, author in self.authors.items() if card_id in self._turns}
