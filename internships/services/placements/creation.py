"""A placement begins: from a confirmed application, or entered by a school or an employer."""

from __future__ import annotations

import datetime
import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts import audit
from accounts.errors import Refused
from accounts.models import Organisation, User
from hosts.models import HostInstitution, HostSite, OfferPeriod
from internships import events, lawcheck, placement_emails
from internships.enums import SupervisorCapacity
from internships.models import (
    Application,
    Commission,
    Employment,
    Enrolment,
    Placement,
    PlacementKind,
    PlacementMode,
    PlacementSite,
    Supervisor,
)
from internships.models.employments import employs
from internships.services import locks
from internships.services.placements import covering

# What stops a placement at once; what a school can still settle on its page stops the agreement only.
AT_ONCE = ("placement-maximum", "trainees-per-tutor", "trainees-per-referent")


@dataclass(frozen=True, kw_only=True)
class SiteData:
    """One site of a placement to be: where, when, with which share of full time, and the tutor if known.

    `period` names the seat of an offer that the caller has taken already.
    """

    institution: HostInstitution
    start: datetime.date
    end: datetime.date
    site: HostSite | None = None
    period: OfferPeriod | None = None
    time_share: int = covering.FULL
    tutor: User | None = None
    tutor_name: str = ""
    tutor_function: str = ""
    tutor_email: str = ""
    tutor_telephone: str = ""

    @property
    def has_tutor(self) -> bool:
        return bool(self.tutor or self.tutor_name.strip())


@transaction.atomic
def create(
    *,
    person: User,
    kind: PlacementKind,
    mode: PlacementMode,
    sites: Sequence[SiteData],
    sender: Organisation | None,
    actor: User | None,
    enrolment: Enrolment | None = None,
    employment: Employment | None = None,
    application: Application | None = None,
    commission: Commission | None = None,
    title: str = "",
    tells: bool = True,
) -> Placement:
    """Creates a placement with its sites, tutors and referent teacher, under the person's lock.

    Without an application all parties are told by e-mail: the host did not ask for it here, and can cancel it on its
    page. Nothing binds it before it signs the agreement. An app above that tells them itself says so by `tells`.

    Raises Refused with a sentence when the person has no room on those days, when the mode asks for more sites (A3,
    A6), or when a rule of law stops it.
    """
    locks.person(person.pk)
    _require_sites(mode, sites)
    _require_sender(person, sender, enrolment or employment, sites)
    covering.require_free(person.pk, wanted := covering.shares(sites))
    placement = Placement(
        person=person,
        kind=kind,
        mode=mode,
        sending_organisation=sender,
        enrolment=enrolment,
        employment=employment,
        application=application,
        commission=commission,
        title=title.strip(),
        calendar_token=secrets.token_urlsafe(32),
        created_by=actor,
    )
    covering.apply(placement, wanted)
    _save(placement, wanted)
    for position, data in enumerate(sites):
        add_site_row(placement, data, position)
    _name_referent(placement)
    require_lawful(placement)
    _tell(placement, sites, actor, tells)
    return placement


def _save(placement: Placement, wanted: covering.Shares) -> None:
    """Saves it; two at once for one person are told apart by the database."""
    try:
        with transaction.atomic():
            placement.save()
    except IntegrityError as error:
        if covering.is_overlap(error):
            raise Refused(covering.overlap_words(placement.person_id, wanted)) from error
        raise


def _tell(placement: Placement, sites: Sequence[SiteData], actor: User | None, tells: bool) -> None:
    audit.record(
        action="placement.created",
        actor=actor,
        target=placement,
        organisation=placement.sending_organisation or sites[0].institution.organisation,
        data={
            "person": placement.person_id,
            "hosts": [data.institution.pk for data in sites],
            "kind": placement.kind.code,
        },
    )
    events.tell("created", placement, actor=actor)
    if not tells:
        return
    if placement.application is None:
        placement_emails.agreed(placement, actor=actor)
    elif employs(placement.sending_organisation):
        placement_emails.tell_employer(placement)


def add_site_row(placement: Placement, data: SiteData, position: int) -> PlacementSite:
    """Writes a site with its tutor."""
    row = PlacementSite.objects.create(
        placement=placement,
        institution=data.institution,
        site=data.site,
        period=data.period,
        start=data.start,
        end=data.end,
        time_share=data.time_share,
        position=position,
    )
    if data.has_tutor:
        Supervisor.objects.create(
            placement=placement,
            capacity=SupervisorCapacity.TUTOR,
            placement_site=row,
            user=data.tutor,
            name=data.tutor_name.strip() or str(data.tutor),
            function=data.tutor_function.strip(),
            email=data.tutor_email.strip() or (data.tutor.email if data.tutor else "") or "",
            telephone=data.tutor_telephone.strip() or (data.tutor.phone if data.tutor else ""),
            since=data.start,
        )
    return row


def require_lawful(placement: Placement, *codes: str) -> None:
    """Stops what the law stops, with those who accompany locked against a second placement at the same time."""
    locks.companions(placement.supervisors.filter(until__isnull=True).select_related("placement_site"))
    lawcheck.require(placement, codes=codes or AT_ONCE)


def _require_sites(mode: PlacementMode, sites: Sequence[SiteData]) -> None:
    """A6: several structures means as many distinct places, each with its tutor."""
    places = {(data.institution.pk, data.site.pk if data.site else None) for data in sites}
    if len(places) < max(mode.least_sites, 1):
        raise Refused(
            _("“%(mode)s” asks for %(count)d distinct sites at least. Add one, or choose another mode.")
            % {"mode": mode.name, "count": mode.least_sites}
        )
    if mode.least_sites > 1 and not all(data.has_tutor for data in sites):
        raise Refused(_("“%(mode)s” asks for a tutor at each site. Name them.") % {"mode": mode.name})


def _require_sender(
    person: User, sender: Organisation | None, tie: Enrolment | Employment | None, sites: Sequence[SiteData]
) -> None:
    """A school sends whom it has enrolled, an employer whoever is in its service, and to somebody else."""
    if tie is not None:
        owner = tie.cohort.school if isinstance(tie, Enrolment) else tie.organisation
        if tie.person_id != person.pk or sender != owner:
            raise ValueError("the enrolment or employment belongs to another person or sender")
    if employs(sender) and any(data.institution.organisation == sender for data in sites):
        raise Refused(_("This host is the employer itself: choose another one."))


def _name_referent(placement: Placement) -> None:
    """The referent teacher of the enrolment, otherwise the one of the cohort."""
    enrolment = placement.enrolment
    teacher = enrolment and (enrolment.referent or enrolment.cohort.referent)
    if teacher:
        Supervisor.objects.create(
            placement=placement,
            capacity=SupervisorCapacity.REFERENT_TEACHER,
            user=teacher,
            name=teacher.get_full_name(),
            email=teacher.email or "",
            telephone=teacher.phone,
            since=placement.start,
        )
