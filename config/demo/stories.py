"""An innovation that is published, one whose interview is planned, articles, testimonials (E16 to E18, S12, T14)."""

from __future__ import annotations

import datetime
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from accounts.models import Membership
from config.demo.dates import moment
from internships.models import Placement
from internships.services import innovations as from_placements
from practices import experiences
from practices.innovation_enums import Agreement
from practices.models import Article, GoodPractice, Innovation, InnovationStep, Testimonial
from practices.services import articles, innovation_people, innovations, testimonials

if TYPE_CHECKING:
    from config.demo.world import World

TEXTS = Path(__file__).with_suffix(".toml")


def make(world: World) -> None:
    told = tomllib.loads(TEXTS.read_text(encoding="utf-8"))
    _published(world, told["published"])
    _planned(world, told["planned"])
    for one in told["articles"]:
        _article(world, one)
    for one in told["testimonials"]:
        _testimonial(world, one)


def _fill(made: Innovation, text: dict[str, Any]) -> None:
    for name in ("kind", *innovations.TEXTS):
        if name in text:
            setattr(made, name, text[name].strip())
    made.save()


def _interview(world: World, made: Innovation, days: int) -> None:
    by = world.people["validator"]
    at = timezone.make_aware(datetime.datetime.combine(world.today + datetime.timedelta(days=days), datetime.time(14)))
    innovations.plan(innovation_id=made.pk, actor=by, at=at, minutes=45, where="Par téléphone, 02 00 00 00 00", by=by)


def _published(world: World, text: dict[str, Any]) -> None:
    """What a stay of the professional led to, some weeks ago."""
    author, by = world.people["professional"], world.people["validator"]
    stay = Placement.objects.get(person=author, title=text["stay"])
    made = from_placements.begin(placement_id=stay.pk, actor=author)
    _fill(made, text)
    innovation_people.add(
        innovation_id=made.pk, actor=author, name="Aude Lemercier", function="éducatrice", vouched=True
    )
    innovations.act(innovation_id=made.pk, action="declare", actor=author)
    _interview(world, made, 1)
    innovations.write_up(innovation_id=made.pk, actor=by, story=text["story"])
    innovation_people.answer(innovation_id=made.pk, actor=author, agreement=Agreement.NAMED, says_adult=True)
    innovations.act(innovation_id=made.pk, action="publish", actor=by)
    days = {"declare": 9, "plan": 8, "write": 4, "publish": 3}
    for action, weeks in days.items():
        InnovationStep.objects.filter(innovation=made, action=action).update(at=moment(world.today, weeks_ago=weeks))
    Innovation.objects.filter(pk=made.pk).update(
        declared_at=moment(world.today, weeks_ago=9),
        interview_at=moment(world.today, weeks_ago=6),
        published_at=moment(world.today, weeks_ago=3),
    )


def _planned(world: World, text: dict[str, Any]) -> None:
    """Inspired by a practice of the network, with a colleague; the interview is next week."""
    author, colleague = world.people["manager"], world.people["tutor"]
    shared = GoodPractice.objects.public().order_by("pk")
    practice = shared.filter(audiences__code=text["practice"]).first() or shared.first()
    seat = Membership.objects.filter(user=author).select_related("organisation").first()
    organisation = seat.organisation if seat else None
    made = innovations.begin(author=author, organisation=organisation, practice=practice)
    _fill(made, text)
    innovation_people.add(
        innovation_id=made.pk,
        actor=author,
        name=colleague.get_full_name(),
        function="éducateur de jeunes enfants",
        email=str(colleague.email),
    )
    innovations.act(innovation_id=made.pk, action="declare", actor=author)
    _interview(world, made, 9)


def _article(world: World, text: dict[str, Any]) -> None:
    writer = world.people[text["writer"]]
    values = {name: text[name].strip() for name in ("title", "summary", "body", "signature")}
    values |= {"territory": world.territory(text.get("territory", ""))}
    made = articles.write(actor=writer, values=values)
    articles.publish(article_id=made.pk, actor=writer)
    when = timezone.now() - datetime.timedelta(days=text["days"])
    Article.objects.filter(pk=made.pk).update(published_at=when, created_at=when)


def _testimonial(world: World, text: dict[str, Any]) -> None:
    """Of a host that the person knows from within; read by the validator, except one that waits."""
    author = world.people[text["key"]]
    lived = next((one for one in experiences.of(author) if one.voice == text["voice"]), None)
    if lived is None:
        return
    name = {"first": author.first_name, "full": author.get_full_name()}.get(text["naming"], "")
    made = testimonials.write(
        author=author, about=lived.key, words=text["words"], name=name, consent=True, says_adult=True
    )
    if not text.get("waiting"):
        testimonials.decide(testimonial_id=made.pk, actor=world.people["validator"], publish=True)
        Testimonial.objects.filter(pk=made.pk).update(decided_at=timezone.now() - datetime.timedelta(days=20))
