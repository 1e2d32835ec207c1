"""The interview of an innovation for calendar programs (RFC 5545): the same event wherever it moves (E18)."""

from __future__ import annotations

import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from practices.innovation_enums import InnovationState
from practices.models import Innovation

MEDIA_TYPE = "text/calendar; charset=utf-8"


def event(innovation: Innovation) -> bytes:
    """One event; cancelled where the innovation was sent back or withdrawn."""
    assert innovation.interview_at is not None
    made = Calendar()
    made.add("prodid", "-//Escale//escale//FR")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    one = Event()
    one.add("uid", f"innovation-{innovation.pk}@{urlsplit(settings.PUBLIC_URL).hostname}")
    one.add("dtstamp", innovation.updated_at.astimezone(datetime.UTC))
    one.add("sequence", innovation.version)
    one.add("summary", _("Interview: %(title)s") % {"title": innovation})
    one.add("dtstart", innovation.interview_at.astimezone(datetime.UTC))
    one.add("dtend", (innovation.interview_until or innovation.interview_at).astimezone(datetime.UTC))
    one.add("location", innovation.interview_where)
    one.add("url", f"{settings.PUBLIC_URL}{reverse('practices:innovation_sheet', args=[innovation.pk])}")
    gone = innovation.state in (InnovationState.RETURNED, InnovationState.WITHDRAWN)
    one.add("status", "CANCELLED" if gone else "CONFIRMED")
    made.add_component(one)
    return bytes(made.to_ical())
