"""« Ma bonne pratique observée » (E23): begun from a placement, filled in with what its trainee noted there."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.errors import Refused
from accounts.models import User
from internships.models import ImpactNote, Placement, PlacementPractice
from internships.placement_emails import hosts_words
from internships.words import said
from practices.models import GoodPractice
from practices.services import practices


@transaction.atomic
def begin(*, placement_id: int, actor: User) -> GoodPractice:
    """The practice of a placement: the one its trainee began before, or a new draft with what is known already."""
    rows = Placement.objects.select_for_update(of=("self",)).select_related("person", "sending_organisation")
    placement = rows.get(pk=placement_id)
    if placement.person_id != actor.pk:
        raise Refused(_("Only the trainee writes what they bring back from the placement."))
    known = PlacementPractice.objects.filter(placement=placement, practice__author=actor).first()
    if known is not None:
        return known.practice
    first = placement.sites.select_related("institution").first()
    made = practices.begin(
        author=actor, values=_values(placement), is_observed=True, host=first.institution if first else None
    )
    PlacementPractice.objects.create(placement=placement, practice=made)
    return made


def _values(placement: Placement) -> dict[str, Any]:
    """Where it was seen, the ideas with their use, what they changed: to be reworded by the author."""
    ideas = list(placement.key_ideas.all())
    notes = ImpactNote.objects.filter(placement=placement, follow_up=None).exclude(text="")
    seen = _("Observed during a placement at %(host)s, from %(start)s to %(end)s.") % {
        "host": hosts_words(placement),
        "start": said(placement.start),
        "end": said(placement.end),
    }
    return {
        "title": ideas[0].idea if ideas else placement.title,
        "context": seen,
        "description": "\n\n".join(f"- {one.idea}" for one in ideas),
        "transferability": "\n\n".join(f"- {one.use}" for one in ideas),
        "effects": "\n\n".join(note.text for note in notes),
    }
