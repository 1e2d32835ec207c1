"""A placement with everything Escale can know of it, and its agreement in the making."""

from __future__ import annotations

import datetime
from typing import Any

from accounts.enums import OrganisationKind, Role
from agreements import terms
from agreements.mentions import Field
from agreements.models import Agreement
from agreements.selectors.kinds import lines_of, sides_of
from agreements.services import drafting
from internships.enums import SupervisorCapacity
from internships.models import PlacementKind, Supervisor, TraineeProfile, TrainingOrganisation, WeekSlot
from tests import factories

START = datetime.date(2027, 3, 1)


class DraftingWorld:
    """A school, a host, a trainee and a placement of one kind; nobody has written anything yet."""

    def __init__(self, kind: str = "etudiant", **trainee: Any) -> None:
        self.kind = PlacementKind.objects.get(code=kind)
        is_school = self.kind.sender == "school"
        self.sender = factories.organisation(
            OrganisationKind.TRAINING if is_school else OrganisationKind.EMPLOYER, name="Institut des Rives"
        )
        if is_school:
            TrainingOrganisation.objects.create(
                organisation=self.sender, address="2 avenue du Bois", postcode="35000", city="Rennes", insurer="MAIF"
            )
        self.lead = factories.member(self.sender, Role.COORDINATOR if is_school else Role.HR)
        self.head = factories.member(self.sender, Role.HEAD if is_school else Role.SIGNATORY)
        self.host = factories.host(organisation__name="Maison des Tilleuls")
        self.manager = factories.member(self.host.organisation, Role.HOST_MANAGER)
        self.trainee = factories.user(
            is_trainee=True, **{"first_name": "Alix", "birth_date": datetime.date(2004, 5, 12), **trainee}
        )
        TraineeProfile.objects.create(user=self.trainee, address="3 rue du Port", postcode="35400", city="Saint-Malo")
        self.cohort = factories.cohort(self.sender, kind=self.kind) if is_school else None
        self.placement = factories.placement(
            self.trainee,
            self.host,
            school=self.sender,
            kind=self.kind,
            start=START,
            end=START + datetime.timedelta(days=self.length - 1),
            enrolment=factories.enrolment(self.cohort, self.trainee) if self.cohort else None,
        )
        self.people()
        self.agreement: Agreement | None = None

    @property
    def length(self) -> int:
        return 5 if self.kind.is_observation else 61

    def people(self) -> None:
        for capacity, name in (
            (SupervisorCapacity.TUTOR, "Claire Morin"),
            (SupervisorCapacity.REFERENT_TEACHER, "Paul Riou"),
        ):
            Supervisor.objects.create(
                placement=self.placement,
                capacity=capacity,
                name=name,
                function="éducatrice spécialisée" if capacity == SupervisorCapacity.TUTOR else "formateur",
                email=f"{name.split()[1].casefold()}.{self.placement.pk}@example.org",
                since=START,
            )
        site = self.placement.sites.get()
        for day in "12345":
            for start, end in ((540, 750), (810, 1020)):
                WeekSlot.objects.create(placement_site=site, weekday=day, start_minute=start, end_minute=end)

    def draw_up(self, language: str = "fr") -> Agreement:
        self.agreement = drafting.draw_up(placement_id=self.placement.pk, actor=self.lead, language=language)
        return self.agreement

    def complete(self) -> Agreement:
        """Every side writes what it is asked for; the trainee's objective first, where the kind needs one (E7)."""
        agreement = self.agreement or self.draw_up()
        if self.kind.needs_objective and not self.placement.objectives.exists():
            factories.objective(placement_=self.placement)
        for side in sides_of(self.placement):
            agreement.refresh_from_db()
            drafting.save_part(
                agreement_id=agreement.pk,
                side=side,
                terms=answers(agreement, side),
                version=agreement.version,
                actor=None,
            )
        agreement.refresh_from_db()
        return agreement


def answers(agreement: Agreement, side: str) -> dict[str, Any]:
    """Something plausible for every mention of a side that is still empty."""
    found: dict[str, Any] = {}
    for line in lines_of(agreement.placement):
        mention = line.mention
        if line.side != side or mention.computed or terms.given(mention, agreement.terms.get(line.code)):
            continue
        found[line.code] = {
            Field.YES: True,
            Field.HOURS: 525 * 60,
            Field.MONEY: "5.00",
            Field.CHOICE: mention.choices[0][0] if mention.choices else "",
        }.get(mention.field, f"Texte de {line.code}")
    return found
