"""Where a placement leads on return: a good practice to write, a host to report, an innovation to tell (E16, E23, E24).

What an app offers it registers in `AppConfig.ready()`, so that no page leads to what is not there.

    return_leads.register(provider)          # provider(request, placement) -> Lead | None: on return
    return_leads.register_impact(provider)   # provider(request, follow_up) -> Lead | None: where something changed
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.functional import Promise

from internships.models import FollowUp, Placement


@dataclass(frozen=True, kw_only=True)
class Lead:
    """One thing to do next: its words, why, where. With `post` it is a button, otherwise a link."""

    words: str | Promise
    why: str | Promise
    address: str
    icon: str = "arrow-right"
    post: bool = False


Provider = Callable[[HttpRequest, Placement], Lead | None]
ImpactProvider = Callable[[HttpRequest, FollowUp], Lead | None]
_providers: list[Provider] = []
_impact: list[ImpactProvider] = []


def register(provider: Provider) -> Provider:
    if provider not in _providers:
        _providers.append(provider)
    return provider


def register_impact(provider: ImpactProvider) -> ImpactProvider:
    if provider not in _impact:
        _impact.append(provider)
    return provider


def collect(request: HttpRequest, placement: Placement) -> list[Lead]:
    return [lead for provider in _providers if (lead := provider(request, placement)) is not None]


def collect_impact(request: HttpRequest, follow_up: FollowUp) -> list[Lead]:
    return [lead for provider in _impact if (lead := provider(request, follow_up)) is not None]
