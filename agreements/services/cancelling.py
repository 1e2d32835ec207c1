"""An agreement is cancelled, before or after its signature. What was sealed stays as it is; all are told why."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.errors import Refused
from accounts.models import User
from agreements import notifications, workflow
from agreements.enums import AgreementState
from agreements.locking import locked
from agreements.models import Agreement, AgreementVersion
from agreements.services.signing import void_standing
from internships.enums import PlacementState
from internships.models import Placement

OVER = (AgreementState.CANCELLED, AgreementState.SEALING)


@transaction.atomic
def cancel(*, agreement_id: int, actor: User, reason: str) -> Agreement:
    """Cancels an agreement, signed or not, by whoever leads it. Its amendments go with it.

    The sealed file stays, and its verification page says that it is cancelled.
    """
    agreement = locked(agreement_id)
    workflow.require(agreement, "cancel", actor)
    if not reason.strip():
        raise Refused(_("Say in a sentence why the agreement is cancelled: all the parties read it."))
    _cancel(agreement, actor=actor, reason=reason)
    return agreement


def _cancel(agreement: Agreement, *, actor: User | None, reason: str) -> None:
    """Under the agreement's lock."""
    reason = reason.strip()[:1000]
    was_signed = agreement.state == AgreementState.SEALED
    if not was_signed:
        void_standing(agreement, actor=actor, reason=reason)
    workflow.apply(
        agreement,
        "cancel",
        actor=actor,
        reason=reason,
        data={"signed": was_signed},
        cancelled_at=timezone.now(),
        cancelled_by=actor,
        cancel_reason=reason,
    )
    for amendment in agreement.amendments.exclude(state__in=OVER).order_by("pk"):
        _cancel(locked(amendment.pk), actor=actor, reason=reason)
    if not agreement.is_amendment or not agreement.amends or agreement.amends.state != AgreementState.CANCELLED:
        notifications.tell_cancelled(agreement, was_signed=was_signed)


@transaction.atomic
def follow_placement(placement: Placement, *, actor: User | None = None, reason: str = "", **_details: object) -> None:
    """A cancelled placement needs no agreement: called at that event, under the placement's lock."""
    standing = placement.agreements.originals().exclude(state__in=OVER).first()
    if standing is not None:
        _cancel(locked(standing.pk), actor=actor, reason=reason or placement.close_reason)


def after_seal(agreement: Agreement, version: AgreementVersion) -> None:
    overtaken(agreement)


@transaction.atomic
def overtaken(agreement: Agreement) -> None:
    """What was cancelled while it was being sealed: the seal stands, and is cancelled at once.

    The placement was, or the agreement that an amendment belongs to.
    """
    agreement = locked(agreement.pk)
    if agreement.state != AgreementState.SEALED:
        return
    placement, original = agreement.placement, agreement.amends
    if placement.state == PlacementState.CANCELLED:
        _cancel(agreement, actor=None, reason=placement.close_reason)
    elif original is not None and original.state == AgreementState.CANCELLED:
        _cancel(agreement, actor=None, reason=original.cancel_reason)
