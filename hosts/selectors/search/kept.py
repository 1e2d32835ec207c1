"""Small lists that every search needs, kept by the process for a while instead of being read each time."""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

Value = TypeVar("Value")
_all: list[Kept[object] | KeptByKey[object]] = []


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


class KeptByKey(Generic[Value]):
    """Answers to many questions, each at most `seconds` old; when there are `most` of them, it begins anew."""

    def __init__(self, seconds: float, most: int) -> None:
        self._seconds, self._most = seconds, most
        self._held: dict[Hashable, tuple[float, Value]] = {}
        _all.append(self)  # type: ignore[arg-type]

    def get(self, key: Hashable, read: Callable[[], Value]) -> Value:
        held = self._held.get(key)
        if held is None or held[0] < time.monotonic():
            if len(self._held) >= self._most:
                self._held = {}
            held = self._held[key] = (time.monotonic() + self._seconds, read())
        return held[1]

    def forget(self) -> None:
        self._held = {}


def forget_everything() -> None:
    """For tests, whose databases change under the process's feet."""
    for kept in _all:
        kept.forget()
