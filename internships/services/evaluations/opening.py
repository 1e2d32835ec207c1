"""Evaluations open by themselves as the end nears: whatever is due is opened, whenever this last ran (E11)."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.db.models import Case, Count, IntegerField, Q, Value, When
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.errors import Refused
from internships.enums import PlacementState, Sender, Source
from internships.evaluation_rights import expected
from internships.models import Evaluation, GridVersion, Placement, PlacementSettings
from internships.selectors.grids import version_for

# What ended longer ago is not asked about any more: people do not remember, and a new installation must not write
# to everybody about the past.
LOOKS_BACK = datetime.timedelta(days=180)
AT_ONCE = 200


def open_due(now: datetime.datetime | None = None) -> int:
    """Opens what is due: for each source of each placement that ends soon or ended lately. Returns how many."""
    today = timezone.localdate(now)
    last = today + datetime.timedelta(days=PlacementSettings.current().evaluation_days)
    alone = Q(sending_organisation=None) & ~Q(kind__sender=Sender.EMPLOYER)
    sources = Case(When(alone, then=Value(2)), default=Value(3), output_field=IntegerField())
    rows = (
        Placement.objects.standing()
        .filter(end__gte=today - LOOKS_BACK, end__lte=last, start__lte=today)
        .annotate(asked=Count("evaluations"), sources=sources)
        .exclude(asked=sources)
        .select_related("kind", "sending_organisation")
        .order_by("-end", "pk")[:AT_ONCE]
    )
    versions: dict[tuple[int, int | None, Source], GridVersion | None] = {}
    opened = 0
    for placement in rows:
        for source in sorted(expected(placement)):
            key = (placement.kind_id, placement.sending_organisation_id, source)
            if key not in versions:
                versions[key] = version_for(placement, source)
            opened += _open(placement, source, versions[key])
    return opened


@transaction.atomic
def open_evaluation(*, placement_id: int, source: str) -> Evaluation:
    """The evaluation of one source, opened now if it was not. Raises Refused before the placement has begun."""
    placement = Placement.objects.select_related("kind", "sending_organisation").get(pk=placement_id)
    known = placement.evaluations.filter(source=source).first()
    if known is not None:
        return known
    if placement.state == PlacementState.CANCELLED:
        raise Refused(_("This placement is cancelled: there is nothing to evaluate."))
    if placement.start > timezone.localdate():
        raise Refused(_("The placement has not begun yet: its evaluation opens as the end nears."))
    version = version_for(placement, source)
    if version is None:
        raise Refused(_("No grid of evaluation is in use for this placement. A network administrator can make one."))
    _open(placement, source, version)
    return placement.evaluations.get(source=source)


def _open(placement: Placement, source: str, version: GridVersion | None) -> int:
    if version is None:
        return 0
    # Two scans at once: the second one finds the row there.
    made = Evaluation(placement=placement, source=source, grid_version=version)
    before = Evaluation.objects.filter(placement=placement, source=source).exists()
    if not before:
        Evaluation.objects.bulk_create([made], ignore_conflicts=True)
    return int(not before)
