"""An agreement ready to be signed, and the ways in which people sign it in tests."""

from __future__ import annotations

import datetime
import hashlib
import secrets
from typing import Any

from django.utils import timezone

from accounts.enums import OrganisationKind, Role
from accounts.models import User
from agreements import consent
from agreements.enums import AgreementState, Capacity, Side, SignatoryState, VersionState, When
from agreements.models import Agreement, AgreementVersion, KindSignatory, Signatory, Signature
from agreements.services import signatories, signing
from documents.files import store
from internships.enums import SupervisorCapacity
from internships.models import Placement, Supervisor
from tests import factories

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n"
# The student's list: trainee (or guardian), tutor and host, referent, head.
LINES: tuple[tuple[str, str, int, str, int, bool], ...] = (
    (Capacity.TRAINEE, Side.TRAINEE, 1, When.ADULT, 1, True),
    (Capacity.TRAINEE, Side.TRAINEE, 1, When.MINOR, 1, False),
    (Capacity.GUARDIAN, Side.TRAINEE, 1, When.MINOR, 2, True),
    (Capacity.TUTOR, Side.HOST, 2, When.ALWAYS, 2, True),
    (Capacity.HOST, Side.HOST, 2, When.ALWAYS, 2, True),
    (Capacity.REFERENT_TEACHER, Side.SCHOOL, 3, When.ALWAYS, 1, True),
    (Capacity.HEAD, Side.SCHOOL, 4, When.ALWAYS, 1, True),
)


class SigningWorld:
    """A school, a host, a trainee placed there, and their agreement."""

    def __init__(self, **trainee: Any) -> None:
        self.school = factories.organisation(OrganisationKind.TRAINING, name="Lycée Jean-Jaurès")
        self.host = factories.host(organisation__name="Maison des Tilleuls")
        self.coordinator = factories.member(self.school, Role.COORDINATOR)
        self.head = factories.member(self.school, Role.HEAD)
        self.referent = factories.member(self.school, Role.REFERENT_TEACHER)
        self.manager = factories.member(self.host.organisation, Role.HOST_MANAGER)
        self.trainee = factories.user(
            is_trainee=True, **{"first_name": "Alix", "birth_date": datetime.date(2000, 5, 4), **trainee}
        )
        self.kind = factories.kind()
        for capacity, side, step, when, most, required in LINES:
            KindSignatory.objects.create(
                kind=self.kind, capacity=capacity, side=side, step=step, when=when, most=most, required=required
            )
        self.placement = factories.placement(self.trainee, self.host, school=self.school, kind=self.kind)
        self.supervisor(SupervisorCapacity.TUTOR, name="Sacha Petit", email="sacha.petit@example.org")
        self.supervisor(
            SupervisorCapacity.REFERENT_TEACHER,
            name=str(self.referent),
            email=self.referent.email or "",
            user=self.referent,
        )
        self.agreement = self.draw_up()

    def supervisor(self, capacity: str, **fields: Any) -> Supervisor:
        return Supervisor.objects.create(
            placement=self.placement, capacity=capacity, since=self.placement.start, **fields
        )

    def draw_up(self, placement: Placement | None = None, **fields: Any) -> Agreement:
        agreement = Agreement.objects.create(
            number=f"2027-{secrets.token_hex(4)}",
            code=secrets.token_urlsafe(16),
            placement=placement or self.placement,
            created_by=self.coordinator,
            **fields,
        )
        signatories.propose(agreement)
        return agreement

    def send(self, agreement: Agreement | None = None, **snapshot: Any) -> AgreementVersion:
        """A version that is ready, as after the worker has made the document; signing is open."""
        agreement = agreement or self.agreement
        version = ready(agreement, self.coordinator, **snapshot)
        signing.open(version)
        return version

    def signatory(self, capacity: str, agreement: Agreement | None = None) -> Signatory:
        rows = (agreement or self.agreement).signatories.exclude(state=SignatoryState.DELEGATED)
        return rows.get(capacity=capacity)

    def sign(self, signatory: Signatory | str, version: AgreementVersion, **changes: Any) -> Signature:
        row = self.signatory(signatory, version.agreement) if isinstance(signatory, str) else signatory
        return sign(row, version, **changes)

    def sign_all(self, version: AgreementVersion) -> None:
        for row in version.agreement.signatories.filter(required=True).exclude(state=SignatoryState.DELEGATED):
            sign(row, version)


def ready(agreement: Agreement, actor: User | None = None, **snapshot: Any) -> AgreementVersion:
    """The version's bytes, without the cost of rendering them."""
    number = agreement.versions.count() + 1
    content = PDF + f"% {agreement.number} v{number}\n%%EOF\n".encode()
    version = AgreementVersion.objects.create(
        agreement=agreement,
        number=number,
        state=VersionState.READY,
        snapshot={"schema": 1, "start": "2027-03-01", **snapshot},
        text="Convention",
        file=store(content=content, name="convention.pdf", media_type="application/pdf"),
        sha256=hashlib.sha256(content).hexdigest(),
        made_at=timezone.now(),
        created_by=actor,
    )
    agreement.state, agreement.state_since = AgreementState.SIGNING, timezone.now()
    agreement.save()
    return version


def user_of(row: Signatory) -> User:
    """An account with the signatory's address, as the code proves it."""
    if row.user:
        return row.user
    known = User.objects.filter(email__iexact=row.email).first()
    return known or factories.user(email=row.email)


def sign(row: Signatory, version: AgreementVersion, **changes: Any) -> Signature:
    values = {
        "signatory_id": row.pk,
        "version_id": version.pk,
        "sha256": version.sha256,
        "consent": consent.sentence(row, version),
        "code_checked_at": timezone.now(),
        **changes,
    }
    if "link" not in values and "user" not in values:
        values["user"] = user_of(row)
    return signing.sign(**values)
