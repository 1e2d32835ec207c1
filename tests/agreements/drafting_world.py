"""A placement with everything Escale can know of it, and its agreement in the making."""

from __future__ import annotations

import datetime
from typing import Any

from accounts.enums import OrganisationKind, Role
from agreements import terms
from agreements.mentions import Field
from agreements.models import Agreement
from agreements.selectors.kinds import lines_of
from agreements.services import drafting
from hosts.models import HostInstitution
from internships.enums import SupervisorCapacity
from internships.models import PlacementKind, PlacementSite, Supervisor, TraineeProfile, TrainingOrganisation, WeekSlot
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
        for part in agreement.parts.order_by("pk"):
            agreement.refresh_from_db()
            drafting.save_part(
                agreement_id=agreement.pk,
                side=part.side,
                institution=part.institution_id,
                terms=answers(agreement, part.key),
                version=agreement.version,
                actor=None,
            )
        agreement.refresh_from_db()
        return agreement

    def told(self, code: str, host: HostInstitution | None = None) -> Any:
        """What a host wrote under a mention."""
        assert self.agreement is not None
        self.agreement.refresh_from_db()
        return self.agreement.terms.get(terms.key(code, (host or self.host).pk))


class TwoHosts(DraftingWorld):
    """A placement shared between two institutions, three days here and two days there (A6, A9)."""

    def __init__(self, kind: str = "etudiant", **trainee: Any) -> None:
        super().__init__(kind, **trainee)
        self.other = factories.host(organisation__name="École des Saules")
        self.other_manager = factories.member(self.other.organisation, Role.HOST_MANAGER)
        first = self.placement.sites.get()
        first.week.filter(weekday__in="45").delete()
        self.second = PlacementSite.objects.create(
            placement=self.placement,
            institution=self.other,
            start=self.placement.start,
            end=self.placement.end,
            time_share=40,
            position=2,
        )
        PlacementSite.objects.filter(pk=first.pk).update(time_share=60)
        Supervisor.objects.filter(placement=self.placement, capacity=SupervisorCapacity.TUTOR).update(
            placement_site=first
        )
        Supervisor.objects.create(
            placement=self.placement,
            placement_site=self.second,
            capacity=SupervisorCapacity.TUTOR,
            name="Nadia Benali",
            function="professeure des écoles",
            email=f"benali.{self.placement.pk}@example.org",
            since=START,
        )
        for day in "45":
            WeekSlot.objects.create(placement_site=self.second, weekday=day, start_minute=510, end_minute=990)


def answers(agreement: Agreement, part: str) -> dict[str, Any]:
    """Something plausible for every mention of a part (« school », « host », « host-12 ») that is still empty."""
    found: dict[str, Any] = {}
    for line in lines_of(agreement.placement):
        mention = line.mention
        if part not in (line.side, line.part) or mention.computed:
            continue
        if terms.given(mention, agreement.terms.get(line.key)):
            continue
        found[line.code] = {
            Field.YES: True,
            Field.HOURS: 525 * 60,
            Field.MONEY: "5.00",
            Field.CHOICE: mention.choices[0][0] if mention.choices else "",
        }.get(mention.field, f"Texte de {line.code}")
    return found
