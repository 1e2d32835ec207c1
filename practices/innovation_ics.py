"""The interview of an innovation for calendar programs (RFC 5545): the same event wherever it moves (E18)."""

from __future__ import annotations

import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from documents.calendars import new_calendar, new_event
from practices.innovation_enums import InnovationState
from practices.models import Innovation


def event(innovation: Innovation) -> bytes:
    """One event; cancelled where the innovation was sent back or withdrawn."""
    assert innovation.interview_at is not None
    made = new_calendar()
    one = new_event(
        f"innovation-{innovation.pk}",
        title=_("Interview: %(title)s") % {"title": innovation},
        path=reverse("practices:innovation_sheet", args=[innovation.pk]),
        changed=innovation.updated_at,
        version=innovation.version,
    )
    one.add("dtstart", innovation.interview_at.astimezone(datetime.UTC))
    one.add("dtend", (innovation.interview_until or innovation.interview_at).astimezone(datetime.UTC))
    one.add("location", innovation.interview_where)
    gone = innovation.state in (InnovationState.RETURNED, InnovationState.WITHDRAWN)
    one.add("status", "CANCELLED" if gone else "CONFIRMED")
    made.add_component(one)
    return bytes(made.to_ical())
