"""What rings keep about people: where they would go in exchange for whom, and who searched and decided."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts import privacy
from accounts.models import User
from exchanges.models import Ring, RingLeg, RingRun
from exchanges.ring_enums import RingState

SERVICE = _("Performance of the service that the person asked for (GDPR art. 6.1.b)")
INTEREST = _("Legitimate interest: a safe and traceable service (GDPR art. 6.1.f)")


def export_legs(user: User) -> object:
    rows = RingLeg.objects.filter(person=user).select_related(
        "ring", "structure__institution__organisation", "offer__structure__institution__organisation"
    )
    return [
        {
            "from": str(leg.structure),
            "to": str(leg.host),
            "first_day": leg.first_day,
            "last_day": leg.last_day,
            "ring": leg.ring.state,
        }
        for leg in rows
    ]


@transaction.atomic
def erase_legs(user: User) -> None:
    """What was only proposed goes; of what was confirmed, the place stays without its wish."""
    proposed = Ring.objects.filter(legs__person=user, state=RingState.PROPOSED)
    proposed.update(state=RingState.DROPPED, decided_at=timezone.now())
    RingLeg.objects.filter(person=user, request=None).delete()
    RingLeg.objects.filter(person=user).update(wish=None)
    for run in RingRun.objects.filter(pool__participants__contains=[{"person": user.pk}]):
        run.pool["participants"] = [one for one in run.pool["participants"] if one["person"] != user.pk]
        run.save(update_fields=["pool"])


def export_searches(user: User) -> object:
    asked = RingRun.objects.filter(asked_by=user).values_list("asked_at", flat=True)
    decided = Ring.objects.filter(decided_by=user).values_list("state", "decided_at")
    return {"searched_on": list(asked), "decided": [{"ring": state, "on": at} for state, at in decided]}


def erase_searches(user: User) -> None:
    RingRun.objects.filter(asked_by=user).update(asked_by=None)
    RingRun.without_people.through.objects.filter(user=user).delete()
    Ring.objects.filter(decided_by=user).update(decided_by=None)


def register() -> None:
    """Called when the site starts."""
    privacy.register(
        "exchange_rings",
        label=_("Rings of immersions"),
        purpose=_("Find exchanges in which everybody who wishes to go somewhere can, each structure in turn."),
        basis=SERVICE,
        recipients=_("The pilot of the space; once confirmed, the people and structures of the ring"),
        retention=_("As long as the search; without the wish after erasure"),
        export=export_legs,
        erase=erase_legs,
    )
    privacy.register(
        "exchange_ring_searches",
        label=_("Searches for exchanges, and what was decided"),
        purpose=_("Say who searched for exchanges and confirmed or dissolved a ring."),
        basis=INTEREST,
        recipients=_("The pilots of the space"),
        retention=_("As long as the search; without a name after erasure"),
        export=export_searches,
        erase=erase_searches,
    )
