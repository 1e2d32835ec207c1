"""Reminders about agreements that are not signed as the placement nears, to whom it is due (J-14, J-7, J-2)."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agreements import notifications
from agreements.enums import AgreementState, SignatoryState
from agreements.models import AgreementPart, AgreementRemark, Signatory
from agreements.services import asking
from messaging import reminders

UNSIGNED, PARTS = "agreements.unsigned", "agreements.part_waiting"
OFFSETS = (-14, -7, -2)


def unsigned(now: datetime.datetime) -> Iterator[reminders.Due]:
    """Those whose turn it is to sign; where a remark holds everybody back, those who can answer it."""
    today = timezone.localdate(now)
    offsets = [day for day in reminders.days(UNSIGNED) if day <= 0]
    if not offsets:
        return
    last = today - datetime.timedelta(days=min(offsets))
    held = set()
    for remark in _remarks(last, today):
        held.add(remark.agreement_id)
        due = reminders.last_due(remark.agreement.placement.start, offsets, today)
        if due and due > timezone.localdate(remark.created_at):
            yield reminders.Due(remark, due, lambda remark=remark: notifications.tell_remark(remark))  # type: ignore[misc]
    for signatory in _asked(last, today):
        due = reminders.last_due(signatory.agreement.placement.start, offsets, today)
        if due is None or signatory.agreement_id in held:
            continue
        # Whoever was asked since that day has just been told.
        if signatory.asked_at and due <= timezone.localdate(signatory.asked_at):
            continue
        yield reminders.Due(signatory, due, lambda signatory=signatory: notifications.remind(signatory))  # type: ignore[misc]


def parts(now: datetime.datetime) -> Iterator[reminders.Due]:
    """Sides that were asked for their part and have not confirmed it, as the start nears."""
    today = timezone.localdate(now)
    offsets = [day for day in reminders.days(PARTS) if day <= 0]
    if not offsets:
        return
    last = today - datetime.timedelta(days=min(offsets))
    for part in _waiting(last, today):
        due = reminders.last_due(part.agreement.placement.start, offsets, today)
        if due and part.asked_at and due > timezone.localdate(part.asked_at):
            yield reminders.Due(part, due, lambda part=part: asking.remind(part))  # type: ignore[misc]


def _waiting(last: datetime.date, today: datetime.date) -> Iterator[AgreementPart]:
    rows = AgreementPart.objects.filter(
        asked_at__isnull=False,
        completed_at__isnull=True,
        agreement__state=AgreementState.PREPARING,
        agreement__placement__start__lte=last,
        agreement__placement__end__gte=today,
    )
    yield from rows.select_related("agreement__placement__person")


def _asked(last: datetime.date, today: datetime.date) -> Iterator[Signatory]:
    rows = Signatory.objects.filter(
        state=SignatoryState.ASKED,
        required=True,
        agreement__state=AgreementState.SIGNING,
        agreement__placement__start__lte=last,
        agreement__placement__end__gte=today,
    )
    yield from rows.select_related("user", "agreement__placement__person", "agreement__placement__sending_organisation")


def _remarks(last: datetime.date, today: datetime.date) -> Iterator[AgreementRemark]:
    rows = AgreementRemark.objects.filter(
        answered_at__isnull=True,
        agreement__state__in=(AgreementState.SIGNING, AgreementState.PREPARING),
        agreement__placement__start__lte=last,
        agreement__placement__end__gte=today,
    )
    yield from rows.select_related(
        "author", "agreement__placement__person", "agreement__placement__sending_organisation"
    )


reminders.register(
    UNSIGNED, scan=unsigned, label=_("An agreement is not signed, and the placement begins soon"), offsets=OFFSETS
)
reminders.register(
    PARTS, scan=parts, label=_("A party has not completed its part, and the placement begins soon"), offsets=OFFSETS
)
