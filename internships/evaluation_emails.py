"""E-mails that ask how a placement went, and later what remains of it (E11, E15, E20)."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from django.db import models
from django.urls import reverse
from django.utils import timezone

from accounts.models import PersonalLink, User
from internships.enums import Source
from internships.models import Evaluation, FollowUp, Placement
from internships.placement_emails import hosts_words
from messaging.emails import Email


@dataclass(kw_only=True)
class EvaluationAsked(Email):
    """To the trainee, the tutor, the employer or the school: how did it go? `address` is a personal link."""

    kind: ClassVar[str] = "internships.evaluation_asked"
    template: ClassVar[str] = "internships/email/evaluation_asked"
    evaluation: Evaluation
    host: str
    address: str = ""

    def button(self) -> str:
        if self.address:
            return self.address
        return reverse("internships:evaluation", args=[self.evaluation.placement_id, self.evaluation.source])

    def holds_secret(self) -> bool:
        return bool(self.address)

    def about(self) -> models.Model | None:
        return self.evaluation

    def extra(self) -> dict[str, Any]:
        placement = self.evaluation.placement
        return {
            "trainee": str(placement.person),
            "start": placement.start,
            "end": placement.end,
            "over": placement.end < timezone.localdate(),
            "mine": self.evaluation.source == Source.TRAINEE,
            "begun": bool(self.evaluation.draft),
        }

    @classmethod
    def sample(cls) -> Self:
        return cls(evaluation=Evaluation(pk=1, placement=_sample(), source=Source.HOST), host="Maison des Tilleuls")


@dataclass(kw_only=True)
class FollowUpAsked(Email):
    """To the person who was away: what remains, one or two years later?"""

    kind: ClassVar[str] = "internships.follow_up_asked"
    template: ClassVar[str] = "internships/email/follow_up_asked"
    ephemeral: ClassVar[bool] = True
    follow_up: FollowUp
    host: str
    address: str

    def button(self) -> str:
        return self.address

    def about(self) -> models.Model | None:
        return self.follow_up

    def extra(self) -> dict[str, Any]:
        return {"end": self.follow_up.placement.end, "years": self.follow_up.months // 12}

    @classmethod
    def sample(cls) -> Self:
        follow_up = FollowUp(pk=1, placement=_sample(), months=12, due=datetime.date(2028, 4, 30))
        return cls(follow_up=follow_up, host="Maison des Tilleuls", address="/lien/exemple/")


def asked(evaluation: Evaluation, *, to: User) -> None:
    """To somebody with an account."""
    EvaluationAsked(evaluation=evaluation, host=hosts_words(evaluation.placement)).queue(to=to)


def send_evaluation_link(link: PersonalLink, address: str) -> None:
    """Writes a personal link to somebody without an account."""
    rows = Evaluation.objects.select_related("placement__person")
    evaluation = rows.filter(pk=link.target_id).first()
    if evaluation is not None:
        host = hosts_words(evaluation.placement)
        EvaluationAsked(evaluation=evaluation, host=host, address=address).queue(to=link.email, language=link.language)


def send_follow_up_link(link: PersonalLink, address: str) -> None:
    follow_up = FollowUp.objects.select_related("placement").filter(pk=link.target_id).first()
    if follow_up is not None:
        host = hosts_words(follow_up.placement)
        FollowUpAsked(follow_up=follow_up, host=host, address=address).queue(to=link.email, language=link.language)


def _sample() -> Placement:
    person = User(first_name="Alix", last_name="Durand")
    return Placement(pk=1, person=person, start=datetime.date(2027, 3, 1), end=datetime.date(2027, 4, 30))
