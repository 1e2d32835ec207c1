"""What happens to placements, told to the apps above, and what they may refuse.

events.register("changed", handler)      # handler(placement, **details), in the transaction of the change
events.register_guard(guard)             # guard(placement, change=…, actor=…) raises Refused to stop it
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import Any

from accounts.models import User
from internships.models import Placement

Handler = Callable[..., None]
Guard = Callable[..., None]

EVENTS = ("created", "changed", "cancelled", "stopped")
_handlers: dict[str, list[Handler]] = {name: [] for name in EVENTS}
_guards: list[Guard] = []


class Change(StrEnum):
    """What is about to change; a signed agreement lets some of it pass only as an amendment."""

    DATES = "dates"
    SITES = "sites"
    WEEK = "week"
    INTERRUPTION = "interruption"
    SUPERVISOR = "supervisor"
    AGE = "age"
    EMPLOYER = "employer"
    TERMS = "terms"
    STOP = "stop"
    CANCEL = "cancel"


def register(event: str, handler: Handler) -> Handler:
    """Has `handler(placement, **details)` called at that event, in its transaction."""
    if handler not in _handlers[event]:
        _handlers[event].append(handler)
    return handler


def register_guard(guard: Guard) -> Guard:
    """Has `guard(placement, change=, actor=)` asked before a change; it raises Refused with a sentence to stop it."""
    if guard not in _guards:
        _guards.append(guard)
    return guard


def tell(event: str, placement: Placement, **details: Any) -> None:
    for handler in _handlers[event]:
        handler(placement, **details)


def ask(placement: Placement, *, change: Change, actor: User | None) -> None:
    """Raises the first guard's Refused; nothing happens where nobody objects."""
    for guard in _guards:
        guard(placement, change=change, actor=actor)
