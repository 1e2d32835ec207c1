"""Trainees at each stage: without a placement, applying, accepted, agreeing, signing, sealed, amended.

Made through the services, as people would; only documents are made at once rather than by the worker.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.utils import timezone, translation

from accounts.models import Organisation, Pupil, User
from agreements import consent
from agreements.enums import AgreementState, AmendmentKind, SignatoryState
from agreements.models import Agreement, Signatory
from agreements.selectors.completeness import missing
from agreements.selectors.kinds import lines_of
from agreements.services import amendments, drafting, sealing, signing, versions
from config.demo.dates import period
from config.demo.texts import read
from hosts.models import Diploma, Level, OfferPeriod, PlacementOffer
from internships.models import Application, Cohort, Course, Enrolment, Placement, PlacementKind
from internships.services import applications, enrolments, schools, trainees
from internships.services.placements import set_week
from internships.services.trainees import GuardianData

if TYPE_CHECKING:
    from config.demo.world import World

CLASS_OF_PUPILS, GROUP_OF_STUDENTS = "3e B", "DEEJE 2e année"
# Monday to Friday, 9:00 to 12:30 and 13:30 to 17:00; a pupil's day is an hour shorter.
WEEK = [(day, *stretch) for day in range(1, 6) for stretch in ((540, 750), (810, 1020))]
SHORT_WEEK = [(day, *stretch) for day in range(1, 6) for stretch in ((540, 720), (810, 990))]


def make(world: World) -> None:
    with translation.override("fr"):
        text = read("stages.toml")
        students = _students(world)
        pupils = _pupils(world)
        _sealed(world, text, students["etudiant2"], "Accompagner la séparation", 1)
        _amend(world, text, _sealed(world, text, students["etudiant3"], "Accompagner la séparation", 1))
        _waiting_for_the_last(world, text, students["student"])
        _to_complete(world, text, students["etudiant5"])
        _applying(world, text, students)
        _of_the_class(world, text, pupils)


# Schools


def _students(world: World) -> dict[str, Enrolment]:
    school, actor = world.organisations["institute"], world.people["coordinator"]
    _describe(school, "8 rue de l’Horizon", "34000", "Montpellier", "Mutuelle des Écoles du Levant", "2207-114")
    course = Course(
        school=school,
        title="Diplôme d’État d’éducateur de jeunes enfants",
        diploma=Diploma.objects.get(code="deeje"),
        level=Level.objects.get(code="travail-social-6"),
        hours=500,
    )
    schools.save_course(course=course, actor=actor)
    window = period(world.today, 4, 34)
    cohort = _cohort(world, school, actor, course, GROUP_OF_STUDENTS, "etudiant", window, world.people["referent"])
    people = _people_of(school, GROUP_OF_STUDENTS)
    enrolments.enrol(cohort_id=cohort.pk, people=people, actor=actor)
    return {_key(world, row.person): row for row in cohort.enrolments.select_related("person", "cohort__school")}


def _pupils(world: World) -> list[Enrolment]:
    school, actor = world.organisations["college"], world.people["school_coordinator"]
    _describe(school, "2 place du Phare", "35000", "Rennes", "Assurance scolaire du Ponant", "C-118")
    course = Course(school=school, title="Classe de troisième", level=Level.objects.get(code="troisieme"))
    schools.save_course(course=course, actor=actor)
    window = period(world.today, 6, 8)
    cohort = _cohort(world, school, actor, course, CLASS_OF_PUPILS, "observation-3e", window, world.people["teacher"])
    people = _people_of(school, CLASS_OF_PUPILS)
    enrolments.enrol(cohort_id=cohort.pk, people=people, actor=actor)
    for number, person in enumerate(people):
        parent = GuardianData(f"Parent de {person.first_name}", "parent", f"parent{number}@example.org")
        trainees.set_guardians(person=person, guardians=[parent], actor=actor, school=school)
    return list(cohort.enrolments.select_related("person", "cohort__school").order_by("pk"))


def _describe(school: Organisation, address: str, postcode: str, city: str, insurer: str, number: str) -> None:
    row = schools.training_of(school)
    row.address, row.postcode, row.city = address, postcode, city
    row.insurer, row.insurance_number = insurer, number
    row.save()


def _cohort(
    world: World,
    school: Organisation,
    actor: User,
    course: Course,
    name: str,
    kind: str,
    window: tuple[datetime.date, datetime.date],
    referent: User,
) -> Cohort:
    values = {
        "course": course,
        "name": name,
        "start": world.today - datetime.timedelta(days=70),
        "end": world.today + datetime.timedelta(days=260),
        "kind": PlacementKind.objects.get(code=kind),
        "placement_start": window[0],
        "placement_end": window[1],
        "referent": referent,
    }
    return schools.create_cohort(school=school, actor=actor, values=values)


def _people_of(school: Organisation, group: str) -> list[User]:
    rows = Pupil.objects.filter(school=school, group=group).select_related("user")
    return [row.user for row in rows.order_by("pk")]


def _key(world: World, person: User) -> str:
    if person.pk == world.people["student"].pk:
        return "student"
    return (person.email or "").partition("@")[0]


# Steps


def _apply(text: dict[str, Any], enrolment: Enrolment, key: str, title: str, which: int) -> Application:
    """Applies to the offer whose title begins so, for its `which`th period."""
    offer = PlacementOffer.objects.select_related("institution__organisation").get(title__startswith=title)
    slot: OfferPeriod = offer.periods.order_by("start")[which]
    return applications.apply(
        person=enrolment.person,
        institution=offer.institution,
        offer=offer,
        period=slot,
        kind=enrolment.cohort.kind,
        enrolment=enrolment,
        start=slot.start,
        end=slot.end,
        message=text["messages"][key],
    )


def _placed(
    world: World, text: dict[str, Any], enrolment: Enrolment, title: str, which: int, *, week: list[Any] = WEEK
) -> Placement:
    """Applied, accepted by the host with a tutor, confirmed by the trainee, with its weekly hours."""
    key = _key(world, enrolment.person) if enrolment.person.email else "pupil"
    application = _apply(text, enrolment, key, title, which)
    manager, tutor = world.people["manager"], world.people["tutor"]
    chosen = applications.Tutor(
        name=str(tutor), function="Éducateur de jeunes enfants", email=tutor.email or "", user=tutor
    )
    applications.accept(application_id=application.pk, actor=manager, tutor=chosen)
    placement = applications.confirm(application_id=application.pk, actor=enrolment.person)
    for site in placement.sites.all():
        set_week(placement_site_id=site.pk, actor=manager, slots=week)
    return placement


def _completed(world: World, text: dict[str, Any], placement: Placement, sides: Iterable[str] = ()) -> Agreement:
    """Drawn up, with the parts of these sides (all of them by default) written and declared right."""
    agreement = drafting.draw_up(placement_id=placement.pk, actor=_steward(world, placement))
    wanted = set(sides)
    for part in agreement.parts.order_by("side", "pk"):
        if wanted and part.side not in wanted:
            continue
        mine = [line for line in lines_of(placement) if line.part == part.key and not line.mention.computed]
        told = {line.code: agreement.terms.get(line.key) or text["terms"].get(line.code, "") for line in mine}
        agreement = drafting.save_part(
            agreement_id=agreement.pk,
            side=part.side,
            institution=part.institution_id,
            terms=told,
            version=agreement.version,
            actor=None,
        )
        drafting.complete_part(agreement_id=agreement.pk, side=part.side, institution=part.institution_id, actor=None)
    return agreement


def _steward(world: World, placement: Placement) -> User:
    pupils = placement.sending_organisation == world.organisations["college"]
    return world.people["school_coordinator" if pupils else "coordinator"]


def _send(world: World, agreement: Agreement) -> Agreement:
    """Its document is made here and now, then signing opens."""
    if lacking := missing(agreement):
        raise LookupError(f"the agreement of the demonstration lacks {[one.code for one in lacking]}")
    version = versions.begin(agreement_id=agreement.pk, actor=_steward(world, agreement.placement))
    versions.make(version.pk)
    agreement.refresh_from_db()
    return agreement


def sign(agreement: Agreement, *, leave: int = 0) -> Agreement:
    """Everyone with an account signs in their turn, but the last `leave`."""
    version = agreement.versions.get(state="ready")
    total = agreement.signatories.exclude(state=SignatoryState.DELEGATED).count()
    for _turn in range(total - leave):
        asked = agreement.signatories.filter(state=SignatoryState.ASKED, user__isnull=False).order_by("step", "pk")
        signatory: Signatory | None = asked.select_related("user", "agreement").first()
        if signatory is None:
            break
        signing.sign(
            signatory_id=signatory.pk,
            version_id=version.pk,
            sha256=version.sha256,
            consent=consent.sentence(signatory, version, language="fr"),
            user=signatory.user,
            address="192.0.2.7",
            user_agent="Démonstration",
            code_checked_at=timezone.now(),
        )
    agreement.refresh_from_db()
    if agreement.state == AgreementState.SEALING:
        sealing.seal(version.pk)
        agreement.refresh_from_db()
    return agreement


# Stages


def _sealed(world: World, text: dict[str, Any], enrolment: Enrolment, title: str, which: int) -> Agreement:
    return sign(_send(world, _completed(world, text, _placed(world, text, enrolment, title, which))))


def _amend(world: World, text: dict[str, Any], agreement: Agreement) -> None:
    """The placement goes on for a week more: an amendment, signed by the same people, the original untouched."""
    week = datetime.timedelta(days=7)
    sites = agreement.placement.sites.all()
    dates = {str(site.pk): [site.start.isoformat(), (site.end + week).isoformat()] for site in sites}
    amendment = amendments.begin(
        agreement_id=agreement.pk,
        actor=_steward(world, agreement.placement),
        kind=AmendmentKind.DATES,
        reason=text["amendment"]["reason"],
        changes={"sites": dates},
    )
    sign(_send(world, amendment))
    amendments.apply(amendment.pk)


def _waiting_for_the_last(world: World, text: dict[str, Any], enrolment: Enrolment) -> None:
    placement = _placed(world, text, enrolment, "Accompagner la séparation", 0)
    sign(_send(world, _completed(world, text, placement)), leave=1)


def _to_complete(world: World, text: dict[str, Any], enrolment: Enrolment) -> None:
    """The school and the trainee have written their parts; the host has not yet."""
    placement = _placed(world, text, enrolment, "À mi-temps, entre la crèche", 0, week=SHORT_WEEK[:5])
    _completed(world, text, placement, sides=("school", "trainee"))


def _applying(world: World, text: dict[str, Any], students: dict[str, Enrolment]) -> None:
    """One has applied twice and was accepted once; one was refused and is still without a placement."""
    _apply(text, students["etudiant4"], "etudiant4", "Accompagner la séparation", 0)
    accepted = _apply(text, students["etudiant4"], "etudiant4", "Rompre l’isolement", 0)
    applications.accept(application_id=accepted.pk, actor=world.people["double"])
    refused = _apply(text, students["etudiant6"], "etudiant6", "À mi-temps, entre la crèche", 0)
    manager = world.people["manager"]
    applications.refuse(application_id=refused.pk, actor=manager, reason=text["refusal"]["reason"])


def _of_the_class(world: World, text: dict[str, Any], pupils: list[Enrolment]) -> None:
    """A pupil has applied; a classmate's agreement waits for their parent, who has no account; the others search."""
    by_person = {row.person_id: row for row in pupils}
    noe = by_person[world.people["pupil"].pk]
    _apply(text, noe, "pupil", "Cinq jours pour découvrir les métiers", 2)
    other = next(row for row in pupils if row.pk != noe.pk)
    placement = _placed(world, text, other, "Cinq jours pour découvrir les métiers", 1, week=SHORT_WEEK)
    _send(world, _completed(world, text, placement))
