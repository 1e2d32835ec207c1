"""The figures of the network, for those who run it (S11): each app gives its sections, one page shows and exports them.

    dashboard.register(sections)      # in AppConfig.ready(); what is registered first stands first

`sections(scope)` reads in a number of queries that does not grow, one where it can.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.utils.functional import Promise

from accounts.models import Territory
from accounts.workspace import Workspace


@dataclass(frozen=True)
class Scope:
    """Of which territory and year the figures are, all of them where there is none, and who reads them."""

    workspace: Workspace
    territory: Territory | None = None
    year: int | None = None

    @property
    def values(self) -> dict[str, Any]:
        """For SQL: `%(territory)s` and `%(year)s`, null for all."""
        return {"territory": self.territory.pk if self.territory else None, "year": self.year}


@dataclass(frozen=True)
class Figure:
    """A number and what it is of; `whole` is what it is a part of, `address` the list behind it."""

    label: str | Promise
    number: int
    whole: int | None = None
    address: str = ""

    @property
    def share(self) -> int | None:
        """In whole percent of the whole."""
        return round(100 * self.number / self.whole) if self.whole else None


@dataclass(frozen=True)
class Section:
    """Figures that belong together; `note` says how they are counted, where one would wonder."""

    code: str
    title: str | Promise
    figures: Sequence[Figure]
    note: str | Promise = ""

    @property
    def is_empty(self) -> bool:
        return not any(figure.number for figure in self.figures)


Provider = Callable[[Scope], Sequence[Section]]
_providers: list[Provider] = []


def register(provider: Provider) -> Provider:
    if provider not in _providers:
        _providers.append(provider)
    return provider


def sections(scope: Scope) -> list[Section]:
    """What every app tells, in the order in which they registered."""
    return [section for provider in _providers for section in provider(scope)]


def link(address: str, **query: object) -> str:
    """An address with those of the filters that say something."""
    asked = {name: str(value) for name, value in query.items() if value not in (None, "")}
    return f"{address}?{urlencode(asked)}" if asked else address
