"""What happens to requests, told to other parts of the space: a ring loses a leg…

request_events.on_closed(handler)    # handler(made, actor=…), in the transaction; refused, withdrawn or cancelled
"""

from __future__ import annotations

from collections.abc import Callable

from accounts.models import User
from exchanges.models import ImmersionRequest

Handler = Callable[..., object]
_closed: list[Handler] = []


def on_closed(handler: Handler) -> Handler:
    """Has `handler(made, actor=)` called when a request ends without an immersion, under its lock."""
    if handler not in _closed:
        _closed.append(handler)
    return handler


def tell_closed(made: ImmersionRequest, *, actor: User | None) -> None:
    for handler in _closed:
        handler(made, actor=actor)
