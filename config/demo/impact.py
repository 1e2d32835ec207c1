"""Stays of this year and the two before, evaluated by all sides: what the impact page counts (E13, E15, E19, E21, E22).

Written straight to the tables, as what they tell is over: nobody is written to.
"""

from __future__ import annotations

import datetime
import random
import secrets
from typing import TYPE_CHECKING, Any

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from accounts.models import Organisation, User
from config.demo.dates import this_monday
from config.demo.texts import read
from hosts.models import HostInstitution
from internships.enums import Source
from internships.evaluation_enums import CriterionType, EvaluationState, ImpactLevel, Moment
from internships.models import (
    Answer,
    Evaluation,
    FollowUp,
    GridVersion,
    ImpactNote,
    ObjectiveResult,
    Placement,
    PlacementKind,
    PlacementMode,
    PlacementSite,
    Skill,
    SkillRating,
    SmartObjective,
)

if TYPE_CHECKING:
    from config.demo.world import World

SEED = 21
DAY = datetime.timedelta(days=1)
TERRITORIES = ("ille-et-vilaine", "herault")
# Weeks since each stay began: some in each of three years, wherever in the year one looks.
WEEKS_AGO = (9, 14, 20, 27, 33, 58, 64, 70, 77, 84, 110, 118, 125)
GRIDS = {Source.TRAINEE: "professionnel-stagiaire", Source.HOST: "hote", Source.EMPLOYER: "employeur"}
OF_STUDENTS = {Source.TRAINEE: "etudiant-stagiaire", Source.HOST: "hote", Source.SCHOOL: "etablissement"}
STUDENTS = {"etudiant4@example.org": 26, "etudiant5@example.org": 29, "etudiant6@example.org": 31}
SKILLS = ("autonomie", "communication", "organisation", "professionnalisme", "adaptabilite")
LEVELS = (1, 2, 3, 3, 3, 3, 4, 4, 4)


class Told:
    """What is written about one stay after another; the same at every loading."""

    def __init__(self) -> None:
        self.chance = random.Random(SEED)
        self.text: dict[str, Any] = read("impact.toml")
        self.skills = list(Skill.objects.filter(code__in=SKILLS))
        rows = GridVersion.objects.filter(
            grid__code__in={*GRIDS.values(), *OF_STUDENTS.values()}, published_at__isnull=False
        )
        self.versions = {row.grid.code: row for row in rows.select_related("grid").order_by("number")}
        self.scales = {
            code: [one for one in version.criteria.all() if one.type == CriterionType.SCALE]
            for code, version in self.versions.items()
        }
        self.answers: list[Answer] = []
        self.ratings: list[SkillRating] = []
        self.results: list[ObjectiveResult] = []
        self.notes: list[ImpactNote] = []

    def write(self) -> None:
        Answer.objects.bulk_create(self.answers)
        SkillRating.objects.bulk_create(self.ratings)
        ObjectiveResult.objects.bulk_create(self.results)
        ImpactNote.objects.bulk_create(self.notes)


def make(world: World) -> None:
    told = Told()
    people = _people(world, told)
    hosts = {key: _hosts(world, key) for key in TERRITORIES}
    number = 0
    for key in TERRITORIES:
        for place, weeks in enumerate(WEEKS_AGO):
            monday = this_monday(world.today) - datetime.timedelta(weeks=weeks)
            stay = _stay(people[number % len(people)], hosts[key][place % len(hosts[key])], monday)
            _tell(stay, told)
            number += 1
    for email, weeks in STUDENTS.items():
        monday = this_monday(world.today) - datetime.timedelta(weeks=weeks)
        student = User.objects.get(email=email)
        stay = _stay(student, hosts["herault"][weeks % 8], monday, "etudiant", world.organisations["institute"])
        _tell(stay, told, OF_STUDENTS)
    told.write()


def _people(world: World, told: Told) -> list[User]:
    return User.objects.bulk_create(
        User(
            first_name=first,
            last_name=last,
            is_trainee=True,
            password=make_password(None),
            birth_date=datetime.date(1970 + number, 4, 12),
            date_joined=timezone.now() - datetime.timedelta(weeks=130),
        )
        for number, (first, last) in enumerate(told.text["people"])
    )


