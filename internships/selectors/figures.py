"""Figures about hosts: how many requests they answer, and how soon (§7.9)."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from django.db import connection
from django.db.models import Count
from django.utils import timezone

from hosts.figures import ReplyRate
from internships.enums import ApplicationState, PlacementState
from internships.models import PlacementSite

# What is older says little of a team.
LOOKED_AT = datetime.timedelta(days=730)

_RATES = """
SELECT institution_id,
  count(*) FILTER (WHERE answered_at IS NOT NULL) AS answered,
  count(*) AS asked,
  percentile_disc(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM answered_at - sent_at))
    FILTER (WHERE answered_at IS NOT NULL) AS seconds
FROM internships_application
WHERE institution_id = ANY(%(hosts)s) AND sent_at >= %(since)s AND (answered_at IS NOT NULL OR state = %(expired)s)
GROUP BY institution_id"""


def reply_rates(institution_ids: Sequence[int]) -> dict[int, ReplyRate]:
    """Share of settled requests that the host answered, yes or no; those withdrawn or released before do not count."""
    with connection.cursor() as cursor:
        cursor.execute(
            _RATES,
            {
                "hosts": list(institution_ids),
                "since": timezone.now() - LOOKED_AT,
                "expired": ApplicationState.EXPIRED.value,
            },
        )
        rows = cursor.fetchall()
    return {
        host: ReplyRate(
            percent=round(100 * answered / asked),
            requests=asked,
            days=None if seconds is None else max(1, round(float(seconds) / 86_400)),
        )
        for host, answered, asked, seconds in rows
    }


def trainees_hosted(institution_ids: Sequence[int]) -> dict[int, int]:
    """How many people have begun a placement at each host."""
    begun = PlacementSite.objects.filter(institution__in=institution_ids, start__lte=timezone.localdate())
    rows = begun.exclude(placement__state=PlacementState.CANCELLED).order_by().values("institution")
    return dict(rows.annotate(people=Count("placement__person", distinct=True)).values_list("institution", "people"))
