"""« À faire » about applications: those a host has to answer, those a trainee has to confirm."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.enums import Role
from accounts.workspace import Workspace
from hosts.models import HostInstitution
from internships.disclosure import name_for_host
from internships.enums import ApplicationState
from internships.models import Application
from messaging.inbox import Todo, Urgency

FEW = 5


def trainee(workspace: Workspace) -> Iterator[Todo]:
    """Accepted applications: the seat is taken by confirming."""
    if workspace.user is None:
        return
    accepted = Application.objects.filter(person=workspace.user, state=ApplicationState.ACCEPTED)
    for one in accepted.select_related("institution__organisation").order_by("due_on", "pk")[:FEW]:
        yield Todo(
            title=_("Confirm your placement at %(host)s") % {"host": one.institution},
            url=reverse("internships:application", args=[one.pk]),
            urgency=Urgency.SOON,
            due=one.due_on,
            icon="circle-check",
            detail=_("The host has said yes. The seat is yours once you confirm."),
        )


def host(workspace: Workspace) -> Iterator[Todo]:
    """Applications to answer, the first due first; and offers that rest."""
    if workspace.user is None or not workspace.is_host or not workspace.has_role(Role.HOST_MANAGER):
        return
    resting = HostInstitution.objects.filter(organisation=workspace.organisation, asleep_since__isnull=False)
    if resting.exists():
        yield Todo(
            title=_("Wake your offers: they are paused"),
            url=reverse("hosts:wake"),
            urgency=Urgency.SOON,
            icon="sun",
            detail=_("Several people had no answer. One button shows your offers again."),
        )
    waiting = Application.objects.filter(
        institution__organisation=workspace.organisation, state__in=(ApplicationState.SENT, ApplicationState.READ)
    )
    rows = list(waiting.select_related("person", "offer").order_by("due_on", "pk")[: FEW + 1])
    for one in rows[:FEW]:
        yield Todo(
            title=_("Answer the application of %(trainee)s") % {"trainee": name_for_host(one)},
            url=reverse("internships:application", args=[one.pk]),
            urgency=Urgency.SOON,
            due=one.due_on,
            icon="mail-question-mark",
            detail=str(one.offer or ""),
        )
    more = waiting.count() - FEW if len(rows) > FEW else 0
    if more:
        yield Todo(
            title=ngettext("%(count)d more application to answer", "%(count)d more applications to answer", more)
            % {"count": more},
            url=f"{reverse('internships:received')}?etat=attente",
            icon="mails",
            count=more,
        )
