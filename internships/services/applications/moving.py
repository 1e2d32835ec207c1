"""What every step of an application shares: its lock, its trace, its deadlines."""

from __future__ import annotations

import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts import audit
from accounts.errors import Refused
from accounts.locking import busy_said
from accounts.models import Organisation, PersonalLink, User
from internships.enums import ACTIVE_STATES, ApplicationState
from internships.models import Application, PlacementSettings
from internships.services import locks
from internships.services.placements import covering
from internships.workflow import Action, Who

REASON_LENGTH = 1000


class ReasonNeeded(Refused):
    """A refusal says why, to the trainee."""


def locked(application_id: int) -> Application:
    """The application under its row lock, with what a step and its e-mails need."""
    with busy_said(locks.APPLICATION_BUSY):
        return related().select_for_update(of=("self",)).get(pk=application_id)  # type: ignore[no-any-return]


def related() -> Any:
    names = ("person", "institution__organisation", "site", "offer", "period", "kind", "school", "enrolment__cohort")
    return Application.objects.select_related(*names, "employment__organisation")


def has_room(application: Application) -> bool:
    """Whether the person's placements leave room for it: days shared, and shares of time that add up."""
    try:
        covering.require_free(application.person_id, covering.shares([application]))
    except Refused:
        return False
    return True


def move(
    application: Application,
    step: Action,
    *,
    actor: User | None,
    link: PersonalLink | None = None,
    text: str = "",
    **details: Any,
) -> Application:
    """Applies one step of the table: the state, the moments, the trace. Call it under the application's lock."""
    now = timezone.now()
    text = text.strip()[:REASON_LENGTH]
    if step.needs_reason and not text:
        raise ReasonNeeded(_("Say why, in a sentence: it is sent to the trainee."))
    before, application.state = application.state, step.target
    application.version += 1
    if step.target == ApplicationState.SENT:
        application.sent_at = now
    if step.target == ApplicationState.READ and application.read_at is None:
        application.read_at = now
    if step.target in ACTIVE_STATES or step.target == ApplicationState.CONFIRMED:
        application.closed_at = None
    else:
        application.closed_at = now
    if step.target in (ApplicationState.CONFIRMED, *_CLOSED):
        application.due_on = None
    application.save()
    trace(application, step.code, actor=actor, link=link, text=text, who=step.who, **{"from": before, **details})
    return application


_CLOSED = tuple(state for state in ApplicationState if state not in (*ACTIVE_STATES, ApplicationState.CONFIRMED))


def trace(
    application: Application,
    code: str,
    *,
    actor: User | None,
    link: PersonalLink | None = None,
    text: str = "",
    who: frozenset[Who] = frozenset(),
    **data: Any,
) -> None:
    """A line of the trace. The host reads what its own people did; what a trainee did is their school's to read."""
    organisation: Organisation | None = application.school
    if Who.HOST in who:
        organisation = application.institution.organisation
    if link is not None:
        data["link"] = link.pk
    audit.record(
        action=f"application.{code}",
        actor=actor,
        target=application,
        organisation=organisation,
        data={**data, "to": application.state},
        text=text,
    )


def answer_by(application: Application, settings: PlacementSettings) -> datetime.date:
    """Until when the host is expected to answer: some days, but not after the placement would begin."""
    return _before_start(application, settings.answer_days)


def confirm_by(application: Application, settings: PlacementSettings) -> datetime.date:
    """Until when the trainee is expected to confirm: some days, but not after the placement would begin."""
    return _before_start(application, settings.confirm_days)


def _before_start(application: Application, days: int) -> datetime.date:
    today = timezone.localdate()
    return max(today, min(today + datetime.timedelta(days=days), application.start))
