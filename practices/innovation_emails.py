"""E-mails about innovations: one thing asked, one button, who writes and why (E17, E18)."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any, ClassVar

from django.db import models
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from messaging.emails import Email, absolute
from practices.editing import keepers
from practices.innovation_enums import Agreement
from practices.models import GoodPractice, Innovation, InnovationPerson
from practices.selectors.standing import authors


@dataclass(kw_only=True)
class InnovationEmail(Email):
    """About one innovation."""

    innovation: Innovation

    def button(self) -> str:
        return reverse("practices:innovation_sheet", args=[self.innovation.pk])

    def about(self) -> models.Model | None:
        return self.innovation

    def extra(self) -> dict[str, Any]:
        return {"title": str(self.innovation), "reason": self.innovation.state_reason}

    @classmethod
    def sample(cls) -> InnovationEmail:
        return cls(innovation=sample_innovation())


@dataclass(kw_only=True)
class InnovationWaits(InnovationEmail):
    """To the validators: an innovation was declared; they interview its people."""

    kind: ClassVar[str] = "practices.innovation_waits"
    template: ClassVar[str] = "practices/email/innovation_waits"
    author: str

    def button(self) -> str:
        return reverse("practices:innovation_examine", args=[self.innovation.pk])

    @classmethod
    def sample(cls) -> InnovationWaits:
        return cls(innovation=sample_innovation(), author="Camille Martin")


@dataclass(kw_only=True)
class CoAuthorNamed(InnovationEmail):
    """To a co-author: who names them, in what, and that nothing is published without them."""

    kind: ClassVar[str] = "practices.innovation_co_author"
    template: ClassVar[str] = "practices/email/innovation_co_author"
    author: str

    @classmethod
    def sample(cls) -> CoAuthorNamed:
        return cls(innovation=sample_innovation(), author="Camille Martin")


@dataclass(kw_only=True)
class InterviewPlanned(InnovationEmail):
    """To those who tell it, and to who interviews: when, where, by whom; with the event for a calendar."""

    kind: ClassVar[str] = "practices.innovation_interview"
    template: ClassVar[str] = "practices/email/innovation_interview"

    def extra(self) -> dict[str, Any]:
        event = absolute(reverse("practices:innovation_event", args=[self.innovation.pk]))
        return {**super().extra(), "by": str(self.innovation.interview_by or ""), "event": event}


@dataclass(kw_only=True)
class AgreementAsked(InnovationEmail):
    """To everybody named: read the words, agree with your name or without."""

    kind: ClassVar[str] = "practices.innovation_agreement"
    template: ClassVar[str] = "practices/email/innovation_agreement"


@dataclass(kw_only=True)
class InnovationReady(InnovationEmail):
    """To who interviewed: everybody has answered, it can be published."""

    kind: ClassVar[str] = "practices.innovation_ready"
    template: ClassVar[str] = "practices/email/innovation_ready"

    def button(self) -> str:
        return reverse("practices:innovation_examine", args=[self.innovation.pk])


@dataclass(kw_only=True)
class InnovationPublished(InnovationEmail):
    """To everybody named: everybody can read it now."""

    kind: ClassVar[str] = "practices.innovation_published"
    template: ClassVar[str] = "practices/email/innovation_published"

    def button(self) -> str:
        return reverse("practices:innovation", args=[self.innovation.slug])


@dataclass(kw_only=True)
class PracticeInspired(InnovationEmail):
    """To the authors of the good practice: somebody did something with it (E25)."""

    kind: ClassVar[str] = "practices.practice_inspired"
    template: ClassVar[str] = "practices/email/practice_inspired"
    practice: GoodPractice

    def button(self) -> str:
        return reverse("practices:innovation", args=[self.innovation.slug])

    @classmethod
    def sample(cls) -> PracticeInspired:
        return cls(innovation=sample_innovation(), practice=GoodPractice(pk=1, title="Le café des parents du mardi"))


@dataclass(kw_only=True)
class InnovationSentBack(InnovationEmail):
    """To those who tell it: what the network asks for."""

    kind: ClassVar[str] = "practices.innovation_sent_back"
    template: ClassVar[str] = "practices/email/innovation_sent_back"


@dataclass(kw_only=True)
class InnovationWithdrawn(InnovationEmail):
    """To everybody named, when somebody else withdraws it."""

    kind: ClassVar[str] = "practices.innovation_withdrawn"
    template: ClassVar[str] = "practices/email/innovation_withdrawn"


def follow(innovation: Innovation, code: str, actor: User) -> None:
    """Tells those whom an action concerns, except who did it."""
    if code == "declare":
        author = _author(innovation)
        for person in keepers(innovation.territory_id).exclude(pk=actor.pk):
            InnovationWaits(innovation=innovation, author=author).queue(to=person)
        return
    told: dict[str, type[InnovationEmail]] = {
        "plan": InterviewPlanned,
        "publish": InnovationPublished,
        "send_back": InnovationSentBack,
        "withdraw": InnovationWithdrawn,
    }
    if code == "write":
        for row in innovation.people.filter(agreement=Agreement.ASKED).select_related("user"):
            _to(row, AgreementAsked(innovation=innovation))
    elif code in told:
        rows = innovation.people.exclude(invited_at=None, is_author=False).exclude(user=actor).select_related("user")
        for row in rows:
            _to(row, told[code](innovation=innovation))
        if code == "plan" and innovation.interview_by and innovation.interview_by != actor:
            InterviewPlanned(innovation=innovation).queue(to=innovation.interview_by)
        if code == "publish" and innovation.practice:
            for person in authors(innovation.practice).exclude(pk__in=innovation.people.values("user")):
                PracticeInspired(innovation=innovation, practice=innovation.practice).queue(to=person)


def invite(innovation: Innovation, row: InnovationPerson) -> None:
    _to(row, CoAuthorNamed(innovation=innovation, author=_author(innovation)))


def ready(innovation: Innovation) -> None:
    people = [innovation.interview_by] if innovation.interview_by else keepers(innovation.territory_id)
    for person in people:
        InnovationReady(innovation=innovation).queue(to=person)


def _to(row: InnovationPerson, email: InnovationEmail) -> None:
    if row.user is not None:
        email.queue(to=row.user)
    elif row.email:
        known = User.objects.filter(email__iexact=row.email, is_active=True).first()
        email.queue(to=known or row.email)


def _author(innovation: Innovation) -> str:
    return innovation.people.filter(is_author=True).values_list("name", flat=True).first() or ""


def sample_innovation() -> Innovation:
    return Innovation(
        pk=1,
        slug="la-porte-ouverte-du-mercredi",
        title="La porte ouverte du mercredi",
        state_reason="Dites depuis quand, et combien de familles viennent.",
        interview_at=timezone.now().replace(microsecond=0) + datetime.timedelta(days=9),
        interview_where="Par téléphone",
        interview_by=User(first_name="Sabine", last_name="Wauters"),
    )
