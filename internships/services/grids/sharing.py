"""A grid that several schools use (T13): offered by its owner, used by the others once they say so."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import audit
from accounts.errors import Refused
from accounts.models import Organisation, User
from internships.models import EvaluationGrid, GridSharing


@transaction.atomic
def share(*, grid: EvaluationGrid, organisations: Iterable[Organisation], actor: User) -> int:
    """Offers it to these organisations; returns to how many it was not offered yet."""
    if not grid.versions.filter(published_at__isnull=False).exists():
        raise Refused(_("Put the grid in use first: there is nothing to share yet."))
    known = set(grid.sharings.values_list("organisation_id", flat=True))
    fresh = [one for one in organisations if one.pk not in known and one.pk != grid.organisation_id]
    GridSharing.objects.bulk_create(
        [GridSharing(grid=grid, organisation=one, shared_by=actor) for one in fresh], ignore_conflicts=True
    )
    if fresh:
        audit.record(
            action="grid.shared",
            actor=actor,
            target=grid,
            organisation=grid.organisation,
            data={"organisations": [one.pk for one in fresh]},
        )
    return len(fresh)


@transaction.atomic
def withdraw(*, sharing: GridSharing, actor: User) -> None:
    """The owner takes it back; evaluations that are open or sent keep their version."""
    grid = sharing.grid
    audit.record(
        action="grid.unshared",
        actor=actor,
        target=grid,
        organisation=grid.organisation,
        data={"organisation": sharing.organisation_id},
    )
    sharing.delete()


@transaction.atomic
def adopt(*, sharing: GridSharing, actor: User) -> None:
    """The other organisation uses it, always in the latest version its owner put in use."""
    _set(sharing, actor, "grid.adopted", used=True)


@transaction.atomic
def give_up(*, sharing: GridSharing, actor: User) -> None:
    """It uses its own or the network's again."""
    _set(sharing, actor, "grid.given_up", used=False)


def _set(sharing: GridSharing, actor: User, action: str, *, used: bool) -> None:
    row = GridSharing.objects.select_for_update(of=("self",)).select_related("grid", "organisation").get(pk=sharing.pk)
    if bool(row.adopted_at) == used:
        return
    row.adopted_at = timezone.now() if used else None
    row.save(update_fields=["adopted_at"])
    audit.record(action=action, actor=actor, target=row.grid, organisation=row.organisation)
