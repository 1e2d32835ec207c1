"""What follows a stay at a browser: how it went by all sides, what is brought back, what remains a year later."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from itertools import count

from django.core import mail
from django.utils import timezone

from accounts.models import User
from internships.enums import Source
from internships.evaluation_enums import CriterionType
from internships.models import Evaluation, PlacementKind, PlacementMode, Supervisor
from internships.services import employments
from internships.services.evaluations import open_evaluation
from messaging import reminders
from practices.innovation_enums import InnovationState
from practices.models import GoodPractice, Innovation
from tests import factories
from tests.journeys.conftest import Mode, Walker
from tests.journeys.placing import ADULT, Letters, monday
from tests.journeys.preparing import AIMS, DAY

_numbers = count(1)
# What one brings back, and how it serves at work.
IDEA = "Commencer chaque réunion par ce qui a marché"
USE = "Un tour de table de cinq minutes, le lundi, avec toute l’équipe."


class Stay:
    """Three weeks a good year ahead, with five objectives: a host and an employer whose people have no account.

    So far ahead that a scan at its end finds nothing of the other journeys.
    """

    def __init__(self, mode: Mode) -> None:
        self.mode, number = mode, next(_numbers)
        self.me = factories.user(
            is_trainee=True,
            birth_date=ADULT,
            language=mode.language,
            first_name="Jeanne",
            last_name=f"Rivoal{number}",
        )
        self.host = factories.host(organisation__name=f"Accueil du Large {number} {mode}")
        self.tutor, self.employer = (f"{name}{number}.{mode}@example.org" for name in ("maelle", "sofia"))
        employment = factories.employment(self.me, name=f"Association Les Rives {number}", contact_email=self.employer)
        self.start = monday(420)
        self.end = self.start + 18 * DAY
        self.placement = factories.placement(
            self.me,
            self.host,
            kind=PlacementKind.objects.get(code="professionnel"),
            mode=PlacementMode.objects.first(),
            start=self.start,
            end=self.end,
            school=employments.organisation_of(employment),
            employment=employment,
        )
        Supervisor.objects.create(
            placement=self.placement, capacity="tutor", name="Maëlle Kergoat", email=self.tutor, since=self.start
        )
        self.objectives = [factories.objective(placement_=self.placement, specific=aim) for aim in AIMS]

    def at(self, day: datetime.date) -> datetime.datetime:
        """Nine o'clock on that day."""
        return timezone.make_aware(datetime.datetime.combine(day, datetime.time(9)))


def asked(letters: Letters, address: str) -> list[mail.EmailMessage]:
    """What the reminders that are due now bring to that address."""
    reminders.send_due()
    return letters(address)


def evaluate(someone: Walker, stay: Stay, source: Source, levels: Sequence[int]) -> None:
    """The three screens: how far each objective was reached, the skills, the grid's questions (E20)."""
    for objective, level in zip(stay.objectives, levels, strict=True):
        _choose(someone, f"level_{objective.pk}", level)
    someone.fill(f"evidence_{stay.objectives[0].pk}", "Quatre entretiens, tous relus ensemble.")
    someone.press("Go on")
    for name in ("autonomie", "communication", "rigueur"):
        _choose(someone, f"skill_{name}", 4)
    someone.look()
    someone.press("Go on")
    found = Evaluation.objects.get(placement=stay.placement, source=source)
    for question in found.grid_version.criteria.all():
        if question.type == CriterionType.TEXT:
            someone.fill(f"q_{question.pk}", "Nous en parlons encore en réunion.")
        else:
            _choose(someone, f"q_{question.pk}", 4 if question.type == CriterionType.SCALE else 1)
    someone.look()
    someone.press("Send my evaluation")
    assert someone.say("Thank you: your evaluation is sent.") in someone.told


def _choose(someone: Walker, name: str, value: int) -> None:
    someone.page.locator(f'[name="{name}"][value="{value}"]').check()


def note_return(someone: Walker, stay: Stay) -> None:
    """Key ideas with their use, what changes on four levels (E12, E13)."""
    someone.go(f"/stages/{stay.placement.pk}/idees/")
    someone.fill("idea", IDEA)
    someone.press("Keep this idea")
    assert someone.say("Say how it serves you at work: an idea without a use is soon forgotten.") in someone.text
    someone.look()
    someone.fill("use", USE)
    someone.press("Keep this idea")
    someone.press("Go on to the impact")
    _choose(someone, "effect_work", 2)
    someone.fill("text_team", "L’équipe a demandé un tour de table.")
    someone.press("Save and see the report")
    for words in (IDEA, USE, "L’équipe a demandé un tour de table."):
        assert words in someone.text


def over(stay: Stay) -> None:
    """What other tests walk: the stay is over, and its ideas are noted."""
    open_evaluation(placement_id=stay.placement.pk, source=Source.TRAINEE)
    stay.placement.key_ideas.create(idea=IDEA, use=USE, position=1)
    stay.placement.impact_notes.create(level="team", effect=2, text="Un tour de table le lundi, depuis un mois.")


# Giving back


