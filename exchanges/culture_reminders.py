"""Questionnaires open and are asked for, the cahier des charges waits for those who have not validated it (B9, B14).

Nothing relies on having run on the right day: what is due follows from the dates and from what was answered.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from functools import partial

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from exchanges.culture_emails import CharterWaits
from exchanges.culture_enums import Moment
from exchanges.models import CharterVersion, ImageSheet, ImmersionRequest, Structure
from exchanges.notifications import looks_after
from exchanges.services import images
from messaging import reminders

BEFORE = "exchanges.image_before"
AFTER = "exchanges.image_after"
CHARTER = "exchanges.charter"


def _open(moment: Moment) -> Iterator[ImageSheet]:
    rows = ImageSheet.objects.open().filter(moment=moment)
    rows = rows.filter(request__in=ImmersionRequest.objects.agreed().values("pk"))
    yield from rows.select_related("request").order_by("pk")


def before(now: datetime.datetime) -> Iterator[reminders.Due]:
    """What one thinks of the partner, some days before the first one; never afterwards."""
    images.open_due(now)
    today, offsets = timezone.localdate(now), reminders.days(BEFORE)
    for sheet in _open(Moment.BEFORE) if offsets else ():
        first = sheet.request.first_day
        due = reminders.last_due(first, offsets, today)
        if due and first >= today:
            yield reminders.Due(sheet, due, partial(images.remind, sheet.pk))


def after(now: datetime.datetime) -> Iterator[reminders.Due]:
    """What one thinks now and what came of the expected effects, some days after the last one."""
    images.open_due(now)
    today, offsets = timezone.localdate(now), reminders.days(AFTER)
    for sheet in _open(Moment.AFTER) if offsets else ():
        last = sheet.request.last_day
        if due := reminders.last_due(last, offsets, today):
            yield reminders.Due(sheet, due, partial(images.remind, sheet.pk))


def charter(now: datetime.datetime) -> Iterator[reminders.Due]:
    """The version in force, to structures that have not validated it: also those that joined since."""
    today, offsets = timezone.localdate(now), reminders.days(CHARTER)
    if not offsets:
        return
    latest = CharterVersion.objects.in_force().order_by("space_id", "-number").distinct("space_id")
    for version in latest.select_related("space__pilot"):
        assert version.published_at is not None
        rows = Structure.objects.approved().filter(space=version.space_id).exclude(validations__charter=version)
        due = reminders.last_due(timezone.localdate(version.published_at), offsets, today)
        for structure in rows.select_related("institution__organisation") if due else ():
            assert due is not None
            # Two versions of one day are two reminders.
            yield reminders.Due(structure, due, partial(_ask, version, structure), part=f"{version.number}")


def _ask(version: CharterVersion, structure: Structure) -> None:
    for person in looks_after(structure):
        CharterWaits(charter=version, structure=structure).queue(to=person)


def register() -> None:
    """Called when the site starts."""
    reminders.register(
        BEFORE,
        scan=before,
        label=_("Before an immersion: the picture one has of the partner (days from the first day)"),
        offsets=(-7, -2),
    )
    reminders.register(
        AFTER,
        scan=after,
        label=_("After an immersion: the picture one has of the partner, what it brought (days from the last day)"),
        offsets=(1, 8, 21),
    )
    reminders.register(
        CHARTER,
        scan=charter,
        label=_("A structure has not validated the cahier des charges (days from its publication)"),
        offsets=(0, 14, 30),
    )
