"""Reminders about requests and the ledger, read from where they stand (B2, B13)."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from functools import partial

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts import links
from exchanges import ledger_emails
from exchanges import request_emails as emails
from exchanges.enums import StructureState
from exchanges.models import ExchangeSpace, ImmersionRequest, LedgerEntry
from exchanges.models.ledger import LedgerEntryQuerySet
from exchanges.request_enums import RequestState
from exchanges.request_workflow import VISA_LINK
from exchanges.selectors import hands, requests
from messaging import reminders

VISA, ANSWER, DAYS, OWED = (
    "exchanges.visa_waits",
    "exchanges.answer_waits",
    "exchanges.days_wait",
    "exchanges.welcome_owed",
)


def unvisaed(now: datetime.datetime) -> Iterator[reminders.Due]:
    """The visa has not been given some days after it was asked for."""
    yield from _waiting(VISA, now, "asked_at", _remind_visa, state=RequestState.VISA)


def unanswered(now: datetime.datetime) -> Iterator[reminders.Due]:
    """The host structure has not answered."""
    yield from _waiting(ANSWER, now, "sent_at", _remind_host, state=RequestState.SENT, proposed_at__isnull=True)


def unchosen(now: datetime.datetime) -> Iterator[reminders.Due]:
    """The person has not said whether the other days suit."""
    yield from _waiting(DAYS, now, "proposed_at", _remind_person, state=RequestState.SENT, proposed_at__isnull=False)


def owed(now: datetime.datetime) -> Iterator[reminders.Due]:
    """A structure has not returned a welcome some days after its professional came back."""
    today = timezone.localdate(now)
    offsets = [day for day in reminders.days(OWED) if day >= 0]
    if not offsets:
        return
    rows = _reminded().filter(request__last_day__lt=today, space__reciprocity_required=True)
    for debt in rows.annotate(ended=F("request__last_day")).order_by("pk"):
        if due := reminders.last_due(debt.ended, offsets, today):
            yield reminders.Due(debt, due, partial(_remind_owed, debt.pk))


def _reminded() -> LedgerEntryQuerySet:
    """A structure that left, or was excluded, cannot receive: it is not asked to."""
    return LedgerEntry.objects.open_debts().filter(debtor__state=StructureState.APPROVED)


def _waiting(
    kind: str, now: datetime.datetime, since: str, send: Callable[[int], None], **state: object
) -> Iterator[reminders.Due]:
    today = timezone.localdate(now)
    offsets = [day for day in reminders.days(kind) if day >= 0]
    if not offsets:
        return
    rows = ImmersionRequest.objects.filter(**{f"{since}__isnull": False, "first_day__gt": today, **state})
    rows = rows.filter(structure__state=StructureState.APPROVED, offer__structure__state=StructureState.APPROVED)
    for one in rows.only("pk", since).order_by("pk"):
        if due := reminders.last_due(timezone.localdate(getattr(one, since)), offsets, today):
            yield reminders.Due(one, due, partial(send, one.pk))


def _locked(pk: int) -> ImmersionRequest:
    return requests.with_all(ImmersionRequest.objects.all()).select_for_update(of=("self",)).get(pk=pk)


@transaction.atomic
def _remind_visa(pk: int) -> None:
    made = _locked(pk)
    if made.state != RequestState.VISA:
        return
    for reader in hands.visa_people(made.structure, besides=made.person):
        emails.VisaReminder(request=made).queue(to=reader)
    if made.visa_email:
        links.issue(
            purpose=VISA_LINK,
            email=made.visa_email,
            target=made,
            language=made.person.language,
            organisation=made.structure.organisation,
            data={"email": emails.VisaReminder.kind},
        )


@transaction.atomic
def _remind_host(pk: int) -> None:
    made = _locked(pk)
    if made.state == RequestState.SENT and not made.is_proposed:
        for reader in hands.answering_people(made.offer) or hands.pilots(made.structure):
            emails.AnswerReminder(request=made).queue(to=reader)


@transaction.atomic
def _remind_person(pk: int) -> None:
    made = _locked(pk)
    if made.is_proposed:
        emails.DaysReminder(request=made).queue(to=made.person)


@transaction.atomic
def _remind_owed(pk: int) -> None:
    """One writer at a time: a debt that was just returned is not asked for."""
    space = LedgerEntry.objects.values_list("space", flat=True).get(pk=pk)
    ExchangeSpace.objects.select_for_update(no_key=True, of=("self",)).get(pk=space)
    rows = _reminded().select_related(
        "request__person",
        "request__space__pilot",
        "creditor__institution__organisation",
        "debtor__institution__organisation",
    )
    if debt := rows.filter(pk=pk).first():
        ledger_emails.remind(debt)


def register() -> None:
    """Called when the site starts."""
    reminders.register(
        VISA, scan=unvisaed, label=_("The visa of an immersion waits (days after asking)"), offsets=(5, 12)
    )
    reminders.register(
        ANSWER, scan=unanswered, label=_("A host structure has not answered a request (days after)"), offsets=(5, 12)
    )
    reminders.register(
        DAYS, scan=unchosen, label=_("Other days were proposed and wait for an answer (days after)"), offsets=(4, 10)
    )
    reminders.register(
        OWED, scan=owed, label=_("A welcome is owed (days after the professional came back)"), offsets=(60, 120, 180)
    )
