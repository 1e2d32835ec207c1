"""« À faire » about requests and the ledger."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterator

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.enums import OrganisationKind, Role
from accounts.workspace import Workspace
from exchanges.access import within
from exchanges.enums import StructureState
from exchanges.models import ImmersionRequest, LedgerEntry, Structure
from exchanges.request_enums import RequestState
from exchanges.selectors.hands import ANSWERING_ROLES
from exchanges.selectors.ledger import PATIENCE
from internships.models.employments import EMPLOYER_ROLES
from messaging.inbox import Todo, Urgency

FEW = 5
FOR_VISA = (*EMPLOYER_ROLES, Role.HOST_MANAGER)


def person(workspace: Workspace) -> Iterator[Todo]:
    """Other days that a host structure proposed."""
    if workspace.user is None or workspace.kind not in (OrganisationKind.HOST, "trainee"):
        return
    rows = ImmersionRequest.objects.filter(
        person=workspace.user, state=RequestState.SENT, proposed_at__isnull=False
    ).select_related("offer__structure__institution__organisation")
    for one in rows.order_by("proposed_at")[:FEW]:
        yield Todo(
            title=_("Answer %(host)s: other days are proposed") % {"host": one.offer.structure.name},
            url=within(one.space_id, reverse("exchanges:request", args=[one.pk])),
            urgency=Urgency.SOON,
            due=one.proposed_first,
            icon="calendar-clock",
        )


def structure(workspace: Workspace) -> Iterator[Todo]:
    """For those who speak for the structure acted for, or look after it: visas, answers, welcomes owed."""
    body = workspace.organisation
    if body is None or not workspace.is_host or not workspace.has_role(*FOR_VISA, *ANSWERING_ROLES):
        return
    ours = Structure.objects.filter(institution__organisation=body, state=StructureState.APPROVED)
    if not (mine := list(ours.values_list("pk", flat=True))):
        return
    if workspace.has_role(*FOR_VISA):
        yield from _visas(_waiting(RequestState.VISA).filter(structure__in=mine).exclude(person=workspace.user))
    if workspace.has_role(*ANSWERING_ROLES):
        yield from _answers(
            _waiting(RequestState.SENT)
            .filter(offer__structure__in=mine, proposed_at__isnull=True)
            .exclude(person=workspace.user)
        )
    if workspace.manages:
        yield from _owed(mine)


def _waiting(state: str) -> QuerySet[ImmersionRequest]:
    rows = ImmersionRequest.objects.filter(state=state, first_day__gt=timezone.localdate())
    return rows.select_related("person", "offer__structure__institution__organisation").order_by("first_day", "pk")


def _visas(rows: QuerySet[ImmersionRequest]) -> Iterator[Todo]:
    for one in rows[:FEW]:
        yield Todo(
            title=_("Give the visa to %(person)s, or not") % {"person": one.person},
            url=within(one.space_id, reverse("exchanges:request", args=[one.pk])),
            urgency=Urgency.SOON,
            due=one.first_day,
            icon="stamp",
            detail=_("Immersion at %(host)s") % {"host": one.offer.structure.name},
        )


def _answers(rows: QuerySet[ImmersionRequest]) -> Iterator[Todo]:
    for one in rows[:FEW]:
        yield Todo(
            title=_("Answer %(person)s, who asks for an immersion") % {"person": one.person},
            url=within(one.space_id, reverse("exchanges:request", args=[one.pk])),
            urgency=Urgency.SOON,
            due=one.first_day,
            icon="mail-question-mark",
            detail=one.offer.title,
        )


def _owed(structures: list[int]) -> Iterator[Todo]:
    """What is owed since long: one line for each space."""
    before = timezone.localdate() - datetime.timedelta(days=PATIENCE)
    debts = LedgerEntry.objects.open_debts().filter(debtor__in=structures, request__last_day__lt=before)
    counted = Counter(debts.values_list("space", "space__name"))
    for (space, name), number in counted.items():
        words = ngettext("Return %(count)d welcome", "Return %(count)d welcomes", number)
        yield Todo(
            title=words % {"count": number},
            url=within(space, reverse("exchanges:ledger")),
            icon="repeat-2",
            count=number,
            detail=name if len(counted) > 1 else _("Who asks offers in return."),
        )
