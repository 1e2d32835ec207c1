"""Keeps the dates of the demonstration ahead of today: all of them move together, by whole weeks."""

from __future__ import annotations

import datetime

from django.db.models import F

from accounts.models import Invitation, PersonalLink
from config.demo import exchanges, guests
from config.demo.dates import this_monday
from config.demo.exchanges import rings
from hosts.models import HostInstitution, OfferPeriod, PlacementOffer
from hosts.services.indexing import reindex_institutions
from internships.models import Application, Grant
from practices.enums import PracticeState
from practices.innovation_enums import InnovationState
from practices.models import GoodPractice, Innovation

# Younger than this, a world still looks like new.
FRESH_WEEKS = 4


def weeks_late(anchor: datetime.date, today: datetime.date) -> int:
    """How many weeks to move by: none while the world is fresh, and never backwards."""
    weeks = (this_monday(today) - anchor).days // 7
    return weeks if weeks >= FRESH_WEEKS else 0


def move(weeks: int, *, before: datetime.datetime) -> None:
    """Moves what was made `before` that moment, so that what visitors entered since stays where they put it."""
    step = datetime.timedelta(weeks=weeks)
    # Periods to which someone has applied stay: dates that were applied for, agreed or signed do not move.
    asked = Application.objects.filter(period__isnull=False).values("period")
    still = OfferPeriod.objects.filter(offer__created_at__lt=before).exclude(pk__in=asked).values_list("pk", flat=True)
    periods = list(still)
    OfferPeriod.objects.filter(pk__in=periods).update(start=F("start") + step, end=F("end") + step)
    guests.move(periods, step)
    PlacementOffer.objects.filter(created_at__lt=before, published_at__isnull=False).update(
        published_at=F("published_at") + step
    )
    Grant.objects.filter(created_at__lt=before).update(
        opens_on=F("opens_on") + step, deadline=F("deadline") + step, answers_by=F("answers_by") + step
    )
    HostInstitution.objects.filter(created_at__lt=before).update(submitted_at=F("submitted_at") + step)
    waiting = GoodPractice.objects.filter(created_at__lt=before, state=PracticeState.SUBMITTED)
    waiting.update(submitted_at=F("submitted_at") + step)
    planned = Innovation.objects.filter(created_at__lt=before, state=InnovationState.PLANNED)
    planned.update(interview_at=F("interview_at") + step)
    exchanges.move(step, before)
    rings.move(step, before)
    Invitation.objects.open().filter(created_at__lt=before).update(expires_at=F("expires_at") + step)
    PersonalLink.objects.filter(created_at__lt=before).update(expires_at=F("expires_at") + step)
    reindex_institutions(HostInstitution.objects.published().values_list("pk", flat=True))
