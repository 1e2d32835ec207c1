"""Where a placement is, in a sentence, and what comes next."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from internships import parts
from internships.enums import PlacementState
from internships.models import Placement
from internships.parts import Step
from internships.words import said

Words = tuple[str, str]


def situation_words(placement: Placement) -> Words:
    """The state as a sentence, and how it is shown: waiting, done, stopped, urgent or nothing."""
    today = timezone.localdate()
    if placement.state == PlacementState.CANCELLED:
        return _("Cancelled on %(day)s") % {"day": said(placement.closed_on)}, "stopped"
    if placement.state == PlacementState.STOPPED:
        return _("Ended early, on %(day)s") % {"day": said(placement.closed_on)}, "stopped"
    if placement.end < today:
        return _("Over since %(day)s") % {"day": said(placement.end)}, "done"
    if placement.start <= today:
        left = (placement.end - today).days
        words = ngettext("Under way, %(count)d day left", "Under way, %(count)d days left", left)
        return (words % {"count": left} if left else _("Under way, last day today")), "done"
    ahead = (placement.start - today).days
    return ngettext("Begins tomorrow", "Begins in %(count)d days", ahead) % {"count": ahead}, "waiting"


def steps(request: HttpRequest, placement: Placement, *, has_hours: bool) -> list[Step]:
    """The journey of a placement; the first step that is not done is the current one."""
    today = timezone.localdate()
    found = [
        Step(title=_("Agreed"), note=said(timezone.localdate(placement.created_at)), done=True, position=10),
        Step(
            title=_("Hours"),
            note="" if has_hours else _hours_words(placement),
            done=has_hours,
            address="" if has_hours else _hours_address(placement),
            position=20,
        ),
        Step(title=_("Beginning"), note=said(placement.start), done=placement.start <= today, position=40),
        Step(title=_("End"), note=said(placement.end), done=placement.end < today, position=50),
        *parts.collect_steps(request, placement),
    ]
    found.sort(key=lambda step: step.position)
    if placement.state == PlacementState.CANCELLED:
        return [step for step in found if step.done and step.position < 40] + [
            Step(title=_("Cancelled"), note=said(placement.closed_on), done=True, position=90)
        ]
    current = next((step for step in found if not step.done), None)
    if current:
        current.current = True
    return found


def _hours_words(placement: Placement) -> str:
    if placement.enrolment_id:
        return _("To be noted by the host or the school")
    return _("To be noted by the host")


def _hours_address(placement: Placement) -> str:
    site = next(iter(placement.sites.all()), None)
    return reverse("internships:placement_week", args=[placement.pk, site.pk]) if site else ""