def write_practice(someone: Walker, practice: GoodPractice) -> None:
    """From the sheet that the stay filled in to the validators (E23, E1)."""
    address = f"/mes-pratiques/{practice.pk}/"
    assert IDEA in someone.page.locator("h1").inner_text()
    someone.press("Go on writing")
    someone.fill(
        "summary", "Chaque réunion s’ouvre par ce qui a marché ; l’équipe et les familles y gagnent en confiance."
    )
    for name in ("sectors", "audiences"):
        someone.page.locator(f'[name="{name}"]').first.check()
    someone.press("Save and continue")
    someone.look()
    someone.press("Save and continue")
    _lengthen(
        someone,
        {"description": "Le lundi, chacun dit une chose qui a marché, sans commentaire ; l’ordre du jour vient après."},
    )
    someone.press("Save and continue")
    _lengthen(someone, {"effects": "Les réunions finissent à l’heure, et trois familles sont revenues."})
    someone.page.locator('[name="evidence"]').first.check()
    someone.press("Save and continue")
    someone.press("Continue")
    someone.page.locator('[name="languages"][value="fr"]').check()
    someone.press("Save and continue")
    assert not someone.page.locator(".actions button[disabled]").count(), someone.text
    someone.look()
    someone.page.locator("#nobody").check()
    someone.press("Send for validation")
    assert someone.page.url.endswith(address)
    someone.look()


def _lengthen(someone: Walker, texts: dict[str, str]) -> None:
    for name, words in texts.items():
        field = someone.page.locator(f'[name="{name}"]')
        field.fill(f"{field.input_value()}\n\n{words}")


def validate_practice(someone: Walker, letters: Letters, validator: User, practice: GoodPractice) -> None:
    """The sheet beside the checklist, on the queue (E1)."""
    someone.go("/validation/pratiques/")
    someone.look()
    someone.follow(f"/validation/pratiques/{practice.pk}/")
    someone.look()
    for box in someone.page.locator('[name="met"]').all():
        box.check()
    someone.press("Validate the practice")
    practice.refresh_from_db()
    assert practice.is_public


def report_host(someone: Walker, name: str, contact: str) -> None:
    """« Signaler un hôte découvert » (E24)."""
    someone.press("Report a host I discovered")
    someone.fill("name", name)
    someone.fill("address", "12 quai des Brumes")
    someone.fill("place", "Vitré")
    if someone.mode.javascript:
        someone.page.keyboard.press("Tab")
        someone.settle()
    someone.fill("activity", "Pension de famille")
    someone.fill("contact_name", "Nadia Benali")
    someone.fill("contact_email", contact)
    someone.press("Continue")
    if someone.page.locator('input[name="new"]').count():
        someone.press("No, it is another one: go on")
    assert name in someone.text
    someone.look()


def publish_host(someone: Walker, slug: str) -> None:
    """The moderators look at the sheet and publish it."""
    someone.go("/moderation/")
    someone.follow(f"/hotes/{slug}/moderation/")
    someone.look()
    someone.press("Publish the sheet")
    someone.press("Publish the sheet")


def tell_what_remains(someone: Walker, effects: Iterable[tuple[str, int]]) -> None:
    """The form of three minutes (E15)."""
    someone.look()
    someone.fill("remains", "Les réunions commencent toujours par ce qui a marché, et les familles y viennent.")
    for level, effect in effects:
        _choose(someone, f"effect_{level}", effect)
    someone.fill("text_team", "Deux autres équipes font de même.")
    someone.press("Send my answer")
    assert (
        someone.say("Something clearly changed in the way you work: that is what this network is for.") in someone.text
    )
    someone.look()


def tell_innovation(someone: Walker, title: str) -> None:
    """Begun from what remains; without its impact on the way of working it is not declared (E16, E17)."""
    someone.press("Tell an innovation or a progress")
    someone.press("Go on writing")
    someone.fill("title", title)
    someone.fill("summary", "Chaque réunion s’ouvre par ce qui a marché, avec les familles.")
    someone.fill("change", "Depuis un an, le tour de table du lundi est ouvert aux familles qui le souhaitent.")
    someone.fill("way_of_working", "")
    someone.press("Save and continue")
    someone.press("Complete the sheet")
    someone.fill("way_of_working", "Nous préparons les réunions à deux, et les décisions sont tenues.")
    someone.press("Save and continue")
    someone.look()
    someone.press("Look once more, and declare it")
    someone.page.locator("#nobody").check()
    someone.press("Declare it to the network")
    assert title in someone.text
    someone.look()


def plan_interview(someone: Walker, innovation: Innovation, day: datetime.date) -> None:
    """« Les interviewera volontiers » (E18): the network's queue, the day and the place."""
    someone.go("/validation/innovations/")
    someone.follow(f"/validation/innovations/{innovation.pk}/")
    someone.look()
    someone.fill("day", day.isoformat())
    someone.fill("hour", "14:30")
    someone.fill("where", "Par téléphone, au 02 99 00 00 00")
    someone.press("Plan the interview")
    innovation.refresh_from_db()
    assert innovation.state == InnovationState.PLANNED, someone.text


def write_story(someone: Walker, innovation: Innovation) -> None:
    """Told by the network, put to those it names."""
    someone.go(f"/validation/innovations/{innovation.pk}/")
    someone.fill("story", "Un lundi matin, la salle de réunion s’ouvre **aux familles**.")
    someone.press("Put the story to those it names")
    someone.look()


def agree_to_story(someone: Walker, innovation: Innovation) -> None:
    """Nobody is named before they have read it and agreed."""
    someone.go(f"/mes-innovations/{innovation.pk}/accord/")
    someone.look()
    someone.page.locator("#agree-named").check()
    someone.press("Send my answer")


def publish_innovation(someone: Walker, innovation: Innovation) -> None:
    someone.go(f"/validation/innovations/{innovation.pk}/")
    someone.press("Publish the innovation")
    innovation.refresh_from_db()
    assert innovation.state == InnovationState.PUBLISHED, someone.text