def _hosts(world: World, key: str) -> list[HostInstitution]:
    rows = HostInstitution.objects.published().filter(organisation__territory=world.territory(key))
    return list(rows.order_by("pk")[:8])


def _stay(
    person: User,
    host: HostInstitution,
    monday: datetime.date,
    kind: str = "professionnel",
    sender: Organisation | None = None,
) -> Placement:
    end = monday + 4 * DAY
    made = Placement.objects.create(
        person=person,
        kind=PlacementKind.objects.get(code=kind),
        mode=PlacementMode.objects.get(code="un-site"),
        sending_organisation=sender,
        start=monday,
        end=end,
        days=[(monday, end)],
        calendar_token=secrets.token_urlsafe(32),
    )
    site = host.sites.filter(active=True).order_by("-is_main", "pk").first()
    PlacementSite.objects.create(placement=made, institution=host, site=site, start=monday, end=end)
    Placement.objects.filter(pk=made.pk).update(created_at=_at(monday - 40 * DAY))
    return made


def _tell(stay: Placement, told: Told, grids: dict[Source, str] = GRIDS) -> None:
    chosen = told.chance.sample(told.text["objective"], told.chance.choice((2, 3, 3)))
    objectives = SmartObjective.objects.bulk_create(
        SmartObjective(person=stay.person, placement=stay, due=stay.end, position=number, **one)
        for number, one in enumerate(chosen)
    )
    for source, grid in grids.items():
        if source == Source.TRAINEE or told.chance.random() < 0.8:
            _evaluate(stay, source, grid, objectives, told)
    for skill in told.skills:
        before = told.chance.choice((2, 2, 3, 3))
        for moment, level in ((Moment.BEFORE, before), (Moment.AFTER, before + told.chance.choice((0, 1, 1, 2)))):
            rating = SkillRating(placement=stay, skill=skill, source=Source.TRAINEE, moment=moment, level=min(level, 5))
            told.ratings.append(rating)
    for on in ImpactLevel:
        effect = told.chance.choice((0, 1, 2, 2, 3) if on == ImpactLevel.INSTITUTION else (1, 2, 2, 3, 3))
        told.notes.append(ImpactNote(placement=stay, level=on, effect=effect, text=told.text["impact"][on.value]))
    _follow(stay, told)


def _evaluate(stay: Placement, source: Source, grid: str, objectives: list[SmartObjective], told: Told) -> None:
    levels = {one.pk: told.chance.choice(LEVELS) for one in objectives}
    sent = _at(stay.end + told.chance.randint(1, 12) * DAY)
    typed = {str(one.pk): {"level": levels[one.pk], "evidence": "", "title": one.specific} for one in objectives}
    evaluation = Evaluation.objects.create(
        placement=stay,
        source=source,
        grid_version=told.versions[grid],
        state=EvaluationState.SENT,
        draft={"objectives": typed},
        opened_at=_at(stay.end - 7 * DAY),
        sent_at=sent,
        sent_by=stay.person if source == Source.TRAINEE else None,
    )
    told.results += [
        ObjectiveResult(objective=one, source=source, level=levels[one.pk], judged_at=sent) for one in objectives
    ]
    told.answers += [
        Answer(evaluation=evaluation, criterion=one, number=told.chance.choice((3, 4, 4, 5, 5)))
        for one in told.scales[grid]
    ]


def _follow(stay: Placement, told: Told) -> None:
    """What remains a year later, where a year has passed: most answered."""
    due = stay.end + datetime.timedelta(days=365)
    if due > timezone.localdate() or told.chance.random() < 0.3:
        return
    asked = FollowUp.objects.create(placement=stay, months=12, due=due, answered_at=_at(due + 3 * DAY))
    for level in (ImpactLevel.WORK, ImpactLevel.TEAM):
        effect = told.chance.choice((1, 2, 3))
        told.notes.append(ImpactNote(placement=stay, follow_up=asked, level=level, effect=effect))


def _at(day: datetime.date) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time(10, 20)))
