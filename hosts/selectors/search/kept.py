"""Small lists that every search needs, kept by the process for a while instead of being read each time."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Generic, TypeVar

Value = TypeVar("Value")
_all: list[Kept[object]] = []


class Kept(Generic[Value]):
    """What `read` gives, at most `seconds` old. Shared by the threads of a process; never changed by its users."""

    def __init__(self, read: Callable[[], Value], seconds: float) -> None:
        self._read, self._seconds = read, seconds
        self._held: tuple[float, Value] | None = None
        _all.append(self)  # type: ignore[arg-type]

    def get(self) -> Value:
        held = self._held
        if held is None or held[0] < time.monotonic():
            held = self._held = (time.monotonic() + self._seconds, self._read())
        return held[1]

    def put(self, value: Value) -> None:
        self._held = (time.monotonic() + self._seconds, value)

    def forget(self) -> None:
        self._held = None


def forget_everything() -> None:
    """For tests, whose databases change under the process's feet."""
    for kept in _all:
        kept.forget()
