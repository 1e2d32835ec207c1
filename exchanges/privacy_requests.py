"""Requests for an immersion and the ledger as data of people: declared, given out, erased, forgotten in time."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.db.models import Q

from accounts.models import User
from exchanges.models import ImmersionRequest, LedgerEntry
from exchanges.request_enums import WAITING_STATES, RequestState
from exchanges.request_workflow import TABLE

CLOSED = (RequestState.REFUSED, RequestState.WITHDRAWN, RequestState.CANCELLED)
GONE = "—"


def export_requests(user: User) -> object:
    rows = ImmersionRequest.objects.filter(person=user).select_related(
        "structure__institution__organisation", "offer__structure__institution__organisation"
    )
    return [
        {
            "structure": one.structure.name,
            "host": one.offer.structure.name,
            "offer": one.offer.title,
            "first_day": one.first_day,
            "last_day": one.last_day,
            "post": one.post,
            "motivation": one.motivation,
            "state": one.state,
            "asked_at": one.asked_at,
            "visa_name": one.visa_name,
            "visa_at": one.visa_at,
            "visa_comment": one.visa_comment,
            "funding_body": one.funding_body,
            "answer": one.answer,
            "reason": one.reason,
        }
        for one in rows.order_by("pk")
    ]


@transaction.atomic
def erase_requests(user: User) -> None:
    """That somebody went stays with the structures; what was written goes, and what waits is withdrawn."""
    mine = ImmersionRequest.objects.filter(person=user)
    for number in mine.filter(state__in=WAITING_STATES).order_by("pk").values_list("pk", flat=True):
        _withdraw(number)
    _empty(mine)
    given = ImmersionRequest.objects.filter(visa_by=user)
    given.update(visa_by=None, visa_name=GONE, visa_comment="")
    if user.email:
        ImmersionRequest.objects.filter(visa_email__iexact=user.email).update(visa_email="", visa_name="")
    ImmersionRequest.objects.filter(answered_by=user).update(answered_by=None)


def _withdraw(number: int) -> None:
    """Like a withdrawal: its seat, its link, its ring and the ledger follow."""
    from exchanges.services.moving import locked
    from exchanges.services.requests import take_back

    made = locked(number)
    if made.state in WAITING_STATES:
        take_back(made, TABLE["withdraw"], actor=None)


def _empty(rows: object) -> int:
    assert hasattr(rows, "exclude")
    number: int = rows.exclude(motivation="", post="", visa_email="").update(
        motivation="", post="", answer="", visa_comment="", visa_email="", visa_name=""
    )
    rows.exclude(reason="").update(reason=GONE)
    return number


def export_ledger(user: User) -> object:
    rows = LedgerEntry.objects.filter(Q(request__person=user) | Q(actor=user)).order_by("pk")
    return [{"kind": one.kind, "at": one.at, "amount": one.amount, "reason": one.reason} for one in rows]


def keep_ledger(user: User) -> None:
    """Lines are never changed; they name structures, and the person only by the account that is emptied."""


def forget_closed(before: datetime.datetime) -> int:
    """Those that came to nothing lose their words."""
    return _empty(ImmersionRequest.objects.filter(state__in=CLOSED, closed_at__lt=before))


def forget_past(before: datetime.datetime) -> int:
    return _empty(ImmersionRequest.objects.filter(state=RequestState.ACCEPTED, last_day__lt=before.date()))
