"""What the list of practices must follow: names that belong to other apps. Rewritten after the commit, in batches."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.db.models.signals import post_save

from accounts.models import Organisation, Territory
from hosts.models import HostInstitution, HostSite, Occupation, Place, Sector
from messaging import outbox
from practices.models import Audience, PracticeEntry

# By table: how the entries that bear the name are found.
FOLLOWED: dict[type[models.Model], Any] = {
    Sector: lambda pk: Q(tags__contains=[f"s:{pk}"]),
    Occupation: lambda pk: Q(tags__contains=[f"m:{pk}"]),
    Audience: lambda pk: Q(tags__contains=[f"v:{pk}"]),
    Place: lambda pk: Q(practice__place=pk),
    Territory: lambda pk: Q(pk__gt=0),
    Organisation: lambda pk: Q(host__organisation=pk),
    HostInstitution: lambda pk: Q(host=pk),
    HostSite: lambda pk: Q(host__sites=pk),
}
TABLES = {model._meta.label_lower: model for model in FOLLOWED}


def concerned(table: str, pk: int) -> models.QuerySet[PracticeEntry]:
    return PracticeEntry.objects.filter(FOLLOWED[TABLES[table]](pk))


def saved(sender: type[models.Model], instance: models.Model, created: bool, **arguments: Any) -> None:
    """A new row is borne by no practice yet, but a territory is by its places."""
    if created and sender is not Territory:
        return
    table = sender._meta.label_lower
    if concerned(table, instance.pk).exists():
        outbox.enqueue(
            kind="practices.reindex", payload={"table": table, "pk": instance.pk}, key=f"{table}:{instance.pk}"
        )


def connect() -> None:
    for model in FOLLOWED:
        post_save.connect(saved, sender=model, dispatch_uid=f"practices.{model._meta.label_lower}")
