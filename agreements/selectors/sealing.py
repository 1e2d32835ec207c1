"""An agreement that all have signed and that waits for its seal: how it stands, for the parties and for staff."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.utils import timezone

from agreements.enums import AgreementState
from agreements.models import Agreement, AgreementVersion
from messaging.enums import OutboxState
from messaging.models import OutboxEntry

KIND = "agreements.seal"
# A seal takes a second once a worker is there.
SWIFT = datetime.timedelta(minutes=2)
# From then on somebody should look.
LATE = datetime.timedelta(hours=1)


@dataclass(frozen=True)
class SealWait:
    """`hindered`: it was tried and did not work, or nobody has tried for a while; `given_up`: staff must act."""

    hindered: bool = False
    given_up: bool = False


def seal_wait(agreement: Agreement, version: AgreementVersion | None) -> SealWait | None:
    """Why the seal is not there yet; nothing for an agreement that does not wait for it."""
    if agreement.state != AgreementState.SEALING or version is None:
        return None
    entry = OutboxEntry.objects.filter(kind=KIND, key=f"version:{version.pk}").first()
    slow = timezone.now() - agreement.state_since > SWIFT
    if entry is None:
        return SealWait(hindered=slow)
    return SealWait(hindered=slow or entry.attempts > 0, given_up=entry.state == OutboxState.FAILED)


def sealing_late() -> int:
    """How many agreements have waited for their seal for so long that somebody should look."""
    before = timezone.now() - LATE
    return Agreement.objects.filter(state=AgreementState.SEALING, state_since__lt=before).count()
