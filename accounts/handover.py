"""What a leaver was in charge of passes to someone else of the organisation (T9). Each app says how, for its things.

    handover.register("tutored placements", move)    # in AppConfig.ready()

`move(leaver=, successor=, organisation=)` reassigns what the leaver was in charge of and returns how many things moved.
Records belong to the organisation and stay where they are.
"""

from __future__ import annotations

from typing import Protocol

from accounts.models import Organisation, User


class Move(Protocol):
    def __call__(self, *, leaver: User, successor: User, organisation: Organisation) -> int: ...


_moves: dict[str, Move] = {}


def register(name: str, move: Move) -> None:
    _moves[name] = move


def move_all(*, leaver: User, successor: User, organisation: Organisation) -> int:
    """Runs every registered move, within the caller's transaction; returns how many things moved."""
    return sum(move(leaver=leaver, successor=successor, organisation=organisation) for move in _moves.values())
