"""Evaluations are asked for and reminded of; a year and two later, what remains is asked (E11, E15).

Nothing relies on having run on the right day: what is due follows from the dates and from what was answered.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from functools import partial

from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from internships.enums import PlacementState
from internships.models import Evaluation, FollowUp
from internships.services import follow_ups
from internships.services.evaluations import asking, opening
from messaging import reminders

EVALUATE = "internships.evaluation"
FOLLOW_UP = "internships.follow_up"


def unsent(now: datetime.datetime) -> Iterator[reminders.Due]:
    """Evaluations that a side has not sent, some days before and after the end; the days are set on screen."""
    opening.open_due(now)
    today = timezone.localdate(now)
    offsets = reminders.days(EVALUATE)
    if not offsets:
        return
    rows = Evaluation.objects.open().exclude(placement__state=PlacementState.CANCELLED)
    first = today - datetime.timedelta(days=offsets[0])
    rows = rows.filter(placement__end__gte=today - opening.LOOKS_BACK, placement__end__lte=first)
    for evaluation in rows.select_related("placement").order_by("pk"):
        if due := reminders.last_due(evaluation.placement.end, offsets, today):
            yield reminders.Due(evaluation, due, partial(asking.remind, evaluation.pk))


def unanswered(now: datetime.datetime) -> Iterator[reminders.Due]:
    """Follow-ups that are due; of one placement the latest only, so that an outage never asks twice the same."""
    follow_ups.prepare(now)
    today = timezone.localdate(now)
    offsets = [day for day in reminders.days(FOLLOW_UP) if day >= 0]
    later = FollowUp.objects.filter(placement=OuterRef("placement"), months__gt=OuterRef("months"), due__lte=today)
    rows = FollowUp.objects.waiting().filter(due__lte=today, due__gte=today - follow_ups.LOOKS_BACK)
    rows = rows.exclude(placement__state=PlacementState.CANCELLED).exclude(Exists(later))
    for follow_up in rows.order_by("pk") if offsets else ():
        if due := reminders.last_due(follow_up.due, offsets, today):
            yield reminders.Due(follow_up, due, partial(follow_ups.ask, follow_up.pk))


def register() -> None:
    """Called when the site starts."""
    reminders.register(
        EVALUATE,
        scan=unsent,
        label=_("A side has not evaluated a placement (days from its end)"),
        offsets=(-1, 3, 10),
    )
    reminders.register(
        FOLLOW_UP,
        scan=unanswered,
        label=_("What remains, one and two years later (days from the date of the follow-up)"),
        offsets=(0, 14),
    )
