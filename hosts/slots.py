"""What higher apps add to the pages of hosts and offers: the way one asks for a place, and sections of their own.

    slots.register_apply(way)      # in AppConfig.ready()
    slots.register_section(section)

    slots.register_search_lead(lead)

`way(workspace, institution, offer)` says how this reader applies here; without a provider, pages only give advice.
`section(institution)` gives what else is to be told of a host, or None. `lead(workspace)` is another way to search.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet
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


@dataclass(frozen=True, kw_only=True)
class SectionItem:
    """One thing told of a host: a title that leads on, a sentence, a note."""

    title: str
    address: str
    text: str = ""
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Section:
    """A heading and what stands below it; `more` leads to the others."""

    title: str
    anchor: str
    items: list[SectionItem] = field(default_factory=list)
    more: str = ""
    more_address: str = ""


SectionProvider = Callable[[HostInstitution], Section | None]
_sections: list[SectionProvider] = []
_annotations: dict[str, Any] = {}


def register_section(provider: SectionProvider, **annotations: Any) -> SectionProvider:
    """Adds a provider; it returns None where it has nothing.

    What it tells comes with the host's own row: `annotations` are expressions over hosts, found again as attributes.
    """
    if provider not in _sections:
        _sections.append(provider)
        _annotations.update(annotations)
    return provider


def annotated(hosts: QuerySet[HostInstitution]) -> QuerySet[HostInstitution]:
    """Hosts with what the sections tell of them."""
    return hosts.annotate(**_annotations)


def sections(institution: HostInstitution) -> list[Section]:
    """What else is told of a published host."""
    return [found for provider in _sections if (found := provider(institution)) is not None]


# Another way to search, for this person: words and address, or None.
Lead = Callable[[Workspace], tuple[str, str] | None]
_leads: list[Lead] = []


def register_search_lead(lead: Lead) -> Lead:
    """Adds a link below the search box."""
    if lead not in _leads:
        _leads.append(lead)
    return lead


def search_leads(workspace: Workspace) -> list[tuple[str, str]]:
    return [found for lead in _leads if (found := lead(workspace)) is not None]
