"""« À faire » in the space of exchanges: what waits for its pilot, and sheets that came back (B8)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.enums import OrganisationKind, Role
from accounts.workspace import Workspace
from exchanges.access import within
from exchanges.enums import OfferState, StructureState
from exchanges.models import ImmersionOffer, Structure
from messaging.inbox import Todo, Urgency

# Somebody who asked waits for an answer: after so long it becomes urgent.
PATIENCE = timedelta(days=7)
FEW = 5
READ = ("title", "state_reason", "structure__space_id")


def pilot(workspace: Workspace) -> Iterable[Todo]:
    """Structures that ask to take part, and sheets to publish, in the space of the network acted for."""
    if workspace.user is None or not workspace.has_role(Role.EXCHANGE_PILOT):
        return
    body = workspace.organisation
    structures = Structure.objects.filter(space__pilot=body, state=StructureState.ASKED)
    asked = list(structures.order_by("asked_at").values_list("asked_at", "space"))
    if asked:
        words = ngettext("%(count)d structure asks to take part", "%(count)d structures ask to take part", len(asked))
        yield Todo(
            title=words % {"count": len(asked)},
            url=within(asked[0][1], reverse("exchanges:structures")),
            urgency=Urgency.LATE if asked[0][0] < timezone.now() - PATIENCE else Urgency.SOON,
            icon="building-2",
            count=len(asked),
        )
    offers = ImmersionOffer.objects.filter(structure__space__pilot=body, state=OfferState.SUBMITTED)
    sent = list(offers.order_by("submitted_at").values_list("submitted_at", "structure__space"))
    if sent and sent[0][0]:
        words = ngettext(
            "%(count)d offer of immersion to publish", "%(count)d offers of immersion to publish", len(sent)
        )
        yield Todo(
            title=words % {"count": len(sent)},
            url=within(sent[0][1], reverse("exchanges:queue")),
            urgency=Urgency.LATE if sent[0][0] < timezone.now() - PATIENCE else Urgency.SOON,
            icon="file-check",
            count=len(sent),
        )


def writing(workspace: Workspace) -> Iterable[Todo]:
    """One's own sheets that the pilot sent back."""
    if workspace.user is None or workspace.kind not in (OrganisationKind.HOST, "trainee"):
        return
    rows = ImmersionOffer.objects.filter(
        written_by=workspace.user,
        state=OfferState.RETURNED,
        structure__in=Structure.objects.of_professional(workspace.user),
    )
    for offer in rows.select_related("structure").only(*READ).order_by("-updated_at")[:FEW]:
        yield Todo(
            title=_("Complete « %(title)s »: the pilot asks for something more") % {"title": offer},
            url=within(offer.structure.space_id, reverse("exchanges:offer", args=[offer.pk])),
            urgency=Urgency.SOON,
            icon="undo-2",
            detail=offer.state_reason,
        )
