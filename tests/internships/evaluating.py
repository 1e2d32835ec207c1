"""A stay whose sides evaluate it: a trainee sent by an employer, a host with a tutor who has no account."""

from __future__ import annotations

import datetime
from typing import Any

from django.test import Client
from django.utils import timezone

from accounts.enums import OrganisationKind, Role
from accounts.models import PersonalLink, User
from internships.enums import Source
from internships.models import (
    Criterion,
    Evaluation,
    EvaluationGrid,
    GridVersion,
    Placement,
    PlacementKind,
    Skill,
    SmartObjective,
    Supervisor,
)
from internships.services import evaluations
from messaging.models import EmailDelivery
from tests import factories

DAY = datetime.timedelta(days=1)


def grid(source: str = Source.TRAINEE, **fields: Any) -> EvaluationGrid:
    """A grid in use with one scale counted as « thinking », an optional text, a yes or no, one choice."""
    version = {name: fields.pop(name) for name in ("asks_objectives", "asks_skills") if name in fields}
    kinds = fields.pop("kinds", ())
    made = EvaluationGrid.objects.create(source=source, **{"name_fr": f"Grille {source}", **fields})
    made.kinds.set(kinds)
    published = GridVersion.objects.create(grid=made, number=1, published_at=timezone.now(), **version)
    scale = {"type": "scale", "low_fr": "Pas du tout", "high_fr": "Beaucoup", "meaning": "thinking"}
    rows: list[dict[str, Any]] = [
        {"label_fr": "Votre façon de penser a-t-elle changé ?", **scale},
        {"label_fr": "Un mot de plus ?", "type": "text", "required": False},
        {"label_fr": "À conseiller ?", "type": "yes_no"},
        {"label_fr": "Quand ?", "type": "one", "choices": [{"fr": "Tôt", "en": "Early"}, {"fr": "Tard", "en": "Late"}]},
    ]
    for position, row in enumerate(rows, 1):
        Criterion.objects.create(version=published, position=position, **row)
    return made


def skills(number: int = 2) -> list[Skill]:
    names = ("autonomie", "rigueur", "maturite")[:number]
    return [Skill.objects.get_or_create(code=name, defaults={"name_fr": name.title()})[0] for name in names]


def objective(placement: Placement, number: int = 1) -> SmartObjective:
    return SmartObjective.objects.create(
        person=placement.person,
        placement=placement,
        specific=f"Conduire un entretien {number}",
        measurable="Trois entretiens",
        acceptable="Mon équipe le souhaite",
        realistic="Deux semaines",
        due=placement.end,
        position=number,
    )


class Stay:
    """`ended` days ago, at a host whose tutor has an address and no account."""

    def __init__(self, *, ended: int = 1, objectives: int = 2, grids: bool = True, sender: str = "employer") -> None:
        self.host = factories.host()
        self.sender = factories.organisation(OrganisationKind(sender))
        role = Role.HR if sender == "employer" else Role.COORDINATOR
        self.boss: User = factories.member(self.sender, role)
        self.trainee = factories.user(is_trainee=True, first_name="Alix", birth_date=datetime.date(1990, 1, 2))
        self.end = timezone.localdate() - ended * DAY
        self.kind: PlacementKind = factories.kind(sender=sender, followed_up=True)
        self.placement: Placement = factories.placement(
            self.trainee, self.host, school=self.sender, kind=self.kind, start=self.end - 20 * DAY, end=self.end
        )
        Supervisor.objects.create(
            placement=self.placement,
            capacity="tutor",
            name="Claude Petit",
            email="claude@example.org",
            since=self.placement.start,
        )
        self.skills = skills()
        self.objectives = [objective(self.placement, number + 1) for number in range(objectives)]
        if grids:
            self.grids = {source: grid(source) for source in self.sources}

    @property
    def sources(self) -> list[str]:
        return [Source.TRAINEE, Source.HOST, Source.EMPLOYER if self.sender.kind == "employer" else Source.SCHOOL]

    def evaluation(self, source: str = Source.TRAINEE) -> Evaluation:
        return evaluations.open_evaluation(placement_id=self.placement.pk, source=source)

    def answer(self, source: str, *, level: int = 3, rating: int = 4, actor: User | None = None) -> Evaluation:
        """Fills in everything of that source and sends it."""
        found = self.evaluation(source)
        typed = {
            "objectives": {
                str(one.pk): {"level": level, "evidence": "Vu", "title": one.specific} for one in self.objectives
            },
            "skills": {one.code: rating for one in self.skills},
            "questions": questions(found, rating),
        }
        for screen, values in typed.items():
            evaluations.save_screen(evaluation_id=found.pk, screen=screen, values=values)  # type: ignore[arg-type]
        return evaluations.send(evaluation_id=found.pk, actor=actor, name="" if actor else "Claude Petit")


def questions(evaluation: Evaluation, rating: int = 4) -> dict[str, Any]:
    first, _words, advise, when = evaluation.grid_version.criteria.all()
    return {str(first.pk): str(rating), str(advise.pk): "1", str(when.pk): "0"}


def client(user: User) -> Client:
    browser = Client()
    browser.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return browser


def letters(kind: str = "internships.evaluation_asked") -> list[str]:
    return sorted(EmailDelivery.objects.filter(kind=kind).values_list("to", flat=True))


def link_address(letter: EmailDelivery) -> str:
    """The personal link in an e-mail that is not sent yet."""
    import re

    from messaging.emails import _words

    found = re.search(r"https?://[^/\s]+(/\S*lien/\S+)", _words(letter).text)
    assert found is not None
    return found[1]


def links_of(purpose: str) -> list[PersonalLink]:
    return list(PersonalLink.objects.filter(purpose=purpose).order_by("pk"))
