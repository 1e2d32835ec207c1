"""Requests that nobody answered before their first day are closed, whatever day this is looked at (B2, B13)."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.errors import Refused
from exchanges import request_emails as emails
from exchanges.models import ImmersionRequest
from exchanges.request_enums import WAITING_STATES
from exchanges.request_workflow import TABLE
from exchanges.services.moving import locked
from exchanges.services.requests import take_back

BATCH = 200


def close_overdue(now: datetime.datetime | None = None) -> int:
    """Closes those that wait for the visa or the answer although their days have come; returns how many.

    One transaction each; one that somebody is changing right now waits for the next time.
    """
    today = timezone.localdate(now)
    closed = 0
    for number in _overdue(today).order_by("first_day", "pk").values_list("pk", flat=True)[:BATCH]:
        try:
            closed += _close(number, today)
        except Refused:
            continue
    return closed


def _overdue(today: datetime.date) -> QuerySet[ImmersionRequest]:
    """Their first day has passed, and so has that of other days which the host proposed."""
    past = Q(proposed_first__isnull=True) | Q(proposed_first__lt=today)
    return ImmersionRequest.objects.filter(past, state__in=WAITING_STATES, first_day__lt=today)


@transaction.atomic
def _close(number: int, today: datetime.date) -> bool:
    made = locked(number)
    if not _overdue(today).filter(pk=number).exists():
        return False
    take_back(made, TABLE["lapse"], actor=None)
    emails.lapsed(made)
    return True
