"""Reminders about agreements that are not signed as the placement nears, to whom it is due (J-14, J-7, J-2)."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agreements import notifications
from agreements.enums import AgreementState, SignatoryState
from agreements.models import Agreement, AgreementRemark, Signatory
from agreements.services import asking
from messaging import reminders

UNSIGNED = "agreements.unsigned"
OFFSETS = (-14, -7, -2)


def unsigned(now: datetime.datetime) -> Iterator[reminders.Due]:
    """Those whose turn it is: to answer the remark that holds everybody back; to complete their part; to send the
    agreement once every part is there; to sign."""
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
    for agreement in _preparing(last, today):
        due = reminders.last_due(agreement.placement.start, offsets, today)
        if due is not None and agreement.pk not in held:
            yield from _unsent(agreement, due)


def _unsent(agreement: Agreement, due: datetime.date) -> Iterator[reminders.Due]:
    """The parts that are missing; when none is, whoever is to send the agreement for signature."""
    parts = list(agreement.parts.all())
    lacking = [part for part in parts if not part.completed_at]
    for part in lacking:
        part.agreement = agreement
        if due > timezone.localdate(part.asked_at or agreement.state_since):
            yield reminders.Due(part, due, lambda part=part: asking.remind(part))  # type: ignore[misc]
    # Those who lead are told of each part as it is completed.
    told = max([agreement.state_since, *(part.completed_at for part in parts if part.completed_at)])
    if not lacking and due > timezone.localdate(told):
        yield reminders.Due(agreement, due, lambda: notifications.content.remind_to_send(agreement))


def _asked(last: datetime.date, today: datetime.date) -> Iterator[Signatory]:
    rows = Signatory.objects.filter(
        state=SignatoryState.ASKED,
        required=True,
        agreement__state=AgreementState.SIGNING,
        agreement__placement__start__lte=last,
        agreement__placement__end__gte=today,
    )
    yield from rows.select_related("user", "agreement__placement__person", "agreement__placement__sending_organisation")


def _preparing(last: datetime.date, today: datetime.date) -> Iterator[Agreement]:
    rows = Agreement.objects.originals().filter(
        state=AgreementState.PREPARING, placement__start__lte=last, placement__end__gte=today
    )
    rows = rows.select_related("placement__person", "placement__sending_organisation", "placement__application")
    yield from rows.prefetch_related("parts__institution__organisation")


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
