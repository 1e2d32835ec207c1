"""« À faire » about hosts and offers: what waits for moderators, and for the host's own people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta

from django.db.models import Max
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.along import along
from accounts.enums import Role
from accounts.workspace import Workspace
from hosts.enums import HostState, ImportState
from hosts.models import HostClaim, HostInstitution, ImportBatch, PlacementOffer
from hosts.selectors.completeness import host_completeness
from messaging.inbox import Todo, Urgency

# Someone who sent a sheet waits for an answer: after so long it becomes urgent.
PATIENCE = timedelta(days=7)
# An offer that ends so soon is worth renewing.
ENDING = timedelta(days=21)
FEW = 5


def moderation(workspace: Workspace) -> Iterable[Todo]:
    """Sheets and requests that wait for a moderator."""
    if workspace.user is None or not workspace.may_moderate:
        return
    waiting = list(
        HostInstitution.objects.moderated_by(workspace.user)
        .filter(state=HostState.PENDING)
        .order_by("submitted_at")
        .values_list("submitted_at", flat=True)
    )
    if waiting:
        late = waiting[0] < timezone.now() - PATIENCE
        yield Todo(
            title=ngettext("%(count)d sheet to examine", "%(count)d sheets to examine", len(waiting))
            % {"count": len(waiting)},
            url=reverse("hosts:moderation"),
            urgency=Urgency.LATE if late else Urgency.SOON,
            icon="shield-check",
            count=len(waiting),
        )
    yield from _claims(workspace)


def host(workspace: Workspace) -> Iterable[Todo]:
    """What waits for a host's managers."""
    if workspace.user is None or not workspace.is_host or not workspace.has_role(Role.HOST_MANAGER):
        return
    mine = HostInstitution.objects.filter(organisation=workspace.organisation)
    institution = along(mine, "sites", "occupations", "contacts", "photos").first()
    if institution is None:
        yield Todo(
            title=_("Create the sheet of your structure"),
            url=reverse("hosts:create"),
            urgency=Urgency.SOON,
            icon="house-plus",
        )
        return
    yield from _sheet(institution)
    yield from _offers(institution)
    yield from _claims(workspace)


def _sheet(institution: HostInstitution) -> Iterator[Todo]:
    if institution.state == HostState.RETURNED:
        yield Todo(
            title=_("Complete your sheet: the moderator asks for something more"),
            url=reverse("hosts:my_host"),
            urgency=Urgency.SOON,
            icon="undo-2",
            detail=institution.state_reason,
        )
        return
    complete = host_completeness(institution)
    if complete.missing and institution.state in (HostState.PENDING, HostState.PUBLISHED):
        yield Todo(
            title=_("Complete your sheet: it is filled in at %(percent)d %%") % {"percent": complete.percent},
            url=reverse("hosts:my_host"),
            urgency=Urgency.NORMAL,
            icon="house",
            detail=str(complete.missing[0].label),
        )


def _offers(institution: HostInstitution) -> Iterator[Todo]:
    today = timezone.localdate()
    ending = (
        PlacementOffer.objects.open()
        .filter(institution=institution, renewals__isnull=True)
        .annotate(last=Max("periods__end"))
        .filter(last__lte=today + ENDING)
        .order_by("last")[:FEW]
    )
    for offer in ending:
        yield Todo(
            title=_("« %(title)s » ends soon: renew it for next year?") % {"title": offer.title},
            url=reverse("hosts:my_offers"),
            due=offer.last,
            icon="calendar-clock",
        )
    drafts = institution.offers.filter(state="draft").count()
    if drafts:
        yield Todo(
            title=ngettext("%(count)d offer to finish", "%(count)d offers to finish", drafts) % {"count": drafts},
            url=f"{reverse('hosts:my_offers')}?situation=draft",
            urgency=Urgency.NORMAL,
            icon="clipboard-list",
            count=drafts,
        )


def _claims(workspace: Workspace) -> Iterator[Todo]:
    waiting = HostClaim.objects.pending().decidable_by(workspace.user).count()
    if waiting:
        yield Todo(
            title=ngettext("%(count)d request to keep a sheet", "%(count)d requests to keep a sheet", waiting)
            % {"count": waiting},
            url=reverse("hosts:claims"),
            icon="user-check",
            count=waiting,
        )


def imports(workspace: Workspace) -> Iterable[Todo]:
    """Registers that were checked and wait for a yes."""
    if workspace.user is None or not workspace.is_network_admin:
        return
    waiting = ImportBatch.objects.filter(organisation=workspace.organisation, state=ImportState.CHECKED)
    for batch in waiting.only("pk", "name")[:FEW]:
        yield Todo(
            title=_("Finish the import of %(name)s") % {"name": batch.name},
            url=reverse("hosts:import_detail", kwargs={"pk": batch.pk}),
            icon="file-up",
        )
