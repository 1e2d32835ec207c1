"""A school with trainees at every stage of the journey."""

from __future__ import annotations

import datetime
import secrets
from typing import Any

from django.utils import timezone

from accounts.enums import OrganisationKind, Role
from accounts.models import Organisation, User
from agreements.enums import AgreementState, Capacity, Side, SignatoryState
from agreements.models import Agreement, AgreementPart, AgreementVersion, Signatory
from documents.files import store
from internships.enums import ApplicationState
from internships.models import Cohort, Enrolment, Placement
from tests import factories

DAY = datetime.timedelta(days=1)


def today() -> datetime.date:
    return timezone.localdate()


class BoardWorld:
    """One cohort; each method adds a trainee where its name says."""

    def __init__(self, **cohort: Any) -> None:
        self.school: Organisation = factories.organisation(OrganisationKind.TRAINING, name="Lycée des Embruns")
        self.coordinator: User = factories.member(self.school, Role.COORDINATOR)
        self.cohort: Cohort = factories.cohort(self.school, name="DEASS 1", **cohort)
        self.host = factories.host(organisation__name="Maison des Tilleuls")
        self.kind, self.mode = factories.kind(), factories.mode()

    def enrolled(self, **person: Any) -> Enrolment:
        return factories.enrolment(self.cohort, factories.user(is_trainee=True, **person))

    def applying(self, state: str = ApplicationState.SENT, due: int = 10, **fields: Any) -> Enrolment:
        one = self.enrolled()
        factories.application(
            one.person,
            enrolment=one,
            school=self.school,
            state=state,
            due_on=today() + due * DAY,
            kind=self.kind,
            **fields,
        )
        return one

    def placed(self, start: int = 60, length: int = 30, **person: Any) -> Placement:
        one = self.enrolled(**person)
        return factories.placement(
            one.person,
            self.host,
            school=self.school,
            enrolment=one,
            kind=self.kind,
            mode=self.mode,
            start=today() + start * DAY,
            end=today() + (start + length) * DAY,
        )

    def agreement(self, placement: Placement, state: str = AgreementState.PREPARING, since: int = 0) -> Agreement:
        whole: dict[str, Any] = {}
        made = Agreement.objects.create(
            number=secrets.token_hex(6),
            code=secrets.token_urlsafe(12),
            placement=placement,
            state_since=timezone.now() - since * DAY,
        )
        for side in (Side.SCHOOL, Side.HOST, Side.TRAINEE):
            host = self.host if side == Side.HOST else None
            AgreementPart.objects.create(agreement=made, side=side, institution=host)
        if state == AgreementState.SEALED:
            file = store(content=b"%PDF-1.7", name="convention.pdf", media_type="application/pdf")
            version = AgreementVersion.objects.create(
                agreement=made, number=1, snapshot={}, text="", file=file, made_at=timezone.now(), sha256=file.sha256
            )
            whole = {"version_in_force": version, "signed_on": today(), "sealed_at": timezone.now()}
        Agreement.objects.filter(pk=made.pk).update(state=state, **whole)
        made.refresh_from_db()
        return made

    def signing(self, placement: Placement, asked: int = 1) -> Signatory:
        made = self.agreement(placement, AgreementState.SIGNING)
        return Signatory.objects.create(
            agreement=made,
            capacity=Capacity.HOST,
            side=Side.HOST,
            name="Claire Morin",
            email="claire.morin@example.org",
            state=SignatoryState.ASKED,
            asked_at=timezone.now() - asked * DAY,
        )
