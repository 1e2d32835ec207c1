"""What a host does with an application: its people by their account, or somebody there by a personal link."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.errors import Refused
from accounts.models import PersonalLink, User
from hosts.services.indexing import reindex_institution
from internships import application_emails as emails
from internships.enums import ApplicationState
from internships.models import Application, PlacementSettings
from internships.services import locks
from internships.services.applications.moving import answer_by, confirm_by, has_room, locked, move
from internships.workflow import require


@dataclass(frozen=True, kw_only=True)
class Tutor:
    """Who will be there for the trainee: somebody of the team, or a name without an account."""

    name: str
    function: str = ""
    email: str = ""
    telephone: str = ""
    user: User | None = None


@transaction.atomic
def mark_read(*, application_id: int, actor: User | None, link: PersonalLink | None = None) -> Application:
    """The host has read it: said by a button, for opening a page says nothing."""
    application = locked(application_id)
    if application.state == ApplicationState.READ:
        return application
    return move(application, require(application, "read", actor, link), actor=actor, link=link)


@transaction.atomic
def accept(
    *,
    application_id: int,
    actor: User | None,
    link: PersonalLink | None = None,
    message: str = "",
    tutor: Tutor | None = None,
) -> Application:
    """The host says yes; the trainee has some days to confirm. The seat is taken when they do."""
    application = locked(application_id)
    step = require(application, "accept", actor, link)
    now = timezone.now()
    application.read_at = application.read_at or now
    application.answered_at, application.answered_by = now, actor
    application.answer, application.reason = message.strip(), ""
    if tutor is not None:
        application.tutor = tutor.user
        application.tutor_name, application.tutor_function = tutor.name.strip(), tutor.function.strip()
        application.tutor_email, application.tutor_telephone = tutor.email.strip(), tutor.telephone.strip()
    application.due_on = confirm_by(application, PlacementSettings.current())
    move(application, step, actor=actor, link=link)
    emails.accepted(application)
    # Ranking rewards hosts that answer.
    reindex_institution(application.institution)
    return application


@transaction.atomic
def refuse(*, application_id: int, actor: User | None, reason: str, link: PersonalLink | None = None) -> Application:
    """The host says no, and why. Raises moving.ReasonNeeded without a reason."""
    application = locked(application_id)
    step = require(application, "refuse", actor, link)
    now = timezone.now()
    application.read_at = application.read_at or now
    application.answered_at, application.answered_by = now, actor
    application.reason = reason.strip()[:1000]
    move(application, step, actor=actor, link=link, text=reason)
    emails.refused(application)
    reindex_institution(application.institution)
    return application


@transaction.atomic
def undo_refusal(*, application_id: int, actor: User | None, link: PersonalLink | None = None) -> Application:
    """Takes a mistaken refusal back, for a few days; the trainee is told that the host looks at it again.

    Locks: person, application.
    """
    # Whoever applies holds the person's lock too: a twin is either here already, or waits until this is done.
    locks.person(Application.objects.values_list("person_id", flat=True).get(pk=application_id))
    application = locked(application_id)
    step = require(application, "undo_refusal", actor, link)
    others = Application.objects.active().filter(person=application.person_id)
    twin = (
        others.filter(offer=application.offer_id)
        if application.offer_id
        else others.filter(institution=application.institution_id, offer=None)
    )
    if twin.exists():
        raise Refused(_("The trainee has written to you again since: answer that application instead."))
    if application.start < timezone.localdate():
        raise Refused(_("The dates of this application are over."))
    if not has_room(application):
        raise Refused(_("The trainee has confirmed another placement on these days meanwhile."))
    application.reason, application.answered_at, application.answered_by = "", None, None
    application.due_on = answer_by(application, PlacementSettings.current())
    move(application, step, actor=actor, link=link)
    emails.refusal_undone(application)
    return application
