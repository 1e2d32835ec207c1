"""What several pages of agreements share."""

from __future__ import annotations

from collections.abc import Collection
from typing import cast

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from accounts.along import came_with
from accounts.models import User
from agreements.enums import SignatoryState, Standing
from agreements.models import Agreement, AgreementPart, Signatory
from agreements.selectors.kinds import hosts_of
from agreements.selectors.leading import Lead
from agreements.selectors.overview import for_page
from agreements.selectors.standing import parts_of, standing


def person(request: HttpRequest) -> User:
    """Whoever is signed in: the access decorator has seen to it."""
    return cast(User, request.user)


def agreement_of(request: HttpRequest, pk: int) -> Agreement:
    """An agreement that the person may see, or signs with the address of their account; a 404 for everybody else."""
    rows = Agreement.objects.select_related(
        "placement__person", "placement__sending_organisation", "placement__kind", "amends", "version_in_force"
    )
    return _seen(request, rows, pk)


def shown(request: HttpRequest, pk: int) -> Agreement:
    """The same, with all that its pages show."""
    return _seen(request, for_page(Agreement.objects.all()), pk)


def standing_of(request: HttpRequest, agreement: Agreement) -> frozenset[Standing]:
    """What whoever asks is to the agreement, by the memberships that the request knows."""
    return standing(agreement, request.user, request.workspace.memberships)  # type: ignore[attr-defined]


def own_parts(
    request: HttpRequest, agreement: Agreement, who: frozenset[Standing], lead: Lead | None = None
) -> frozenset[str]:
    """The parts that are theirs to complete, by the same."""
    return parts_of(agreement, request.user, who, request.workspace.memberships, lead)  # type: ignore[attr-defined]


def _seen(request: HttpRequest, rows: QuerySet[Agreement], pk: int) -> Agreement:
    signs = Signatory.objects.filter(agreement=pk, user__isnull=True).exclude(state=SignatoryState.DELEGATED)
    seen = Q(pk__in=Agreement.objects.visible_to(request.user).filter(pk=pk).values("pk"))
    if request.user.is_authenticated and request.user.email:
        seen |= Q(pk__in=signs.filter(email__iexact=request.user.email).values("agreement_id"))
    return get_object_or_404(rows.filter(seen), pk=pk)


def part_of(agreement: Agreement, key: str, mine: Collection[str] = ()) -> AgreementPart:
    """A part by its key; « host » alone is one's own, otherwise the first host's."""
    rows, hosts = sorted(agreement.parts.all(), key=lambda one: one.pk), hosts_of(agreement.placement)
    for row in rows:
        row.institution = next((host for host in hosts if host.pk == row.institution_id), None)
    named = [one for one in rows if one.key == key]
    found = named or sorted((one for one in rows if one.side == key), key=lambda one: one.key not in mine)
    if not found:
        raise Http404
    found[0].agreement = agreement
    return found[0]


def signatory_of(agreement: Agreement, pk: int) -> Signatory:
    """A signatory of that agreement who has not passed the signature on."""
    if came_with(agreement, "signatories"):
        rows = [one for one in agreement.signatories.all() if one.pk == pk]
    else:
        rows = list(agreement.signatories.filter(pk=pk))
    row = next(iter(rows), None)
    if row is None or row.state == SignatoryState.DELEGATED:
        raise Http404
    row.agreement = agreement
    return row
