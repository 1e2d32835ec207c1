"""People who find their own structure in the register ask to keep its sheet; somebody who knows answers."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts import audit
from accounts.enums import Role
from accounts.models import Membership, User
from hosts import notifications
from hosts.enums import LIVE_STATES, ClaimState
from hosts.models import HostClaim, HostInstitution
from hosts.workflow import NotPossible


@transaction.atomic
def claim(*, institution: HostInstitution, user: User, function: str, message: str = "") -> HostClaim:
    """Asks to keep a sheet. Asking twice is one request. Tells the host's managers, or else its moderators."""
    institution = HostInstitution.objects.select_for_update(of=("self",)).get(pk=institution.pk)
    if institution.state not in LIVE_STATES:
        raise NotPossible(_("This sheet is no longer in use."))
    if Membership.objects.current().filter(user=user, organisation=institution.organisation_id).exists():
        raise NotPossible(_("You belong to this host already."))
    known = HostClaim.objects.pending().filter(institution=institution, user=user).first()
    if known is not None:
        return known
    made = HostClaim.objects.create(institution=institution, user=user, function=function, message=message)
    audit.record(action="host_claim.made", actor=user, target=made, organisation=institution.organisation, text=message)
    notifications.claim_made(made)
    return made


@transaction.atomic
def answer(*, claim_id: int, actor: User, accept: bool) -> HostClaim:
    """Accepts or refuses a request. Accepted, the person becomes a manager of the host."""
    found = HostClaim.objects.select_for_update(of=("self",)).select_related("institution__organisation", "user")
    request = found.get(pk=claim_id)
    if request.state != ClaimState.PENDING:
        raise NotPossible(_("Somebody answered this request already."))
    if not HostClaim.objects.decidable_by(actor).filter(pk=claim_id).exists():
        raise NotPossible(_("This request is not yours to answer."))
    request.state = ClaimState.ACCEPTED if accept else ClaimState.REFUSED
    request.decided_at, request.decided_by = timezone.now(), actor
    request.save()
    organisation = request.institution.organisation
    if accept:
        Membership.objects.get_or_create(
            user=request.user, organisation=organisation, role=Role.HOST_MANAGER, until=None
        )
    audit.record(
        action="host_claim.accepted" if accept else "host_claim.refused",
        actor=actor,
        target=request,
        organisation=organisation,
        data={"user": request.user_id},
    )
    notifications.claim_answered(request)
    return request
