"""« À faire »: parts of agreements that wait for somebody, and agreements that can be sent."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.enums import Role
from accounts.workspace import Workspace
from agreements.enums import AgreementState, Side
from agreements.models import AgreementPart
from internships.selectors.employers import speaks_for_employer
from messaging import inbox
from messaging.inbox import Todo, Urgency

MOST = 10


@inbox.register
def parts(workspace: Workspace) -> Iterator[Todo]:
    """The trainee's own part, the host's for its managers, the employer's: asked for and not confirmed yet."""
    if workspace.user is None:
        return
    rows = AgreementPart.objects.filter(
        agreement__state=AgreementState.PREPARING, asked_at__isnull=False, completed_at__isnull=True
    ).select_related("agreement__placement__person")
    own = rows.filter(side=Side.TRAINEE, agreement__placement__person=workspace.user)
    if workspace.is_host and workspace.has_role(Role.HOST_MANAGER):
        own = own | rows.filter(side=Side.HOST, institution__organisation=workspace.organisation)
    if speaks_for_employer(workspace):
        own = own | rows.filter(side=Side.EMPLOYER, agreement__placement__sending_organisation=workspace.organisation)
    for part in own.distinct().order_by("agreement__placement__start", "pk")[:MOST]:
        yield Todo(
            title=_("Complete your part of agreement %(number)s (%(trainee)s)")
            % {"number": part.agreement.number, "trainee": part.agreement.placement.person},
            url=reverse("agreements:part", args=[part.agreement_id, part.key]),
            urgency=Urgency.SOON,
            icon="file-pen-line",
        )
