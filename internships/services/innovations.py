"""An innovation or progress that a stay inspired (E16), begun with what its trainee noted: then and a year later."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from accounts.errors import Refused
from accounts.models import Organisation, User
from accounts.workspace import Workspace
from internships.evaluation_enums import ImpactLevel
from internships.models import ImpactNote, Placement, PlacementInnovation
from practices.innovation_enums import InnovationState
from practices.models import Innovation
from practices.services import innovations

# What a trainee noted on a level (E13) begins the text of the innovation on it.
FIELDS = {
    ImpactLevel.WORK: "daily_work",
    ImpactLevel.BENEFICIARIES: "beneficiaries",
    ImpactLevel.TEAM: "team",
    ImpactLevel.INSTITUTION: "institution",
}


@transaction.atomic
def begin(*, placement_id: int, actor: User) -> Innovation:
    """The one being told of this placement, or a new draft with what is known already."""
    placement = Placement.objects.select_for_update(of=("self",)).select_related("person", "kind").get(pk=placement_id)
    if placement.person_id != actor.pk:
        raise Refused(_("Only the trainee writes what they bring back from the placement."))
    known = standing(placement)
    if known is not None:
        return known
    site = placement.sites.select_related("institution").first()
    made = innovations.begin(
        author=actor,
        organisation=_where(placement, actor),
        host=site.institution if site else None,
        values=_values(placement),
    )
    PlacementInnovation.objects.create(placement=placement, innovation=made)
    return made


def standing(placement: Placement) -> Innovation | None:
    """What was begun from a placement and not withdrawn."""
    rows = PlacementInnovation.objects.filter(placement=placement).select_related("innovation")
    row = rows.exclude(innovation__state=InnovationState.WITHDRAWN).first()
    return row.innovation if row else None


def _where(placement: Placement, actor: User) -> Organisation | None:
    """Where they work: the employer that sent them, otherwise the organisation they act for."""
    if placement.employment_id and placement.sending_organisation_id:
        return placement.sending_organisation
    return Workspace(actor).organisation


def _values(placement: Placement) -> dict[str, str]:
    """What was noted on return, and anew a year or two later: the last word counts."""
    values: dict[str, str] = {}
    notes = ImpactNote.objects.filter(placement=placement).exclude(text="")
    for note in notes.order_by(F("follow_up__months").asc(nulls_first=True), "pk"):
        values[FIELDS[ImpactLevel(note.level)]] = note.text
    values["way_of_working"] = values.get("daily_work", "")
    ideas = list(placement.key_ideas.all())
    values["change"] = "\n\n".join(f"- {one.use}" for one in ideas)
    return values
