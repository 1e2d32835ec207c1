"""Sending an application, and taking it back."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from typing import TypedDict, Unpack

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.errors import Refused
from accounts.models import User
from documents.models import StoredFile
from hosts.enums import LIVE_STATES, HostState
from hosts.models import HostInstitution, HostSite, OfferPeriod, PlacementOffer
from internships import application_emails as emails
from internships.enums import ApplicationState, Sender
from internships.models import (
    Application,
    ApplicationDocument,
    Employment,
    Enrolment,
    PlacementKind,
    PlacementSettings,
)
from internships.selectors.reach import reach_of
from internships.services import locks
from internships.services.applications.moving import answer_by, has_room, locked, move, trace
from internships.services.placements import covering
from internships.words import said
from internships.workflow import of_machine, require

# First half of the advisory lock's key under which a host's waiting applications are counted.
QUOTA_LOCK = 20_031


class Details(TypedDict, total=False):
    """What an application may say besides: to which offer and period, at which site, for which sender, with whom."""

    offer: PlacementOffer | None
    period: OfferPeriod | None
    site: HostSite | None
    enrolment: Enrolment | None
    employment: Employment | None
    time_share: int
    is_self_found: bool
    host_name: str
    host_email: str


@transaction.atomic
def apply(
    *,
    person: User,
    institution: HostInstitution,
    kind: PlacementKind,
    start: datetime.date,
    end: datetime.date,
    message: str,
    files: Iterable[StoredFile] = (),
    birth_date: datetime.date | None = None,
    **details: Unpack[Details],
) -> Application:
    """Applies to an offer, or to a host without one. Sent at once, or held until the host's sheet is published.

    `birth_date` is kept with the person when it was unknown: it decides what the host may see. Raises Refused with a
    sentence: beyond a quota, already applied, another placement on these days, a host nobody can reach.
    """
    person = _locked_person(person, birth_date)
    application = Application(
        person=person, institution=institution, kind=kind, start=start, end=end, message=message.strip(), **details
    )
    _complete(application)
    settings = PlacementSettings.current()
    _check(application, settings)
    is_checked = institution.state == HostState.PUBLISHED
    application.state = ApplicationState.HELD
    if is_checked:
        application.state, application.sent_at = ApplicationState.SENT, timezone.now()
        application.due_on = answer_by(application, settings)
    application.save()
    ApplicationDocument.objects.bulk_create(ApplicationDocument(application=application, file=file) for file in files)
    trace(application, "made", actor=person, offer=application.offer_id)
    if is_checked:
        emails.received(application)
    emails.receipt(application)
    return application


@transaction.atomic
def send_held(*, institution: HostInstitution) -> int:
    """The host's sheet is published: the applications that waited for it leave. Returns how many."""
    sent = 0
    settings = PlacementSettings.current()
    for number in _held(institution):
        application = locked(number)
        if application.state != ApplicationState.HELD:
            continue
        if application.start < timezone.localdate():
            _drop(application, _("The dates of this application were over when the host could be checked."))
            continue
        application.due_on = answer_by(application, settings)
        move(application, of_machine(application, "send"), actor=None)
        emails.received(application)
        emails.receipt(application)
        sent += 1
    return sent


@transaction.atomic
def drop_held(*, institution: HostInstitution) -> int:
    """The host's sheet was refused: the applications that waited for it are closed, and their trainees told why."""
    dropped = 0
    for number in _held(institution):
        application = locked(number)
        if application.state == ApplicationState.HELD:
            _drop(application, _("The moderators of the territory could not accept the sheet of this host."))
            dropped += 1
    return dropped


@transaction.atomic
def withdraw(*, application_id: int, actor: User, reason: str = "") -> Application:
    """The trainee takes their application back, until they have confirmed it. The host is told."""
    application = locked(application_id)
    was_held = application.state == ApplicationState.HELD
    move(application, require(application, "withdraw", actor), actor=actor, text=reason)
    if not was_held:
        emails.withdrawn(application, reason)
    return application


def _drop(application: Application, why: object) -> None:
    application.reason = str(why)
    move(application, of_machine(application, "drop"), actor=None, text=application.reason)
    emails.refused(application)


def _held(institution: HostInstitution) -> list[int]:
    held = Application.objects.filter(institution=institution, state=ApplicationState.HELD)
    return list(held.order_by("pk").values_list("pk", flat=True))


def _locked_person(person: User, birth_date: datetime.date | None) -> User:
    person = locks.person(person.pk)
    if birth_date is not None and person.birth_date is None:
        person.birth_date = birth_date
        person.save(update_fields=["birth_date"])
    return person


