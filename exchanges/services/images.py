"""Questionnaires open by themselves before and after an immersion, are answered once, shared by choice (B14, B15)."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import audit
from accounts.errors import Refused
from accounts.models import User
from exchanges.culture_emails import ImageAsked
from exchanges.culture_enums import Moment, SheetState, Side
from exchanges.models import EffectReview, ImageSheet, ImageVersion, ImmersionRequest
from exchanges.selectors.images import answerers, expected, side_of, team_of
from exchanges.services import questions

AHEAD = datetime.timedelta(days=10)
# After an outage: what lies further back is not asked any more.
LOOKS_BACK = datetime.timedelta(days=90)
AT_ONCE = 500


def open_due(now: datetime.datetime | None = None) -> int:
    """Opens what is due and not open yet, whenever it last ran; returns how many. A « before » that was missed stays
    unasked: nobody remembers what they thought."""
    today = timezone.localdate(now)
    rows = ImmersionRequest.objects.agreed().select_related("space")
    coming = rows.filter(first_day__gt=today, first_day__lte=today + AHEAD)
    over = rows.filter(last_day__lt=today, last_day__gte=today - LOOKS_BACK)
    versions: dict[int, ImageVersion] = {}
    return _open(coming, Moment.BEFORE, versions) + _open(over, Moment.AFTER, versions)


def _open(rows: Any, moment: Moment, versions: dict[int, ImageVersion]) -> int:
    """Both sides of each; two scans at once make one of each."""
    lacking = rows.annotate(asked=Count("images", filter=Q(images__moment=moment))).filter(asked__lt=2)
    made = []
    for request in lacking.prefetch_related("images").order_by("pk")[:AT_ONCE]:
        known = {(one.side, one.moment): one for one in request.images.all()}
        for side in Side:
            if (side, moment) in known:
                continue
            earlier = known.get((side, Moment.BEFORE))
            version_id = earlier.version_id if earlier and earlier.is_sent else _version(request, versions).pk
            made.append(ImageSheet(request=request, side=side, moment=moment, version_id=version_id))
    ImageSheet.objects.bulk_create(made, ignore_conflicts=True)
    return len(made)


def _version(request: ImmersionRequest, versions: dict[int, ImageVersion]) -> ImageVersion:
    if request.space_id not in versions:
        versions[request.space_id] = questions.in_use(space_id=request.space_id)
    return versions[request.space_id]


def is_too_late(sheet: ImageSheet) -> bool:
    """A « before » is answered before the first day, or on its morning."""
    return sheet.moment == Moment.BEFORE and sheet.request.first_day < timezone.localdate()


@transaction.atomic
def answer(
    *,
    sheet_id: int,
    answers: Mapping[int, int | str],
    actor: User,
    rating: int | None = None,
    happened: str = "",
) -> ImageSheet:
    """Keeps the answers for good, by the questions' numbers; afterwards also how far the expected effects came true.

    Raises Refused for anybody who does not answer for that side, for what was answered already, and too late.
    """
    rows = ImageSheet.objects.select_for_update(of=("self",)).select_related("request__offer__structure__institution")
    sheet = rows.get(pk=sheet_id)
    if side_of(sheet.request, actor) != sheet.side:
        raise Refused(_("This questionnaire is for somebody else."))
    if sheet.is_sent:
        raise Refused(_("This questionnaire was answered already."))
    if is_too_late(sheet):
        raise Refused(_("The immersion has begun: what you thought before can no longer be asked."))
    numbers = set(sheet.version.questions.values_list("pk", flat=True))
    sheet.answers = {str(pk): said for pk, said in answers.items() if pk in numbers}
    sheet.state, sheet.sent_at, sheet.sent_by = SheetState.SENT, timezone.now(), actor
    sheet.save(update_fields=["answers", "state", "sent_at", "sent_by"])
    if sheet.moment == Moment.AFTER and rating is not None:
        _review(sheet, rating, happened, actor)
    audit.record(
        action="image.answered",
        actor=actor,
        target=sheet,
        organisation=team_of(sheet.request, sheet.side).institution.organisation,
        data={"side": sheet.side, "moment": sheet.moment},
    )
    return sheet


def _review(sheet: ImageSheet, rating: int, happened: str, actor: User) -> None:
    EffectReview.objects.update_or_create(
        request=sheet.request,
        side=sheet.side,
        defaults={
            "expected": expected(sheet.request, sheet.side),
            "rating": rating,
            "text": happened.strip(),
            "person": actor,
            "at": timezone.now(),
        },
    )


@transaction.atomic
def share(*, request_id: int, side: str, shared: bool, actor: User) -> int:
    """Lets the team read what the person answered, or no longer; returns how many sheets changed."""
    mine = ImageSheet.objects.sent().filter(request=request_id, side=side, sent_by=actor)
    if shared:
        changed = mine.filter(shared_at__isnull=True).update(shared_at=timezone.now())
    else:
        changed = mine.filter(shared_at__isnull=False).update(shared_at=None)
    if changed:
        target = ImmersionRequest.objects.get(pk=request_id)
        audit.record(action="image.shared" if shared else "image.unshared", actor=actor, target=target)
    return changed


def remind(sheet_id: int) -> None:
    """Asks those who may answer, unless it was answered meanwhile."""
    rows = ImageSheet.objects.select_related(
        "request__person",
        "request__structure__institution__organisation",
        "request__offer__structure__institution__organisation",
    )
    sheet = rows.get(pk=sheet_id)
    if not sheet.is_sent and not is_too_late(sheet):
        for person in answerers(sheet):
            ImageAsked(sheet=sheet).queue(to=person)
