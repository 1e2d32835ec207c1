"""What the pages of practices show beside the sheet: practices and hosts close to it, its history, the queue."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db import connection
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject
from django.utils import timezone

from hosts.models import SearchEntry
from hosts.selectors.search.criteria import mercator
from hosts.selectors.search.kept import KeptByKey
from practices.enums import PracticeState
from practices.models import GoodPractice, PracticeEntry, PracticeStep, PracticeVersion
from practices.selectors import lists
from practices.selectors.innovations import told_of
from practices.selectors.search import DEFERRED
from practices.selectors.sheet import Sheet

RELATED, HOSTS = 3, 3
# Sectors weigh three, occupations and audiences two; among equals, and beyond three hundred, the newest.
CLOSE = """
SELECT id FROM (
  SELECT e.id, e.tags, e.published_at FROM practices_practiceentry e
  WHERE e.practice_id <> %(practice)s AND e.tags && %(tags)s::varchar[]
  ORDER BY e.published_at DESC, e.id DESC LIMIT 300) AS e
ORDER BY (SELECT sum(CASE left(tag, 2) WHEN 's:' THEN 3 ELSE 2 END) FROM unnest(e.tags) AS tag
    WHERE tag = ANY(%(tags)s)) DESC, e.published_at DESC, e.id DESC
LIMIT %(limit)s"""


# Which practices are close changes slowly; those that are gone meanwhile are left out.
close: KeptByKey[list[int]] = KeptByKey(300.0, 2_000)
# Among the nearest places of hosts, those of its sectors: never more than these are looked at.
NEAR = """
WITH near AS MATERIALIZED (
  SELECT id, institution_id, tags FROM hosts_searchentry
  WHERE visible_from <= %(today)s AND visible_until >= %(today)s
  ORDER BY point <-> point(%(x)s, %(y)s) LIMIT 600)
SELECT id FROM near WHERE tags && %(tags)s::varchar[] AND institution_id <> %(host)s LIMIT 30"""


def public_page(slug: str) -> QuerySet[GoodPractice]:
    practices = GoodPractice.objects.public().filter(slug=slug)
    practices = practices.select_related("published", "author", "organisation", "entry")
    return practices.annotate(innovations_told=told_of("practice", RELATED))


def related(practice: GoodPractice, limit: int = RELATED) -> list[PracticeEntry]:
    """Public practices of the same sectors, for the same people or occupations: the closest first."""
    entry: PracticeEntry | None = getattr(practice, "entry", None)
    return _closest(practice, [tag for tag in entry.tags if tag[:2] in ("s:", "m:", "v:")] if entry else [], limit)


def close_to(sheet: Sheet, limit: int = RELATED) -> list[PracticeEntry]:
    """The same for a sheet that is not public (yet)."""
    content = sheet.content
    tags = [f"s:{pk}" for pk in content["sectors"]] + [f"m:{pk}" for pk in content["occupations"]]
    return _closest(sheet.practice, tags + [f"v:{pk}" for pk in content["audiences"]], limit)


def _closest(practice: GoodPractice, tags: list[str], limit: int) -> list[PracticeEntry]:
    if not tags:
        return []

    def read() -> list[int]:
        with connection.cursor() as cursor:
            cursor.execute(CLOSE, {"practice": practice.pk, "tags": tags, "limit": limit})
            return [row[0] for row in cursor.fetchall()]

    ids = close.get((practice.pk, tuple(tags), limit), read)
    by_id = PracticeEntry.objects.select_related("picture").defer(*DEFERRED).in_bulk(ids)
    return [by_id[pk] for pk in ids if pk in by_id]


def hosts_like(practice: GoodPractice, limit: int = HOSTS) -> list[SearchEntry]:
    """Hosts of its sectors that one can visit, the nearest first."""
    entry: PracticeEntry | None = getattr(practice, "entry", None)
    if entry is None or not entry.sectors or entry.latitude is None or entry.longitude is None:
        return []
    x, y = mercator(entry.latitude, entry.longitude)
    tags = [f"s:{pk}" for pk in entry.sectors]
    values: dict[str, Any] = {"today": timezone.localdate(), "x": x, "y": y, "tags": tags, "host": entry.host_id or 0}
    with connection.cursor() as cursor:
        cursor.execute(NEAR, values)
        ids = [row[0] for row in cursor.fetchall()]
    rows = SearchEntry.objects.only("pk", "institution", "slug", "host_name", "activity", "city", "sector").in_bulk(ids)
    nearest: dict[int, SearchEntry] = {}
    for row in (rows[pk] for pk in ids if pk in rows):
        nearest.setdefault(row.institution_id, row)
        row.shown_sector = lists.sectors.get().by_number.get(row.sector_id or 0)
    return list(nearest.values())[:limit]


def of_host(limit: int) -> ArraySubquery:
    """For a query of hosts: the practices of each, the newest first; one more than are shown tells of others."""
    rows = PracticeEntry.objects.filter(host=OuterRef("pk")).order_by("-published_at", "-pk")
    told = JSONObject(title="title", summary="summary", slug="slug", observed="observed")
    return ArraySubquery(rows.values(told=told)[: limit + 1])


def history(practice: GoodPractice, limit: int = 30) -> list[PracticeStep]:
    """What was decided about it, the latest first."""
    return list(practice.steps.select_related("actor", "of_version")[:limit])


TABS = (PracticeState.SUBMITTED, PracticeState.RETURNED, PracticeState.VALIDATED, PracticeState.ARCHIVED)


def queue(user: Any, state: str) -> QuerySet[GoodPractice]:
    """The practices of a state that the person may look at; those that wait, the oldest first."""
    rows = GoodPractice.objects.validated_by(user).filter(state=state)
    order = ("submitted_at", "pk") if state == PracticeState.SUBMITTED else ("-updated_at", "-pk")
    # What was sent last: while its authors write again, nobody reads over their shoulders.
    sent = PracticeVersion.objects.filter(practice=OuterRef("pk")).order_by("-number").values("content")[:1]
    rows = rows.annotate(sent=Subquery(sent))
    return rows.select_related("author", "organisation", "territory", "host__organisation").order_by(*order)


def queue_counts(user: Any) -> dict[str, int]:
    rows = GoodPractice.objects.validated_by(user).filter(state__in=TABS).order_by()
    return dict(rows.values_list("state").annotate(Count("pk", distinct=True)))
