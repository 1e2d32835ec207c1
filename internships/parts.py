"""Sections of the placement page that the apps above add: the agreement's card, the evaluations…

parts.register(provider)     # provider(request, placement) -> Part | None, in AppConfig.ready()
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest

from internships.models import Placement


@dataclass(frozen=True, kw_only=True)
class Part:
    """One section: its heading, the template of what stands below it, and where among the others it comes.

    The page's own sections stand at 10 (people), 20 (sites), 30 (hours), 40 (documents), 50 (thread), 60 (history);
    what concerns the agreement fits at 15.
    """

    title: str
    template: str
    context: dict[str, Any] = field(default_factory=dict)
    position: int = 45
    # The anchor of the section, for links to it.
    anchor: str = ""


Provider = Callable[[HttpRequest, Placement], Part | None]
_providers: list[Provider] = []


def register(provider: Provider) -> Provider:
    """Adds a provider; it runs a number of queries that does not grow, and returns None where it has nothing."""
    if provider not in _providers:
        _providers.append(provider)
    return provider


def collect(request: HttpRequest, placement: Placement) -> list[Part]:
    found = [part for provider in _providers if (part := provider(request, placement)) is not None]
    return sorted(found, key=lambda part: part.position)
