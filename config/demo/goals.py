"""Profiles, CVs and objectives: of a student, a pupil, and a professional without a school (E6, E7, E21, A23).

The professional has two stays: one is over, four of its five objectives reached; one is under way.
"""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from django.utils import timezone, translation

from accounts.models import User
from config.demo.dates import this_monday
from config.demo.texts import Codes, read
from hosts.models import Place
from internships.enums import Source
from internships.models import Employment, Placement, PlacementKind, PlacementMode, SmartObjective
from internships.models.objectives import WRITTEN
from internships.services import objective_notes, objectives, placements, profiles, wishes
from internships.services.placements import SiteData

if TYPE_CHECKING:
    from config.demo.world import World

ABOUT = ("headline", "presentation", "driving_licence", "mobility")
# Monday to Friday, in minutes after midnight.
WEEK = [(day, *stretch) for day in range(1, 6) for stretch in ((540, 750), (810, 1020))]


def make(world: World) -> None:
    with translation.override("fr"):
        text = read("goals.toml")
        codes = Codes()
        for key, about in text["profile"].items():
            _profile(world, world.people[key], about, codes)
        _student(world, text["student"])
        _professional(world, text)
        for key in ("student", "professional", "pupil"):
            _wish(world.people[key])
        for one in text["pupil"]:
            _write(world.people["pupil"], one, world.today + datetime.timedelta(weeks=one["after"]))


def _profile(world: World, person: User, about: dict[str, Any], codes: Codes) -> None:
    changes = {name: about.get(name, "") for name in ABOUT}
    profiles.describe(person=person, changes={**changes, "level_id": codes.levels[about["level"]]})
    for one in about["entries"]:
        values = dict(one)
        section = values.pop("section")
        for name in ("start", "end"):
            if name in values:
                values[name] = _months_away(world.today, int(values[name]))
        profiles.save_entry(person=person, section=section, values=values)


def _wish(person: User) -> None:
    """They look around Rennes, so that « Pour vous » has distances to tell."""
    rennes = Place.objects.filter(country="FR", code="35238").first()
    wishes.save_wishes(person=person, values={"place": rennes, "radius": 60})


def _months_away(today: datetime.date, months: int) -> datetime.date:
    """The first day of a month, so many months from this one."""
    number = today.year * 12 + today.month - 1 + months
    return datetime.date(number // 12, number % 12 + 1, 1)


def _write(person: User, one: dict[str, Any], due: datetime.date, placement: Placement | None = None) -> SmartObjective:
    values = {**{name: one[name] for name in WRITTEN}, "due": due}
    return objectives.add(person=person, values=values, placement_id=placement.pk if placement else None)


def _student(world: World, rows: list[dict[str, Any]]) -> None:
    """Three objectives of the stay to come; the tutor has agreed to two and made a remark."""
    student, tutor = world.people["student"], world.people["tutor"]
    placement = Placement.objects.standing().filter(person=student).order_by("start").first()
    if placement is None:
        raise LookupError("the student of the demonstration has no placement")
    for one in rows:
        due = min(placement.start + datetime.timedelta(weeks=one["after"]), placement.end)
        made = _write(student, one, due, placement)
        if one.get("agreed"):
            objective_notes.agree(objective_id=made.pk, actor=tutor)
        if one.get("remark"):
            objective_notes.comment(objective_id=made.pk, actor=tutor, text=one["remark"])


def _professional(world: World, text: dict[str, Any]) -> None:
    person = world.people["professional"]
    monday = this_monday(world.today)
    _employ(world, person)
    over = _stay(world, person, "residence", monday - datetime.timedelta(weeks=7), 1, "Réunions d’expression")
    for one in text["over"]:
        made = _write(person, one, over.end, over)
        for source in (Source.TRAINEE, Source.HOST, Source.EMPLOYER):
            level, evidence = one[source.value]
            objectives.judge(objective_id=made.pk, source=source, level=level, evidence=evidence, by=SAYS[source])
    profiles.accept_placement(person=person, placement_id=over.pk)
    running = _stay(world, person, "esat", monday, 2, "Se former entre pairs")
    for one in text["running"]:
        made = _write(person, one, running.end, running)
        objective_notes.progress(objective_id=made.pk, actor=person, level=one["progress"][0], text=one["progress"][1])


def _employ(world: World, person: User) -> None:
    """By a day centre, whose human resources have an account too."""
    employer, since = world.organisations["goelands"], world.today - datetime.timedelta(weeks=160)
    Employment.objects.create(
        person=person,
        organisation=employer,
        name=employer.name,
        city="Quimper",
        function="éducateur spécialisé",
        since=since,
        agreed_at=timezone.now() - datetime.timedelta(weeks=70),
        recognised_at=timezone.now() - datetime.timedelta(weeks=70),
    )


def employed(person: User) -> dict[str, Any]:
    """Who sends a professional: the employer, for `placements.create`."""
    employment = Employment.objects.get(person=person)
    return {"sender": employment.organisation, "employment": employment}


SAYS = {Source.TRAINEE: "", Source.HOST: "Animation de la résidence", Source.EMPLOYER: "Direction du foyer de jour"}


def _stay(world: World, person: User, host: str, monday: datetime.date, weeks: int, title: str) -> Placement:
    """Working weeks at a host, agreed by telephone, sent by the employer."""
    institution = world.hosts[host]
    site = institution.sites.filter(active=True).order_by("-is_main", "pk").first()
    friday = monday + datetime.timedelta(days=7 * weeks - 3)
    data = SiteData(institution=institution, site=site, start=monday, end=friday, tutor_name=TUTORS[host])
    made = placements.create(
        person=person,
        kind=PlacementKind.objects.get(code="professionnel"),
        mode=PlacementMode.objects.get(code="un-site"),
        sites=[data],
        actor=person,
        title=title,
        **employed(person),
    )
    Placement.objects.filter(pk=made.pk).update(created_at=timezone.now() - datetime.timedelta(weeks=10))
    for row in made.sites.all():
        placements.set_week(placement_site_id=row.pk, actor=person, slots=WEEK)
    return made


TUTORS = {"residence": "Maryse Kerdoncuff", "esat": "Denis Abiven"}
