"""What agreements add to a trainee's four steps (E26) and to the CV (A23)."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from agreements import variables
from agreements.enums import AgreementState, VersionState
from agreements.models import Agreement, AgreementVersion
from internships.models import Placement
from internships.steps import Item, Journey, Stage


def agreement(journey: Journey) -> Iterable[Item]:
    """The agreement of the stay: where it stands. One query."""
    if journey.placement is None:
        return
    rows = Agreement.objects.originals().filter(placement=journey.placement).exclude(state=AgreementState.CANCELLED)
    found = rows.first()
    yield Item(
        stage=Stage.STRUCTURE,
        title=_("Agreement signed by all"),
        position=60,
        done=found is not None and found.state == AgreementState.SEALED,
        note=str(found.get_state_display()) if found else _("drawn up by whoever sends you"),
        address=reverse("agreements:detail", args=[found.pk]) if found else "",
    )


def activities(placements: Iterable[Placement]) -> dict[int, str]:
    """What the sealed agreements say was entrusted to the trainee, by number of the placement. One query."""
    sealed = AgreementVersion.objects.filter(
        agreement__placement__in=list(placements), agreement__state=AgreementState.SEALED, agreement__amends=None
    )
    rows = sealed.exclude(state=VersionState.VOIDED).order_by("number")
    return {
        placement: variables.ALL["activites"].value(snapshot)
        for placement, snapshot in rows.values_list("agreement__placement_id", "snapshot")
    }
