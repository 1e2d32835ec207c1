"""The road that a journey does not walk itself: from an application to a signed agreement, by the services."""

from __future__ import annotations

from typing import Any

from accounts.models import User
from agreements.enums import SignatoryState
from agreements.models import Agreement
from agreements.services import drafting, versions
from internships.models import Application, Placement
from internships.services import applications, placements
from internships.services.applications import Tutor
from messaging import outbox
from tests.agreements.drafting_world import answers
from tests.agreements.signing_world import sign
from tests.journeys.placing import Cast


def applied(cast: Cast, person: User, **fields: Any) -> Application:
    """An application to the cast's offer, just sent."""
    values = {
        "person": person,
        "institution": cast.host,
        "offer": cast.offer,
        "period": cast.offer.periods.get(),
        "kind": cast.kind,
        "enrolment": cast.cohort.enrolments.filter(person=person).first(),
        "start": cast.start,
        "end": cast.end,
        "message": "Bonjour, j’aimerais naviguer avec vous.",
        **fields,
    }
    return applications.apply(**values)


def accepted(cast: Cast, person: User) -> Application:
    tutor = Tutor(name="Maëlle Kergoat", function="Monitrice de voile", email=cast.tutor_address)
    found = applied(cast, person)
    return applications.accept(application_id=found.pk, actor=cast.manager, tutor=tutor)


def placed(cast: Cast, person: User) -> Placement:
    """Confirmed, with a week of 35 hours."""
    made = applications.confirm(application_id=accepted(cast, person).pk, actor=person)
    week = [(day, start, end) for day in range(1, 6) for start, end in ((540, 750), (810, 1020))]
    placements.set_week(placement_site_id=made.sites.get().pk, actor=cast.coordinator, slots=week)
    return made


def completed(cast: Cast, person: User) -> Agreement:
    """Drawn up, and every side has written its part."""
    agreement = drafting.draw_up(placement_id=placed(cast, person).pk, actor=cast.coordinator)
    for part in agreement.parts.order_by("pk"):
        agreement.refresh_from_db()
        drafting.save_part(
            agreement_id=agreement.pk,
            side=part.side,
            institution=part.institution_id,
            terms=answers(agreement, part.key),
            version=agreement.version,
            actor=cast.coordinator,
        )
    agreement.refresh_from_db()
    return agreement


def sent(cast: Cast, person: User) -> Agreement:
    """Its document is made, and the first signatories are asked."""
    agreement = completed(cast, person)
    versions.begin(agreement_id=agreement.pk, actor=cast.coordinator)
    return drained(agreement)


def sealed(cast: Cast, person: User) -> Agreement:
    """Signed by all, and sealed."""
    agreement = sent(cast, person)
    version = agreement.versions.get()
    for row in agreement.signatories.filter(required=True).exclude(state=SignatoryState.DELEGATED).order_by("step"):
        sign(row, version)
    return drained(agreement)


def drained(agreement: Agreement) -> Agreement:
    """What waits in the outbox is done."""
    while outbox.drain():
        """Until nothing is left."""
    return Agreement.objects.get(pk=agreement.pk)
