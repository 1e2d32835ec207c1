"""Reminders from the board: one line, one command; many lines are a loop over it. At most one a day to each person.

The scheduled reminders go out by themselves (`messaging.reminders`); these are the ones a person decides on.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial

from django.db import IntegrityError, models, transaction
from django.utils import timezone

from accounts import audit
from accounts.errors import Refused
from accounts.models import Organisation, User
from agreements import board_words
from agreements.enums import AgreementState, Side, SignatoryState
from agreements.models import Agreement
from agreements.notifications import board as notifications
from agreements.selectors import contacts
from agreements.selectors.board import Line
from agreements.services import asking, signing
from agreements.stages import Stage
from internships import application_emails
from internships.enums import ApplicationState
from internships.models import Application, Enrolment, Placement
from internships.selectors.reach import reach_of
from messaging.emails import reference
from messaging.models import Reminder

KIND = "agreements.nudge"


@dataclass
class Outcome:
    """What reminders did: how many e-mails, who had one today already, and the lines nobody could be written about."""

    sent: int = 0
    already: int = 0
    ours: list[str] = field(default_factory=list)
    unreachable: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)


def remind_all(*, lines: Iterable[Line], school: Organisation, actor: User) -> Outcome:
    """Reminds about each line; one that is refused keeps none of the others back."""
    outcome = Outcome()
    for line in lines:
        try:
            remind(line=line, school=school, actor=actor, outcome=outcome)
        except Refused as problem:
            outcome.refused.append(f"{line.name} : {problem}")
    return outcome


@dataclass(frozen=True)
class Ask:
    """One person asked about one thing by one e-mail."""

    about: models.Model
    address: str
    send: Callable[[], object]


@transaction.atomic
def remind(*, line: Line, school: Organisation, actor: User, outcome: Outcome) -> None:
    """Writes to whom the next step of one line is due: trainee, host, signatories. It may be the school's own turn."""
    due = [ask for ask in _due(line, school, actor) if ask.address]
    sent = 0
    for ask in due:
        if _first_today(ask):
            ask.send()
            sent += 1
    outcome.sent += sent
    outcome.already += len(due) - sent
    if sent:
        audit.record(
            action="board.reminded",
            actor=actor,
            target=line_object(line),
            organisation=school,
            data={"person": line.person_id, "stage": str(line.stage), "sent": sent},
        )
    elif not due:
        (outcome.ours if board_words.turn(line).ours else outcome.unreachable).append(line.name)


def line_object(line: Line) -> models.Model:
    """What a line is about: its placement, otherwise its enrolment."""
    if line.placement_id:
        return Placement(pk=line.placement_id)
    return Enrolment(pk=line.enrolment_id)


def _first_today(ask: Ask) -> bool:
    """Whether nobody reminded this address of this thing today; the row is what keeps a second one away."""
    address = hashlib.sha256(ask.address.lower().encode()).hexdigest()[:16]
    try:
        with transaction.atomic():
            Reminder.objects.create(kind=KIND, target=f"{reference(ask.about)}>{address}", due=timezone.localdate())
    except IntegrityError:
        return False
    return True


def _due(line: Line, school: Organisation, actor: User) -> Iterator[Ask]:
    if line.stage == Stage.WITHOUT:
        yield from _search(line, school, actor)
    elif line.stage == Stage.APPLYING:
        yield from _applications(line)
    elif line.agreement_id and line.stage == Stage.PREPARING:
        yield from _parts(line.agreement_id, actor)
    elif line.agreement_id and line.stage == Stage.SIGNING:
        yield from _signatures(line.agreement_id, actor)


def _search(line: Line, school: Organisation, actor: User) -> Iterator[Ask]:
    trainee = User.objects.get(pk=line.person_id)
    letter = partial(notifications.search_reminder, to=trainee, school=school.name, cohort=line.cohort)
    send = partial(letter, asked_by=actor, start=line.placement_start)
    yield Ask(Enrolment(pk=line.enrolment_id), line.email, send)


def _applications(line: Line) -> Iterator[Ask]:
    """The trainee confirms what was accepted; otherwise the hosts answer what waits."""
    active = Application.objects.filter(enrolment_id=line.enrolment_id or 0)
    accepted = active.filter(state=ApplicationState.ACCEPTED)
    for application in accepted:
        yield Ask(application, line.email, partial(application_emails.confirm_reminder, application))
    if not line.accepted:
        for application in active.filter(state__in=(ApplicationState.SENT, ApplicationState.READ)):
            reach = reach_of(application)
            # The host is one reader, whoever of its team opens the letter.
            host = f"host:{application.institution_id}" if reach.managers or reach.email else ""
            yield Ask(application, host, partial(application_emails.answer_reminder, application))


def _parts(agreement_id: int, actor: User) -> Iterator[Ask]:
    """The sides that have not completed their part; the school's own is no letter."""
    agreement = Agreement.objects.select_related("placement__person").get(pk=agreement_id)
    for part in agreement.parts.filter(completed_at__isnull=True).exclude(side=Side.SCHOOL).order_by("pk"):
        party = (part.side, part.institution_id)
        people = any(person.email for person in contacts.people_of(agreement.placement, *party))
        address = "" if people else part.contact_email or contacts.address_of(agreement.placement, *party)
        asked = partial(asking.ask, agreement_id=agreement_id, side=part.side, institution=part.institution_id)
        send = partial(asked, actor=actor, email=address)
        yield Ask(part, "its people" if people else address, send)


def _signatures(agreement_id: int, actor: User) -> Iterator[Ask]:
    """Those whose turn it is to sign; each gets a new personal link."""
    agreement = Agreement.objects.get(pk=agreement_id)
    if agreement.state != AgreementState.SIGNING:
        return
    for signatory in agreement.signatories.filter(state=SignatoryState.ASKED).order_by("step", "pk"):
        yield Ask(signatory, signatory.email, partial(signing.ask_again, signatory_id=signatory.pk, actor=actor))
