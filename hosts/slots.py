"""What higher apps add to the pages of hosts and offers: the way one asks for a place.

    slots.register_apply(way)      # in AppConfig.ready()

`way(workspace, institution, offer)` says how this reader applies here; without a provider, pages only give advice.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise

from accounts.workspace import Workspace
from hosts.models import HostInstitution, PlacementOffer


@dataclass(frozen=True, kw_only=True)
class Way:
    """A sentence, and the links that lead on: the main one, and another for those whom it does not suit."""

    text: str | Promise = ""
    action: str | Promise = ""
    address: str = ""
    second: str | Promise = ""
    second_address: str = ""


Provider = Callable[[Workspace, HostInstitution, PlacementOffer | None], Way | None]
_apply: list[Provider] = []


def register_apply(provider: Provider) -> Provider:
    """One provider: the last one counts."""
    _apply[:] = [provider]
    return provider


def way_to_apply(workspace: Workspace, institution: HostInstitution, offer: PlacementOffer | None = None) -> Way | None:
    """How this person applies here, or None where nobody can say or nothing is to be said."""
    return _apply[0](workspace, institution, offer) if _apply else None
