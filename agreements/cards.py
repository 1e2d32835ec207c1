"""What agreements show on the page of a placement (T5)."""

from __future__ import annotations

from django.db.models import Prefetch, prefetch_related_objects
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.along import along
from accounts.models import Membership
from agreements.enums import AgreementState
from agreements.forms.parts import StartForm
from agreements.models import Agreement, Certificate
from agreements.selectors.certifying import certifies_for
from agreements.selectors.leading import lead_of, leader_of, leads
from agreements.selectors.overview import sentence
from agreements.services.certificates import last_day
from internships.enums import PlacementState
from internships.models import Placement
from internships.parts import Part, Step


def read(placement: Placement) -> None:
    """What the card, the certificate and the steps show, once for all of them."""
    agreements = along(Agreement.objects.order_by("created_at"), "signatories")
    prefetch_related_objects([placement], Prefetch("agreements", agreements), "certificates")


def seats(request: HttpRequest) -> list[Membership]:
    """The memberships of whoever looks, which the request knows."""
    return request.workspace.memberships  # type: ignore[attr-defined, no-any-return]


def standing_certificate(placement: Placement) -> Certificate | None:
    return next((one for one in placement.certificates.all() if one.replaced_by_id is None), None)


def agreement_card(request: HttpRequest, placement: Placement) -> Part | None:
    """The agreement: where it stands, or the button that begins it; its amendments below."""
    read(placement)
    rows = list(placement.agreements.all())
    agreement = next((one for one in rows if not one.amends_id and one.state != AgreementState.CANCELLED), None)
    lead = lead_of(placement) if agreement is None else None
    may_begin = (
        lead is not None
        and placement.state == PlacementState.OPEN
        and leads(placement, request.user, seats(request), lead)
    )
    context = {
        "agreement": agreement,
        "amendments": [one for one in rows if one.amends_id],
        "sentence": "",
        "may_begin": may_begin,
        "over": last_day(placement) < timezone.localdate(),
        "form": StartForm() if may_begin else None,
        "placement": placement,
        "leader": "" if agreement or may_begin else leader_of(placement, lead)[1],
    }
    if agreement:
        agreement.placement = placement
        preparing = agreement.state == AgreementState.PREPARING
        context["sentence"] = _("Each party completes its part.") if preparing else sentence(agreement, [])
    return Part(
        title=_("Agreement"), template="agreements/parts/card.html", context=context, position=15, anchor="convention"
    )


def certificate_card(request: HttpRequest, placement: Placement) -> Part | None:
    """The certificate at the end: the document, or the button that makes it."""
    read(placement)
    certificate = standing_certificate(placement)
    over = placement.state != PlacementState.CANCELLED and last_day(placement) <= timezone.localdate()
    may_make = over and bool(certifies_for(placement, request.user, seats(request)))
    if certificate is None and not may_make:
        return None
    return Part(
        title=_("Certificate of placement"),
        template="agreements/parts/certificate.html",
        context={"certificate": certificate, "may_make": may_make, "placement": placement},
        position=16,
        anchor="attestation",
    )


def agreement_step(request: HttpRequest, placement: Placement) -> Step | None:
    """The agreement among the steps of a placement."""
    if placement.state == PlacementState.CANCELLED:
        return None
    read(placement)
    rows = placement.agreements.all()
    agreement = next((one for one in rows if not one.amends_id and one.state != AgreementState.CANCELLED), None)
    return Step(
        title=_("Agreement signed by all"),
        position=30,
        note=str(agreement.get_state_display()) if agreement else "",
        done=agreement is not None and agreement.state == AgreementState.SEALED,
        address=reverse("agreements:detail", args=[agreement.pk]) if agreement else "",
    )


def certificate_step(request: HttpRequest, placement: Placement) -> Step | None:
    """The certificate, last."""
    if placement.state == PlacementState.CANCELLED:
        return None
    read(placement)
    certificate = standing_certificate(placement)
    done = certificate is not None and certificate.file_id is not None
    return Step(title=_("Certificate of placement"), position=60, done=done)
