"""E-mails about the planning of a stay: a tutor proposes an activity, the trainee takes it up or not."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import ClassVar, Self

from django.db import models
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from internships.enums import PlanningKind
from internships.models import Placement, PlanningItem
from internships.placement_emails import sample_placement
from messaging.emails import Email


@dataclass(kw_only=True)
class ActivityProposed(Email):
    """To the trainee, once a day however many activities are proposed."""

    kind: ClassVar[str] = "internships.activity_proposed"
    template: ClassVar[str] = "internships/email/activity_proposed"
    placement: Placement
    item: PlanningItem
    author: str

    def button(self) -> str:
        return f"{reverse('internships:planning', args=[self.placement.pk])}?semaine={self.item.day.isoformat()}"

    def about(self) -> models.Model | None:
        return self.placement

    @classmethod
    def sample(cls) -> Self:
        day = datetime.date(2027, 3, 8)
        item = PlanningItem(kind=PlanningKind.ACTIVITY, title="Réunion d’équipe", day=day, until=day)
        return cls(placement=sample_placement(), item=item, author="Claude Petit")


def proposed(item: PlanningItem, *, actor: User) -> None:
    trainee = item.placement.person
    key = f"activity-proposed-{item.placement_id}-{timezone.localdate().isoformat()}"
    ActivityProposed(placement=item.placement, item=item, author=str(actor)).queue(to=trainee, key=key)
