"""The agreement's lock, taken before those of its versions and signatories; a wait that is too long is a sentence."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from accounts.locking import busy_said
from agreements.models import Agreement

BUSY = _("Somebody else is acting on this agreement right now. Try again in a moment.")


def locked(agreement_id: int) -> Agreement:
    """The agreement under its lock, with its placement; call it in a transaction."""
    rows = Agreement.objects.select_for_update(of=("self",)).select_related(
        "placement__sending_organisation", "placement__person", "placement__kind", "amends"
    )
    with busy_said(BUSY):
        return rows.get(pk=agreement_id)
