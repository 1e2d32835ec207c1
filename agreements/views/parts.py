"""What several pages of agreements share."""

from __future__ import annotations

from typing import cast

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from accounts.models import User
from agreements.enums import SignatoryState
from agreements.models import Agreement, Signatory


def person(request: HttpRequest) -> User:
    """Whoever is signed in: the access decorator has seen to it."""
    return cast(User, request.user)


def agreement_of(request: HttpRequest, pk: int) -> Agreement:
    """An agreement that the person may see; a 404 for everybody else."""
    rows = Agreement.objects.visible_to(request.user).select_related(
        "placement__person", "placement__sending_organisation", "placement__kind", "amends", "version_in_force"
    )
    return get_object_or_404(rows, pk=pk)


def signatory_of(agreement: Agreement, pk: int) -> Signatory:
    """A signatory of that agreement who has not passed the signature on."""
    row = agreement.signatories.select_related("user").filter(pk=pk).exclude(state=SignatoryState.DELEGATED).first()
    if row is None:
        raise Http404
    row.agreement = agreement
    return row
