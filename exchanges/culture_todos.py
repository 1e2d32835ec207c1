"""« À faire »: questionnaires on the partner, and the cahier des charges to validate (B9, B14)."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.workspace import Workspace
from exchanges.access import within
from exchanges.culture_enums import Moment, Side
from exchanges.models import CharterValidation, CharterVersion, Structure
from exchanges.models.spaces import JOINING_ROLES
from exchanges.selectors.images import RECEIVING, waiting_for
from exchanges.services.images import is_too_late
from internships.words import said
from messaging.inbox import Todo, Urgency

FEW = 5


def images(workspace: Workspace) -> Iterable[Todo]:
    """One's own immersions, and those of people whom one receives. One query."""
    if workspace.user is None:
        return
    bodies = [one.pk for one in workspace.organisations_with_role(RECEIVING)]
    rows = waiting_for(workspace.user, bodies).select_related(
        "request__structure__institution__organisation", "request__offer__structure__institution__organisation"
    )
    for sheet in rows.order_by("request__first_day", "pk").distinct()[: FEW * 2]:
        if is_too_late(sheet):
            continue
        immersion, is_before = sheet.request, sheet.moment == Moment.BEFORE
        partner = immersion.offer.structure if sheet.side == Side.VISITOR else immersion.structure
        words = _("Before the immersion: how do you see %(partner)s?")
        if not is_before:
            words = _("After the immersion: how do you see %(partner)s now?")
        day = immersion.first_day if is_before else immersion.last_day
        address = reverse("exchanges:image_fill", args=[immersion.pk, "avant" if is_before else "apres"])
        yield Todo(
            title=words % {"partner": partner},
            url=within(immersion.space_id, address),
            urgency=Urgency.SOON,
            due=immersion.first_day if is_before else None,
            icon="scan-eye",
            detail=(_("First day on %(day)s.") if is_before else _("Over since %(day)s.")) % {"day": said(day)},
        )


def charter(workspace: Workspace) -> Iterable[Todo]:
    """The structure acted for has not validated the version in force. One query."""
    here = workspace.organisation
    if here is None or not workspace.has_role(*JOINING_ROLES):
        return
    later = CharterVersion.objects.in_force().filter(space=OuterRef("space"), number__gt=OuterRef("number"))
    done = CharterValidation.objects.filter(charter=OuterRef("pk"), structure__institution__organisation=here)
    approved = Structure.objects.approved().filter(institution__organisation=here)
    rows = CharterVersion.objects.in_force().filter(~Exists(later), ~Exists(done), space__structures__in=approved)
    for version in rows.select_related("space").distinct()[:FEW]:
        yield Todo(
            title=_("Validate the cahier des charges of « %(space)s »") % {"space": version.space},
            url=within(version.space_id, reverse("exchanges:charter")),
            urgency=Urgency.SOON,
            icon="scroll-text",
            detail=version.note,
        )
