"""The network's register: members and potential members (E3), sites that a school qualified (A19)."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from accounts import audit
from accounts.models import Organisation, User
from hosts.enums import MembershipStatus
from hosts.models import HostSite, SiteQualification
from hosts.services.indexing import reindex_institution
from hosts.services.institutions import locked


@transaction.atomic
def set_membership(*, institution_id: int, actor: User, status: MembershipStatus) -> bool:
    """Makes a host a member or a potential member of the network; says whether that changed anything."""
    institution = locked(institution_id)
    if institution.membership_status == status:
        return False
    before, institution.membership_status = institution.membership_status, status
    institution.save(update_fields=["membership_status", "updated_at"])
    audit.record(
        action="host.membership",
        actor=actor,
        target=institution,
        organisation=institution.organisation,
        data={"from": before, "to": str(status)},
    )
    reindex_institution(institution)
    return True


@transaction.atomic
def qualify(*, site_id: int, school: Organisation, actor: User) -> SiteQualification:
    """« Site qualifiant » for that school, from today; asked twice, it is the same status."""
    site = HostSite.objects.select_for_update(of=("self",)).select_related("institution__organisation").get(pk=site_id)
    known = site.qualifications.filter(school=school, until__isnull=True).first()
    if known is not None:
        return known
    granted = SiteQualification.objects.create(site=site, school=school, granted_by=actor)
    _trace("site_qualification.granted", granted, actor)
    return granted


@transaction.atomic
def end_qualification(*, qualification: SiteQualification, actor: User) -> None:
    """Ends the status today; that it was granted stays known."""
    locked_row = SiteQualification.objects.select_for_update(of=("self",)).get(pk=qualification.pk)
    if locked_row.until is not None:
        return
    locked_row.until = timezone.localdate()
    locked_row.save(update_fields=["until"])
    _trace("site_qualification.ended", locked_row, actor)


def _trace(action: str, qualification: SiteQualification, actor: User) -> None:
    institution = qualification.site.institution
    audit.record(
        action=action,
        actor=actor,
        target=institution,
        organisation=qualification.school,
        data={"site": qualification.site_id, "school": qualification.school_id},
    )
    reindex_institution(institution)
