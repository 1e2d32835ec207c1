"""What other apps ask of placements: seats really taken, two host sheets that become one, a leaver's trainees."""

from __future__ import annotations

from typing import Any

from django.db.models import Count
from django.utils import timezone

from accounts.models import Organisation, User
from documents.models import StoredFile
from hosts.models import HostInstitution, HostSite
from internships.enums import PlacementState
from internships.models import Commission, Employment, Placement, PlacementDocument, PlacementSite, Supervisor
from internships.services.placements import Companion, replace_supervisor


def seats_taken() -> dict[int, int]:
    """The seats of offers that placements hold: those not cancelled, by period."""
    held = PlacementSite.objects.filter(period__isnull=False).exclude(placement__state=PlacementState.CANCELLED)
    return dict(held.order_by().values_list("period_id").annotate(Count("pk")))


def follow_merge(twin: HostInstitution, survivor: HostInstitution, sites: dict[int, HostSite]) -> None:
    """Two sheets became one: placements, commissions and staff go on at the one that stays."""
    for old, site in sites.items():
        PlacementSite.objects.filter(site=old).update(site=site)
    PlacementSite.objects.filter(institution=twin).update(institution=survivor)
    Commission.objects.filter(institution=twin).update(institution=survivor)
    body, kept = twin.organisation, survivor.organisation
    Placement.objects.filter(sending_organisation=body).update(sending_organisation=kept)
    there = Employment.objects.filter(organisation=kept, until=None).values("person")
    twins = Employment.objects.filter(organisation=body, until=None, person__in=there)
    recognised = twins.filter(recognised_at__isnull=False).values("person")
    stays = Employment.objects.filter(organisation=kept, until=None, person__in=recognised)
    stays.filter(recognised_at=None).update(recognised_at=timezone.now())
    twins.update(until=timezone.localdate())
    Employment.objects.filter(organisation=body).update(organisation=kept)


def pass_on(*, leaver: User, successor: User, organisation: Organisation) -> int:
    """Whoever takes over accompanies the placements under way, at that host or sent by that school (T9)."""
    today = timezone.localdate()
    mine = Supervisor.objects.filter(user=leaver, until__isnull=True, placement__state=PlacementState.OPEN)
    mine = mine.filter(placement__end__gte=today)
    of_host = mine.filter(placement_site__institution__organisation=organisation)
    of_sender = mine.filter(placement_site__isnull=True, placement__sending_organisation=organisation)
    moved = 0
    for supervisor in [*of_host, *of_sender]:
        who = Companion(name=str(successor), user=successor, function=supervisor.function)
        # They leave whatever was signed: nobody is asked. The document keeps their name until it is amended.
        replace_supervisor(supervisor_id=supervisor.pk, actor=None, companion=who, since=today, agreed=True)
        moved += 1
    return moved


def may_read(user: Any, file: StoredFile) -> bool:
    """Whoever may see the placement may read what its parties share."""
    visible = Placement.objects.visible_to(user)
    return PlacementDocument.objects.filter(file=file, placement__in=visible).exists()
