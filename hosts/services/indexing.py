"""The search index follows every change of a host, a site, an offer or a period, in the same transaction."""

from __future__ import annotations

from hosts.models import HostInstitution, PlacementOffer


def reindex_institution(institution: HostInstitution) -> None:
    """Rewrites what search knows of a host and of its offers."""


def reindex_offer(offer: PlacementOffer) -> None:
    """Rewrites what search knows of one offer."""
