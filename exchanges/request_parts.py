"""Sections and steps that other parts of the space add to the page of a request: questionnaires, effects…

    request_parts.register(provider)        # provider(request, made) -> Part | None
    request_parts.register_step(provider)   # provider(request, made) -> Step | None

Register in `AppConfig.ready()`. `Part` and `Step` are those of placements: the page's own steps stand at 10 (asked), 20
(visa), 30 (answer), 40 (agreement), 60 (the days), 80 (certificate), 90 (the return).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from django.http import HttpRequest
from django.template.loader import render_to_string

from exchanges.models import ImmersionRequest
from internships.parts import Part, Step

__all__ = ["Part", "Step", "collect", "collect_steps", "register", "register_step"]

Provider = Callable[[HttpRequest, ImmersionRequest], Part | None]
StepProvider = Callable[[HttpRequest, ImmersionRequest], Step | None]
_providers: list[Provider] = []
_steps: list[StepProvider] = []


def register(provider: Provider) -> Provider:
    """Adds a section; it runs a number of queries that does not grow."""
    if provider not in _providers:
        _providers.append(provider)
    return provider


def register_step(provider: StepProvider) -> StepProvider:
    if provider not in _steps:
        _steps.append(provider)
    return provider


def collect(request: HttpRequest, made: ImmersionRequest) -> list[Part]:
    """The sections with their content, in their order."""
    found = [part for provider in _providers if (part := provider(request, made)) is not None]
    return [
        replace(part, content=render_to_string(part.template, {"made": made, **part.context}, request))
        for part in sorted(found, key=lambda part: part.position)
    ]


def collect_steps(request: HttpRequest, made: ImmersionRequest) -> list[Step]:
    return [step for provider in _steps if (step := provider(request, made)) is not None]