def _complete(application: Application) -> None:
    """What follows from the rest: the school of the class, the employer where the kind has one, the site."""
    application.school = application.enrolment.cohort.school if application.enrolment else None
    if application.kind.sender != Sender.EMPLOYER:
        application.employment = None
    elif application.employment and application.employment.person_id != application.person_id:
        raise ValueError("the employment belongs to another person")
    application.site = application.site or _site_of(application.institution, application.offer)
    application.host_name, application.host_email = application.host_name.strip(), application.host_email.strip()


def _check(application: Application, settings: PlacementSettings) -> None:
    _check_dates(application)
    _check_host(application)
    _check_not_twice(application)
    _check_quotas(application, settings)


def _site_of(institution: HostInstitution, offer: PlacementOffer | None) -> HostSite | None:
    """Where the placement takes place: the offer's only site, or the host's main one."""
    sites: Sequence[HostSite] = list(offer.sites.filter(active=True)[:2]) if offer else []
    return sites[0] if len(sites) == 1 else institution.sites.filter(active=True).order_by("-is_main", "pk").first()


def _check_dates(application: Application) -> None:
    if application.start < timezone.localdate():
        raise Refused(_("Choose a first day that is still to come."))
    if application.end < application.start:
        raise Refused(_("Choose a last day after the first one."))
    period = application.period
    if period is not None and not (period.start <= application.start and application.end <= period.end):
        raise Refused(
            _("Choose days from %(start)s to %(end)s: this is when the host takes people.")
            % {"start": said(period.start), "end": said(period.end)}
        )
    covering.in_order(application.start, application.end)
    if not has_room(application):
        raise Refused(_("You have a confirmed placement on these days. Choose others, or a smaller share of time."))


def _check_host(application: Application) -> None:
    institution, person, offer = application.institution, application.person, application.offer
    if institution.state not in LIVE_STATES or institution.state == HostState.ARCHIVED:
        raise Refused(_("This host takes no applications any more."))
    if institution.state != HostState.PUBLISHED and institution.discovered_by_id != person.pk:
        raise Refused(_("This host has not been checked yet. Come back in a few days."))
    if offer is not None and not PlacementOffer.objects.open().filter(pk=offer.pk).exists():
        raise Refused(_("This offer takes nobody any more. Others are near."))
    if institution.asleep_since and not application.is_self_found:
        raise Refused(_("This host has not answered lately, so it takes no applications for now. Others are near."))
    if institution.organisation.memberships.current().filter(user=person).exists():  # type: ignore[attr-defined]
        raise Refused(_("You belong to this host: you cannot apply to it."))
    if application.employment and application.employment.organisation_id == institution.organisation_id:
        raise Refused(_("This host is your employer: choose another one to go to."))
    reach = reach_of(application)
    own = {address.casefold() for address in (person.email or "", *_family(person)) if address}
    if reach.email.casefold() in own:
        raise Refused(_("Give the address of somebody at the host, not your own or your parents’."))
    if not reach:
        raise Refused(_("Nobody at this host can be written to through Escale yet: give somebody’s e-mail address."))


def _family(person: User) -> list[str]:
    return list(person.guardians.values_list("email", flat=True))  # type: ignore[attr-defined]


def _check_not_twice(application: Application) -> None:
    open_ones = Application.objects.active().filter(person=application.person)
    if application.offer_id:
        if open_ones.filter(offer=application.offer_id).exists():
            raise Refused(_("You have applied to this offer already. Withdraw that application to send another one."))
    elif open_ones.filter(institution=application.institution_id, offer=None).exists():
        raise Refused(_("You have written to this host already. Withdraw that application to send another one."))


def _check_quotas(application: Application, settings: PlacementSettings) -> None:
    """A trainee waits for a few answers at a time, and a host is not flooded. What is held counts for the trainee."""
    waiting = Application.objects.waiting()
    most = settings.waiting_per_trainee
    if waiting.filter(person=application.person).count() >= most:
        raise Refused(
            ngettext(
                "You already wait for the answer of %(most)d host. Wait for it, or withdraw that application.",
                "You already wait for the answers of %(most)d hosts. Wait for one, or withdraw an application.",
                most,
            )
            % {"most": most}
        )
    with connection.cursor() as cursor:
        key = application.institution_id % 2147483647
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [QUOTA_LOCK, key])
    if waiting.filter(institution=application.institution_id).count() >= settings.waiting_per_host:
        raise Refused(
            _(
                "This host has received many applications that it has not answered yet. Keep it in your favourites and "
                "try again in a few days, or look at others nearby."
            )
        )
