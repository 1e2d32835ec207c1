"""Evaluations at each stage, skills before and after, key ideas, impact, a report, a follow-up due (E11 to E15, E19).

The professional's stay that is over was evaluated by three sides; the one under way is begun; that of last year asks
what remains. The host of a student has not answered yet.
"""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from django.utils import timezone, translation

from accounts.models import User
from config.demo.dates import this_monday
from config.demo.goals import employed
from config.demo.texts import read
from internships.enums import Source
from internships.evaluation_enums import CriterionType
from internships.evaluation_screens import Screen
from internships.models import Evaluation, Placement, PlacementKind, PlacementMode
from internships.selectors.evaluations import subject_of
from internships.services import evaluations, follow_ups, placements, returns
from internships.services.follow_ups import Told
from internships.services.placements import SiteData

if TYPE_CHECKING:
    from config.demo.world import World


def make(world: World) -> None:
    with translation.override("fr"):
        text = read("returns.toml")
        person = world.people["professional"]
        _over(person, text["over"])
        _running(person, text["running"])
        _old(world, person, text["old"])
        evaluations.open_due()
        follow_ups.prepare()


def _stay(person: User, title: str) -> Placement:
    return Placement.objects.select_related("kind", "sending_organisation").get(person=person, title=title)


def _over(person: User, text: dict[str, Any]) -> None:
    """Evaluated by the trainee, the host and the employer; brought back, written up, shared."""
    placement = _stay(person, text["title"])
    evaluations.rate_before(placement_id=placement.pk, levels=text["before"], actor=person)
    for source in (Source.TRAINEE, Source.HOST, Source.EMPLOYER):
        _evaluate(placement, source, text, actor=person if source == Source.TRAINEE else None)
    for one in text["ideas"]:
        returns.save_idea(placement_id=placement.pk, idea=one["idea"], use=one["use"], actor=person)
    notes = {level: Told(effect, words) for level, (effect, words) in text["impact"].items()}
    follow_ups.write_impact(placement=placement, notes=notes)
    returns.write_summary(placement_id=placement.pk, summary=text["summary"], actor=person)
    returns.share(placement_id=placement.pk, actor=person)


def _evaluate(placement: Placement, source: Source, text: dict[str, Any], *, actor: User | None) -> None:
    found = evaluations.open_evaluation(placement_id=placement.pk, source=source)
    who = text.get(source.value, {})
    found.contact_name, found.contact_email = who.get("name", ""), who.get("email", "")
    found.save(update_fields=["contact_name", "contact_email"])
    subject = subject_of(found)
    levels = {
        str(one.pk): {"level": result.level, "evidence": result.evidence, "title": one.specific}
        for one in subject.objectives
        for result in one.results.all()
        if result.source == source
    }
    answers = zip(subject.criteria, text["answers"][source.value], strict=True)
    typed = {
        Screen.OBJECTIVES: levels,
        Screen.SKILLS: text["skills"][source.value],
        Screen.QUESTIONS: {str(one.pk): _plain(one.type, said) for one, said in answers},
    }
    for screen, values in typed.items():
        evaluations.save_screen(evaluation_id=found.pk, screen=screen, values=values)
    evaluations.send(evaluation_id=found.pk, actor=actor, name=who.get("name", ""))
    days = {Source.TRAINEE: 2, Source.HOST: 5, Source.EMPLOYER: 12}[source]
    sent = placement.end + datetime.timedelta(days=days)
    at = timezone.make_aware(datetime.datetime.combine(sent, datetime.time(17, 40)))
    Evaluation.objects.filter(pk=found.pk).update(sent_at=at, opened_at=at - datetime.timedelta(days=days + 4))


def _plain(kind: str, said: Any) -> str:
    return str(int(said)) if kind != CriterionType.TEXT else str(said)


def _running(person: User, text: dict[str, Any]) -> None:
    """Its evaluation is open and begun."""
    placement = _stay(person, text["title"])
    evaluations.rate_before(placement_id=placement.pk, levels=text["before"], actor=person)
    found = evaluations.open_evaluation(placement_id=placement.pk, source=Source.TRAINEE)
    evaluations.save_screen(evaluation_id=found.pk, screen=Screen.SKILLS, values={"autonomie": 4, "communication": 4})


def _old(world: World, person: User, text: dict[str, Any]) -> None:
    """More than a year ago: the first follow-up is due."""
    monday = this_monday(world.today) - datetime.timedelta(weeks=text["weeks_ago"])
    institution = world.hosts[text["host"]]
    data = SiteData(
        institution=institution,
        site=institution.sites.filter(active=True).order_by("-is_main", "pk").first(),
        start=monday,
        end=monday + datetime.timedelta(days=4),
        tutor_name=text["tutor"],
    )
    made = placements.create(
        person=person,
        kind=PlacementKind.objects.get(code="professionnel"),
        mode=PlacementMode.objects.get(code="un-site"),
        sites=[data],
        actor=person,
        title=text["title"],
        **employed(person),
    )
    Placement.objects.filter(pk=made.pk).update(created_at=timezone.now() - datetime.timedelta(weeks=60))
    returns.save_idea(placement_id=made.pk, idea=text["idea"], use=text["use"], actor=person)
