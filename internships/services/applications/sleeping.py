"""A host that answers nobody rests: its offers are paused, kindly, until somebody there wakes them (S5, §7.9)."""

from __future__ import annotations

from django.db import transaction

from hosts.models import HostInstitution
from hosts.services import resting
from internships.enums import ApplicationState
from internships.models import Application, PlacementSettings
from internships.workflow import S

# What says nothing about the host: it had no chance to answer, or was spared to.
SILENT_STATES = (S.HELD, S.SENT, S.READ, S.WITHDRAWN, S.RELEASED)


@transaction.atomic
def consider_sleep(institution: HostInstitution) -> bool:
    """Puts the host to sleep when its last applications, as many as the settings say, all expired unanswered."""
    most = PlacementSettings.current().sleep_after
    settled = Application.objects.filter(institution=institution, sent_at__isnull=False).exclude(
        state__in=SILENT_STATES
    )
    host = HostInstitution.objects.get(pk=institution.pk)
    if host.asleep_since is not None:
        return False
    if host.woken_at is not None:
        settled = settled.filter(sent_at__gt=host.woken_at)
    last = list(settled.order_by("-sent_at", "-pk").values_list("state", flat=True)[:most])
    if len(last) < most or any(state != ApplicationState.EXPIRED for state in last):
        return False
    resting.fall_asleep(institution_id=host.pk)
    return True
