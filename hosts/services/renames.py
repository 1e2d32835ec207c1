"""A sector, an occupation, a diploma, a commune or a territory is renamed: the index follows, after the commit.

Thousands of hosts may bear the name, so the outbox rewrites them in batches, each its own entry: a worker that dies
in between goes on where it was.
"""

from __future__ import annotations

from typing import Any

from django.db import models, transaction
from django.db.models import Q, QuerySet

from accounts.models import Territory
from hosts.models import Diploma, HostInstitution, Occupation, Place, Sector
from hosts.services.indexing import reindex_institutions
from messaging import outbox

BATCH = 200
# Table → (its model, the fields that search shows or looks into, how hosts are reached).
FOLLOWED: dict[str, tuple[type[models.Model], tuple[str, ...], tuple[str, ...]]] = {
    "sector": (Sector, ("name_fr", "name_en"), ("sector",)),
    "occupation": (Occupation, ("name_fr", "name_en", "synonyms"), ("occupations", "offers__occupation")),
    "diploma": (Diploma, ("name_fr",), ("offers__diplomas",)),
    "place": (Place, ("name", "department_name", "latitude", "longitude"), ("sites__place",)),
    "territory": (Territory, ("departments", "country"), ()),
}


def renamed(table: str, pk: int) -> None:
    """Call in the transaction that renamed it."""
    outbox.enqueue(kind="hosts.reindex", payload={"table": table, "pk": pk}, key=f"{table}:{pk}")


@transaction.atomic
def reindex_some(table: str, pk: int, *, after: int = 0) -> int:
    """Rewrites the next batch of hosts concerned, and leaves an entry for those that follow; returns how many."""
    ids = list(
        _concerned(table, pk).filter(pk__gt=after).order_by("pk").values_list("pk", flat=True).distinct()[:BATCH]
    )
    reindex_institutions(ids)
    if len(ids) == BATCH:
        rest = {"table": table, "pk": pk, "after": ids[-1]}
        outbox.enqueue(kind="hosts.reindex", payload=rest, key=f"{table}:{pk}:{ids[-1]}")
    return len(ids)


def _concerned(table: str, pk: int) -> QuerySet[HostInstitution]:
    hosts = HostInstitution.objects.published()
    if table == "territory":
        codes = Territory.objects.filter(pk=pk).values_list("departments", flat=True).first() or []
        tagged = Q(search_entries__tags__contains=[f"z:{pk}"])
        return hosts.filter(tagged | Q(sites__place__department__in=codes) | Q(organisation__territory=pk))
    paths = FOLLOWED[table][2]
    conditions = Q()
    for path in paths:
        conditions |= Q(**{path: pk})
    return hosts.filter(conditions)


def remember(sender: type[models.Model], instance: Any, **_arguments: Any) -> None:
    """Before a row is saved: what it was called."""
    table = sender._meta.model_name or ""
    fields = FOLLOWED[table][1]
    instance._was_called = sender._base_manager.filter(pk=instance.pk).values_list(*fields).first()


def compare(sender: type[models.Model], instance: Any, created: bool, **_arguments: Any) -> None:
    """After it was saved: has search to follow? A new row is borne by nobody yet, but a territory is by its places."""
    table = sender._meta.model_name or ""
    was, now = instance._was_called, tuple(getattr(instance, name) for name in FOLLOWED[table][1])
    if (created and table == "territory") or (was is not None and was != now):
        renamed(table, instance.pk)
