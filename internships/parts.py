"""Sections of the placement page that the apps above add: the agreement's card, the evaluations…

parts.register(provider)     # provider(request, placement) -> Part | None, in AppConfig.ready()
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

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
    # The template with its context and `placement`, rendered when the page is made.
    content: SafeString | str = ""


@dataclass(kw_only=True)
class Step:
    """One step of the journey. The page's own: agreed 10, hours 20, beginning 40, end 50.

    The agreement fits at 30, the certificate at 60. `current` is set by whoever puts them in order.
    """

    title: str
    position: int
    note: str = ""
    done: bool = False
    address: str = ""
    current: bool = False

    @property
    def state(self) -> str:
        return "done" if self.done else "current" if self.current else ""


Provider = Callable[[HttpRequest, Placement], Part | None]
StepProvider = Callable[[HttpRequest, Placement], Step | None]
_providers: list[Provider] = []
_steps: list[StepProvider] = []


def register(provider: Provider) -> Provider:
    """Adds a provider; it runs a number of queries that does not grow, and returns None where it has nothing."""
    if provider not in _providers:
        _providers.append(provider)
    return provider


def collect(request: HttpRequest, placement: Placement) -> list[Part]:
    """The sections with their content, in their order."""
    found = [part for provider in _providers if (part := provider(request, placement)) is not None]
    return [
        replace(part, content=render_to_string(part.template, {"placement": placement, **part.context}, request))
        for part in sorted(found, key=lambda part: part.position)
    ]


def register_step(provider: StepProvider) -> StepProvider:
    """Adds a step to the journey of placements."""
    if provider not in _steps:
        _steps.append(provider)
    return provider


def collect_steps(request: HttpRequest, placement: Placement) -> list[Step]:
    return [step for provider in _steps if (step := provider(request, placement)) is not None]
