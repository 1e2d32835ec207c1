"""E-mails about practices: one thing asked, one button, who writes and why."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.urls import reverse

from accounts.models import User
from messaging.emails import Email
from practices.models import CheckItem, GoodPractice
from practices.selectors.standing import authors, validators

if TYPE_CHECKING:
    from practices.workflow import Action


@dataclass(kw_only=True)
class PracticeEmail(Email):
    """About one practice."""

    practice: GoodPractice

    def button(self) -> str:
        return reverse("practices:sheet", args=[self.practice.pk])

    def about(self) -> models.Model | None:
        return self.practice

    def extra(self) -> dict[str, Any]:
        return {"title": str(self.practice), "reason": self.practice.state_reason}

    @classmethod
    def sample(cls) -> PracticeEmail:
        return cls(practice=sample_practice())


@dataclass(kw_only=True)
class PracticeWaits(PracticeEmail):
    """To the validators: a practice waits for them."""

    kind: ClassVar[str] = "practices.waits"
    template: ClassVar[str] = "practices/email/waits"
    sender: str

    def button(self) -> str:
        return reverse("practices:examine", args=[self.practice.pk])

    @classmethod
    def sample(cls) -> PracticeWaits:
        return cls(practice=sample_practice(), sender="Camille Martin")


@dataclass(kw_only=True)
class PracticeValidated(PracticeEmail):
    """To its authors: everybody can read it now."""

    kind: ClassVar[str] = "practices.validated"
    template: ClassVar[str] = "practices/email/validated"

    def button(self) -> str:
        return reverse("practices:detail", args=[self.practice.slug])


@dataclass(kw_only=True)
class PracticeSentBack(PracticeEmail):
    """To its authors: what the validator asks for, and the points that are not met yet."""

    kind: ClassVar[str] = "practices.sent_back"
    template: ClassVar[str] = "practices/email/sent_back"
    points: list[CheckItem] = field(default_factory=list)

    @classmethod
    def sample(cls) -> PracticeSentBack:
        point = CheckItem(name_fr="Les effets sont décrits", name_en="The effects are described")
        return cls(practice=sample_practice(), points=[point])


@dataclass(kw_only=True)
class PracticeArchived(PracticeEmail):
    """To its authors, when somebody else takes it off the site."""

    kind: ClassVar[str] = "practices.archived"
    template: ClassVar[str] = "practices/email/archived"


def follow(practice: GoodPractice, step: Action, actor: User, unmet: list[CheckItem]) -> None:
    """Tells those whom an action concerns, except who did it."""
    if step.code == "submit":
        for person in validators(practice):
            PracticeWaits(practice=practice, sender=actor.get_full_name()).queue(to=person)
        return
    told: dict[str, PracticeEmail] = {
        "validate": PracticeValidated(practice=practice),
        "send_back": PracticeSentBack(practice=practice, points=unmet),
        "archive": PracticeArchived(practice=practice),
    }
    if step.code in told:
        for person in authors(practice).exclude(pk=actor.pk):
            told[step.code].queue(to=person)


def sample_practice() -> GoodPractice:
    return GoodPractice(
        pk=1,
        slug="le-cafe-des-parents-du-mardi",
        title="Le café des parents du mardi",
        state_reason="Dites combien de parents viennent, et ce qu’ils en disent.",
    )
