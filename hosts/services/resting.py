"""A host that answers nobody rests: its offers are paused until somebody there wakes them. Nothing is lost."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from accounts import audit
from accounts.models import PersonalLink, User
from hosts import notifications
from hosts.models import HostInstitution
from hosts.services.indexing import reindex_institution
from hosts.services.institutions import locked


@transaction.atomic
def fall_asleep(*, institution_id: int) -> HostInstitution:
    """Pauses the host's offers and tells its people, kindly. Once: a host asleep stays as it is."""
    institution = locked(institution_id)
    if institution.asleep_since is not None:
        return institution
    institution.asleep_since = timezone.now()
    institution.save(update_fields=["asleep_since", "updated_at"])
    audit.record(action="host.fell_asleep", actor=None, target=institution, organisation=institution.organisation)
    notifications.offers_paused(institution)
    reindex_institution(institution)
    return institution


def is_asleep(link: PersonalLink) -> bool:
    """Whether a link that wakes a host still has something to do."""
    return HostInstitution.objects.filter(pk=link.target_id, asleep_since__isnull=False).exists()


@transaction.atomic
def wake(*, institution_id: int, actor: User | None) -> HostInstitution:
    """Shows the host's offers again; what went unanswered before counts no more. A host awake stays as it is."""
    institution = locked(institution_id)
    if institution.asleep_since is None:
        return institution
    institution.asleep_since, institution.woken_at = None, timezone.now()
    institution.save(update_fields=["asleep_since", "woken_at", "updated_at"])
    audit.record(action="host.woke_up", actor=actor, target=institution, organisation=institution.organisation)
    reindex_institution(institution)
    return institution
