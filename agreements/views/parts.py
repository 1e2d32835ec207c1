"""What several pages of agreements share."""

from __future__ import annotations

from typing import cast

from django.db.models import Q
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from accounts.models import User
from agreements.enums import SignatoryState
from agreements.models import Agreement, Signatory


def person(request: HttpRequest) -> User:
    """Whoever is signed in: the access decorator has seen to it."""
    return cast(User, request.user)


def agreement_of(request: HttpRequest, pk: int) -> Agreement:
    """An agreement that the person may see, or signs with the address of their account; a 404 for everybody else."""
    rows = Agreement.objects.select_related(
        "placement__person", "placement__sending_organisation", "placement__kind", "amends", "version_in_force"
    )
    signs = Signatory.objects.filter(agreement=pk, user__isnull=True).exclude(state=SignatoryState.DELEGATED)
    seen = Q(pk__in=Agreement.objects.visible_to(request.user).filter(pk=pk).values("pk"))
    if request.user.is_authenticated and request.user.email:
        seen |= Q(pk__in=signs.filter(email__iexact=request.user.email).values("agreement_id"))
    return get_object_or_404(rows.filter(seen), pk=pk)


def signatory_of(agreement: Agreement, pk: int) -> Signatory:
    """A signatory of that agreement who has not passed the signature on."""
    row = agreement.signatories.select_related("user").filter(pk=pk).exclude(state=SignatoryState.DELEGATED).first()
    if row is None:
        raise Http404
    row.agreement = agreement
    return row
