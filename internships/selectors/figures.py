"""Figures about hosts: how many requests they answer, how soon, and whom they have hosted (§7.9)."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.utils import timezone

from hosts.figures import HostRecord, ReplyRate
from internships.enums import ApplicationState, PlacementState

# What is older says little of a team.
LOOKED_AT = datetime.timedelta(days=730)

_RECORDS = """
SELECT host, rates.answered, rates.asked, rates.seconds, hosted.people
FROM unnest(%(hosts)s::bigint[]) AS host
LEFT JOIN LATERAL (
  SELECT count(*) FILTER (WHERE answered_at IS NOT NULL) AS answered,
    count(*) AS asked,
    percentile_disc(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM answered_at - sent_at))
      FILTER (WHERE answered_at IS NOT NULL) AS seconds
  FROM internships_application
  WHERE institution_id = host AND sent_at >= %(since)s AND (answered_at IS NOT NULL OR state = %(expired)s)
) AS rates ON true
LEFT JOIN LATERAL (
  SELECT count(DISTINCT placement.person_id) AS people
  FROM internships_placementsite AS site
  JOIN internships_placement AS placement ON placement.id = site.placement_id
  WHERE site.institution_id = host AND site.start <= %(today)s AND placement.state <> %(cancelled)s
) AS hosted ON true"""


def records(institution_ids: Sequence[int]) -> dict[int, HostRecord]:
    """Share of settled requests that each host answered, yes or no (those withdrawn or released before do not count),
    and how many people have begun a placement there. One query."""
    values: dict[str, Any] = {
        "hosts": list(institution_ids),
        "since": timezone.now() - LOOKED_AT,
        "today": timezone.localdate(),
        "expired": ApplicationState.EXPIRED.value,
        "cancelled": PlacementState.CANCELLED.value,
    }
    with connection.cursor() as cursor:
        cursor.execute(_RECORDS, values)
        rows = cursor.fetchall()
    return {
        host: HostRecord(_rate(answered, asked, seconds), people)
        for host, answered, asked, seconds, people in rows
        if asked or people
    }


def _rate(answered: int, asked: int, seconds: float | None) -> ReplyRate | None:
    if not asked:
        return None
    days = None if seconds is None else max(1, round(float(seconds) / 86_400))
    return ReplyRate(percent=round(100 * answered / asked), requests=asked, days=days)
