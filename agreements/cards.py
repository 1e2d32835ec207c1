"""What agreements show on the page of a placement (T5)."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from agreements.enums import AgreementState
from agreements.forms.parts import StartForm
from agreements.selectors.certifying import certifies_for
from agreements.selectors.drawing_up import may_draw_up
from agreements.selectors.overview import sentence
from agreements.services.certificates import last_day
from internships.enums import PlacementState
from internships.models import Placement
from internships.parts import Part, Step


def agreement_card(request: HttpRequest, placement: Placement) -> Part | None:
    """The agreement: where it stands, or the button that begins it; its amendments below."""
    rows = list(placement.agreements.prefetch_related("signatories").order_by("created_at"))
    agreement = next((one for one in rows if not one.amends_id and one.state != AgreementState.CANCELLED), None)
    may_begin = agreement is None and placement.state == PlacementState.OPEN and may_draw_up(placement, request.user)
    context = {
        "agreement": agreement,
        "amendments": [one for one in rows if one.amends_id],
        "sentence": "",
        "may_begin": may_begin,
        "form": StartForm() if may_begin else None,
        "placement": placement,
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
    certificate = placement.certificates.filter(replaced_by__isnull=True).first()
    over = placement.state != PlacementState.CANCELLED and last_day(placement) <= timezone.localdate()
    may_make = over and bool(certifies_for(placement, request.user))
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
    agreement = placement.agreements.originals().exclude(state=AgreementState.CANCELLED).first()
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
    done = placement.certificates.filter(replaced_by__isnull=True, file__isnull=False).exists()
    return Step(title=_("Certificate of placement"), position=60, done=done)
