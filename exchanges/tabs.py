"""The way around the space: one line of tabs. Other parts add theirs in `AppConfig.ready()`:

tabs.add(_("Requests"), "exchanges:requests", place=40)
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

if TYPE_CHECKING:
    from exchanges.access import Seat


@dataclass(frozen=True)
class Tab:
    """Pages below it say so by `tab` in their context: the route."""

    words: str | Promise
    route: str
    place: int
    when: Callable[[Seat], bool]


_tabs: dict[str, Tab] = {}


def add(words: str | Promise, route: str, *, place: int = 50, when: Callable[[Seat], bool] = lambda seat: True) -> None:
    """Adds a tab, once."""
    _tabs[route] = Tab(words, route, place, when)


def shown(seat: Seat) -> list[Tab]:
    return sorted((tab for tab in _tabs.values() if tab.when(seat)), key=lambda tab: tab.place)


def works(seat: Seat) -> bool:
    """Works in one of the structures."""
    return bool(seat.structures)


add(pgettext_lazy("space of exchanges", "Home"), "exchanges:home", place=10)
add(_("Discover"), "exchanges:discover", place=20)
add(_("Our offers"), "exchanges:our_offers", place=30, when=works)
add(_("My wishes"), "exchanges:my_wishes", place=35, when=works)
add(_("Run the space"), "exchanges:dashboard", place=90, when=lambda seat: seat.is_pilot)
