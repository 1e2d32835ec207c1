"""The day on which the agreement of a placement was signed by all: the law of that day judges it."""

from __future__ import annotations

import datetime

from accounts.along import came_with
from agreements.enums import AgreementState
from internships.models import Placement

SIGNED = (AgreementState.SEALING, AgreementState.SEALED)


def signature_day(placement: Placement) -> datetime.date | None:
    """The day of the last signature; None while somebody is still to sign. An amendment changes nothing of it."""
    if came_with(placement, "agreements"):
        rows = [one for one in placement.agreements.all() if not one.amends_id and one.state in SIGNED]
        return next((one.signed_on for one in rows if one.signed_on), None)
    days = placement.agreements.originals().filter(state__in=SIGNED, signed_on__isnull=False)
    return days.values_list("signed_on", flat=True).first()
