"""« À faire »: what waits for a person, gathered from every app, the most urgent first."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils import timezone

from accounts.workspace import Workspace
from messaging.enums import Urgency

__all__ = ["Provider", "Todo", "Urgency", "register", "todos"]


@dataclass(frozen=True, kw_only=True)
class Todo:
    """One thing that waits for the person: what, where to do it, until when.

    `icon` is a Lucide name; `count` says how many objects one line stands for.
    """

    title: str
    url: str
    urgency: Urgency = Urgency.NORMAL
    due: datetime.date | None = None
    icon: str = "circle-dot"
    detail: str = ""
    count: int = 1

    @property
    def urgent(self) -> bool:
        """Late by its own word, or past its day."""
        return self.urgency == Urgency.LATE or bool(self.due and self.due < timezone.localdate())


Provider = Callable[[Workspace], Iterable[Todo]]
_providers: list[Provider] = []


def register(provider: Provider) -> Provider:
    """Adds a provider: it takes a Workspace and returns what waits, in a number of queries that does not grow."""
    if provider not in _providers:
        _providers.append(provider)
    return provider


def todos(workspace: Workspace) -> list[Todo]:
    """Everything that waits for the person in the capacity they act in, most urgent first."""
    if workspace.user is None:
        return []
    found = [todo for provider in _providers for todo in provider(workspace)]
    return sorted(found, key=lambda todo: (not todo.urgent, todo.urgency, todo.due or datetime.date.max, todo.title))
