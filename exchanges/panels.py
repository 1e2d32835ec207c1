"""What other parts of the space add to its two front pages: the home of professionals and the pilot's dashboard.

    panels.register(provider)                      # the pilot's dashboard
    panels.register(provider, page=panels.HOME)    # the home of everybody with a seat

A provider takes a Seat and returns Panels, in a number of queries that does not grow with rows. Register in
`AppConfig.ready()`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.utils.functional import Promise

if TYPE_CHECKING:
    from exchanges.access import Seat

DASHBOARD, HOME = "dashboard", "home"
Words = str | Promise


@dataclass(frozen=True, kw_only=True)
class Panel:
    """A card: a title that leads on, a sentence, an icon of Lucide; `figure` is the number it is about, `urgent` says
    that somebody waits, `lines` are further links (words, address). Low `place` comes first."""

    title: Words
    address: str = ""
    text: Words = ""
    icon: str = "circle-dot"
    figure: int | None = None
    urgent: bool = False
    lines: tuple[tuple[Words, str], ...] = field(default_factory=tuple)
    place: int = 50


Provider = Callable[["Seat"], Iterable[Panel]]
_providers: dict[str, list[Provider]] = {DASHBOARD: [], HOME: []}


def register(provider: Provider, page: str = DASHBOARD) -> Provider:
    """Adds a provider to a page, once."""
    if provider not in _providers[page]:
        _providers[page].append(provider)
    return provider


def panels(page: str, seat: Seat) -> list[Panel]:
    """What the parts of the space tell this person, in their order."""
    found = [panel for provider in _providers[page] for panel in provider(seat)]
    return sorted(found, key=lambda panel: panel.place)
