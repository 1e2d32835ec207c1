"""The dated library of a space (B12, A1): model agreements, référentiel, protocols, read by its people only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from accounts.enums import OrganisationKind, Role
from accounts.models import Membership
from exchanges.models import ExchangeSpace, Structure
from practices.library_enums import LibraryKind
from practices.library_scopes import scope_key
from practices.models import LibraryDocument

# In the order in which people look for them.
KINDS = (
    LibraryKind.FRAMEWORK,
    LibraryKind.AGREEMENT_MODEL,
    LibraryKind.SPECIFICATIONS,
    LibraryKind.PROTOCOL,
    LibraryKind.NOTE,
    LibraryKind.REFERENCE,
    LibraryKind.OTHER,
)


@dataclass(frozen=True)
class Group:
    kind: LibraryKind
    documents: list[LibraryDocument]


def key(space: ExchangeSpace | int) -> str:
    """Under which the library keeps the documents of a space."""
    return f"exchanges:{space if isinstance(space, int) else space.pk}"


def readable(user: Any) -> QuerySet[Structure]:
    """Spaces in which the person has a seat."""
    return Structure.objects.of_professional(user).annotate(key=scope_key("exchanges", "space"))


def writable(user: Any) -> QuerySet[ExchangeSpace]:
    """Spaces that the person runs, with their names."""
    seats = Membership.objects.current().filter(
        user=user, role=Role.EXCHANGE_PILOT, organisation__kind=OrganisationKind.NETWORK
    )
    rows = ExchangeSpace.objects.filter(pilot__in=seats.values("organisation"))
    return rows.annotate(key=scope_key("exchanges", "pk"))


def documents_of(space: ExchangeSpace) -> list[Group]:
    """The published documents of a space by kind, the newest first. One query."""
    rows = LibraryDocument.objects.published().in_scope(key(space)).select_related("current__file")
    found: dict[str, list[LibraryDocument]] = {}
    for one in rows.order_by("-dated_on", "-pk"):
        found.setdefault(one.kind, []).append(one)
    return [Group(kind, found[kind]) for kind in KINDS if kind in found]
