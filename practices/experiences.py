"""What people may testify to: their placements and their hosting, as the apps above know them (T14).

    experiences.register(provider)     # provider(user) -> Iterable[Experience], in AppConfig.ready()

Nobody speaks of a host where they never were.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from accounts.models import User
from practices.network_enums import Voice


@dataclass(frozen=True, kw_only=True)
class Experience:
    """One thing that a person lived: at which host (its number), in which capacity, in words."""

    host: int
    voice: Voice
    words: str

    @property
    def key(self) -> str:
        return f"{self.voice}:{self.host}"


Provider = Callable[[User], Iterable[Experience]]
_providers: list[Provider] = []


def register(provider: Provider) -> Provider:
    if provider not in _providers:
        _providers.append(provider)
    return provider


def of(person: User) -> list[Experience]:
    """Each once, in the order in which the apps tell them."""
    found: dict[str, Experience] = {}
    for provider in _providers:
        for one in provider(person):
            found.setdefault(one.key, one)
    return list(found.values())
