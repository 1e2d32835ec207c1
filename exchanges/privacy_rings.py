"""What rings keep about people: where they would go in exchange for whom, and who searched and decided."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from exchanges.models import Ring, RingLeg, RingRun
from exchanges.ring_enums import RingState

GONE = "—"


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
    # Why a ring was dissolved points at whoever did not go.
    told = Ring.objects.filter(legs__person=user).exclude(reason="").values_list("pk", flat=True)
    Ring.objects.filter(pk__in=list(told)).update(reason=GONE)
    RingLeg.objects.filter(person=user, request=None).delete()
    RingLeg.objects.filter(person=user).update(wish=None)
    # Held, so that a search which ends at this moment does not write back what it read before.
    searched = RingRun.objects.select_for_update(no_key=True).order_by("pk")
    for run in searched.filter(pool__participants__contains=[{"person": user.pk}]):
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
