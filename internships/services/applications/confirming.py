"""The trainee confirms: the seat is taken, the placement is made, other applications on these days are released."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Q

from accounts.errors import Refused
from accounts.locking import busy_said
from accounts.models import User
from hosts.services import seats
from internships import application_emails as emails
from internships.enums import ACTIVE_STATES, ApplicationState
from internships.models import Application, Placement, PlacementMode
from internships.services import locks, placements
from internships.services.applications.moving import has_room, move, related
from internships.services.employments import lasting, organisation_of
from internships.workflow import of_machine, require

ONE_SITE, IMMERSION = "un-site", "immersion"


class NoSeat(Refused):
    """The last seat was taken meanwhile. The application stays accepted: the host may add a seat."""


@transaction.atomic
def confirm(*, application_id: int, actor: User) -> Placement:
    """Confirms an accepted application and returns the placement; the same one when it was confirmed already.

    Raises NoSeat when the period is full, Refused when another placement is in the way or the person no longer works
    for the employer that would send them. Locks: person, their applications in order, period.
    """
    person_id = Application.objects.values_list("person_id", flat=True).get(pk=application_id)
    person = locks.person(person_id)
    mine = _lock_all(person_id, application_id)
    application = mine.pop(application_id)
    application.person = person
    if application.state == ApplicationState.CONFIRMED and actor.pk == person_id:
        return Placement.objects.get(application=application)
    step = require(application, "confirm", actor)
    if application.period_id:
        try:
            seats.take_seat(application.period_id)
        except seats.NoSeatLeft as full:
            raise NoSeat(str(full)) from full
    move(application, step, actor=actor)
    placement = _make_placement(application, actor)
    emails.confirmed(application)
    _release(mine.values(), placement)
    return placement


@transaction.atomic
def tell_seat_lost(*, application_id: int) -> None:
    """Tells the host, once, that somebody it accepted found no seat left: it may add one."""
    application = related().get(pk=application_id)
    if application.state == ApplicationState.ACCEPTED:
        emails.seat_lost(application)


def _lock_all(person_id: int, application_id: int) -> dict[int, Application]:
    rows = related().select_for_update(of=("self",)).filter(Q(pk=application_id) | Q(state__in=ACTIVE_STATES))
    with busy_said(locks.APPLICATION_BUSY):
        return {row.pk: row for row in rows.filter(person=person_id).order_by("pk")}


def _make_placement(application: Application, actor: User) -> Placement:
    site = placements.SiteData(
        institution=application.institution,
        site=application.site,
        period=application.period,
        start=application.start,
        end=application.end,
        time_share=application.time_share,
        tutor=application.tutor,
        tutor_name=application.tutor_name,
        tutor_function=application.tutor_function,
        tutor_email=application.tutor_email,
        tutor_telephone=application.tutor_telephone,
    )
    employment = lasting(application.employment) if application.employment else None
    return placements.create(
        person=application.person,
        kind=application.kind,
        mode=_mode(application),
        sites=[site],
        sender=organisation_of(employment) if employment else application.school,
        enrolment=application.enrolment,
        employment=employment,
        application=application,
        actor=actor,
    )


def _mode(application: Application) -> PlacementMode:
    """One site; the immersion where the kind is one."""
    modes = {mode.code: mode for mode in PlacementMode.objects.filter(code__in=(ONE_SITE, IMMERSION))}
    wanted = IMMERSION if application.kind.code == IMMERSION else ONE_SITE
    found = modes.get(wanted) or PlacementMode.objects.filter(least_sites=1, is_collective=False).first()
    return found or PlacementMode.objects.create(
        code=ONE_SITE, name_fr="Un seul lieu", name_en="One site", least_sites=1
    )


def _release(others: Iterable[Application], placement: Placement) -> None:
    """Lets go of the person's other applications that no longer fit beside the placement, and tells those hosts."""
    for other in others:
        if other.start > placement.end or other.end < placement.start or has_room(other):
            continue
        move(other, of_machine(other, "release"), actor=None, placement=placement.pk)
        if other.sent_at:
            emails.released(other)
