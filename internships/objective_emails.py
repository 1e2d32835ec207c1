"""E-mails about objectives: shared with those who accompany, remarked on, agreed to."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from django.db import models
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from internships.models import ObjectiveNote, Placement, SmartObjective
from internships.selectors.parties import concerned
from messaging.emails import Email


@dataclass(kw_only=True)
class ObjectivesShared(Email):
    """To those who accompany: what the trainee wants to reach. Once a day at most, however many are written."""

    kind: ClassVar[str] = "internships.objectives_shared"
    template: ClassVar[str] = "internships/email/objectives_shared"
    placement: Placement
    objectives: list[SmartObjective]
    account: bool = True

    def button(self) -> str:
        return f"{reverse('internships:placement', args=[self.placement.pk])}#objectifs" if self.account else ""

    def about(self) -> models.Model | None:
        return self.placement

    def extra(self) -> dict[str, Any]:
        return {"trainee": str(self.placement.person)}

    @classmethod
    def sample(cls) -> Self:
        return cls(placement=_placement(), objectives=[_objective()])


@dataclass(kw_only=True)
class ObjectiveSpokenOf(Email):
    """About one note on one objective."""

    note: ObjectiveNote

    def button(self) -> str:
        return reverse("internships:objective", args=[self.note.objective.pk])

    def about(self) -> models.Model | None:
        return self.note.objective

    def extra(self) -> dict[str, Any]:
        objective = self.note.objective
        return {"trainee": str(objective.person), "specific": objective.specific, "author": self.note.by}

    @classmethod
    def sample(cls) -> Self:
        words = "Très bien. Vous pourriez aussi le présenter à l’équipe du matin."
        return cls(note=ObjectiveNote(objective=_objective(), by="Claude Petit", text=words))


@dataclass(kw_only=True)
class ObjectiveRemarked(ObjectiveSpokenOf):
    kind: ClassVar[str] = "internships.objective_remarked"
    template: ClassVar[str] = "internships/email/objective_remarked"


@dataclass(kw_only=True)
class ObjectiveAgreed(ObjectiveSpokenOf):
    kind: ClassVar[str] = "internships.objective_agreed"
    template: ClassVar[str] = "internships/email/objective_agreed"


def shared(placement: Placement, *, actor: User) -> None:
    """Tells those who accompany, while the stay is not over."""
    today = timezone.localdate()
    if placement.end < today:
        return
    objectives = list(placement.objectives.standing().order_by("position", "pk"))  # type: ignore[attr-defined]
    for reader in concerned(placement, besides=actor):
        known = isinstance(reader, User)
        who = reader.pk if isinstance(reader, User) else reader.lower()
        ObjectivesShared(placement=placement, objectives=objectives, account=known).queue(
            to=reader, key=f"objectives-shared:{placement.pk}:{who}:{today.isoformat()}"
        )


def remarked(note: ObjectiveNote) -> None:
    """To the trainee; when the trainee wrote, to those who spoke of this objective since it was shared there."""
    objective = note.objective
    if note.author_id != objective.person_id:
        ObjectiveRemarked(note=note).queue(to=objective.person)
        return
    if objective.placement_id is None:
        return
    before = objective.notes.exclude(author=None).exclude(author=note.author_id)
    if objective.shared_at is not None:
        before = before.filter(created_at__gte=objective.shared_at)
    for reader in User.objects.filter(pk__in=before.values("author"), is_active=True).order_by("pk"):
        ObjectiveRemarked(note=note).queue(to=reader)


def agreed(note: ObjectiveNote) -> None:
    ObjectiveAgreed(note=note).queue(to=note.objective.person)


def _placement() -> Placement:
    person = User(first_name="Alix", last_name="Durand")
    return Placement(pk=1, person=person, start=datetime.date(2027, 3, 1), end=datetime.date(2027, 4, 30))


def _objective() -> SmartObjective:
    return SmartObjective(
        pk=1,
        person=User(first_name="Alix", last_name="Durand"),
        specific="Animer seule un atelier d’éveil pour six enfants.",
        measurable="Trois ateliers menés, une fiche écrite pour chacun.",
        acceptable="L’équipe cherche quelqu’un pour le mercredi.",
        realistic="La salle et le matériel sont là.",
        due=datetime.date(2027, 4, 16),
    )
