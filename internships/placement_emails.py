"""E-mails about placements: one thing said, one button, who writes and why."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from django.db import models
from django.urls import reverse

from accounts.models import User
from internships.enums import SupervisorCapacity
from internships.models import Placement, Supervisor
from internships.models.employments import employs
from internships.selectors.employers import managers_of, reach_employer
from internships.selectors.parties import concerned
from messaging.emails import Email


@dataclass(kw_only=True)
class PlacementEmail(Email):
    """About one placement. Who has no account gets no button: the page is for those who sign in."""

    placement: Placement
    host: str
    author: str = ""
    account: bool = True

    def button(self) -> str:
        return reverse("internships:placement", args=[self.placement.pk]) if self.account else ""

    def about(self) -> models.Model | None:
        return self.placement

    def extra(self) -> dict[str, Any]:
        return {"trainee": str(self.placement.person), "reason": self.placement.close_reason}

    @classmethod
    def sample(cls) -> Self:
        return cls(placement=sample_placement(), host="Maison des Tilleuls", author="Camille Martin")


@dataclass(kw_only=True)
class PlacementAgreed(PlacementEmail):
    """A school or employer entered a placement; the host hears of it here first."""

    kind: ClassVar[str] = "internships.placement_agreed"
    template: ClassVar[str] = "internships/email/placement_agreed"


@dataclass(kw_only=True)
class StaffPlaced(PlacementEmail):
    """To the employer: somebody of its staff has agreed on a stay, and named it as their employer."""

    kind: ClassVar[str] = "internships.staff_placed"
    template: ClassVar[str] = "internships/email/staff_placed"
    employer: str = ""

    def extra(self) -> dict[str, Any]:
        person = self.placement.person
        return {**super().extra(), "address": person.email or "", "employer": self.employer}

    @classmethod
    def sample(cls) -> Self:
        return cls(
            placement=sample_placement(), host="Maison des Tilleuls", employer="Association Les Rives", account=False
        )


@dataclass(kw_only=True)
class StaffClaimed(StaffPlaced):
    """To those who look after an organisation where nobody speaks for the employer: a false claim is seen at once."""

    kind: ClassVar[str] = "internships.staff_claimed"
    template: ClassVar[str] = "internships/email/staff_claimed"
    contact: str = ""

    def button(self) -> str:
        return reverse("accounts:members")

    @classmethod
    def sample(cls) -> Self:
        return cls(
            placement=sample_placement(),
            host="Maison des Tilleuls",
            employer="IME Les Rives",
            contact="Sofia Pereira, rh@example.org",
        )


@dataclass(kw_only=True)
class PlacementMoved(PlacementEmail):
    kind: ClassVar[str] = "internships.placement_moved"
    template: ClassVar[str] = "internships/email/placement_moved"


@dataclass(kw_only=True)
class PlacementCancelled(PlacementEmail):
    kind: ClassVar[str] = "internships.placement_cancelled"
    template: ClassVar[str] = "internships/email/placement_cancelled"


@dataclass(kw_only=True)
class PlacementStopped(PlacementEmail):
    kind: ClassVar[str] = "internships.placement_stopped"
    template: ClassVar[str] = "internships/email/placement_stopped"


@dataclass(kw_only=True)
class CompanionNamed(PlacementEmail):
    """To the tutor or referent who was just named."""

    kind: ClassVar[str] = "internships.companion_named"
    template: ClassVar[str] = "internships/email/companion_named"
    supervisor: Supervisor

    @classmethod
    def sample(cls) -> Self:
        tutor = Supervisor(name="Claude Petit", capacity=SupervisorCapacity.TUTOR, since=datetime.date(2027, 3, 1))
        return cls(placement=sample_placement(), host="Maison des Tilleuls", author="Camille Martin", supervisor=tutor)


def agreed(placement: Placement, *, actor: User | None) -> None:
    _tell(PlacementAgreed, placement, actor)


def tell_employer(placement: Placement) -> None:
    """Tells those who speak for the employer here; otherwise whoever the person named there, and its managers."""
    reach, employer = reach_employer(placement), placement.sending_organisation
    facts = {"placement": placement, "host": hosts_words(placement), "employer": str(employer)}
    for person in reach.people:
        StaffPlaced(**facts).queue(to=person)  # type: ignore[arg-type]
    if reach.email:
        StaffPlaced(**facts, account=False).queue(to=reach.email)  # type: ignore[arg-type]
    if employer is not None and employs(employer) and not reach.people:
        contact = ", ".join(filter(None, (reach.name, reach.email)))
        for person in managers_of(employer):
            if person.pk != placement.person_id:
                StaffClaimed(**facts, contact=contact).queue(to=person)  # type: ignore[arg-type]


def moved(placement: Placement, *, actor: User | None) -> None:
    _tell(PlacementMoved, placement, actor)


def cancelled(placement: Placement, *, actor: User | None) -> None:
    _tell(PlacementCancelled, placement, actor)


def stopped(placement: Placement, *, actor: User | None) -> None:
    _tell(PlacementStopped, placement, actor)


def companion_named(supervisor: Supervisor, *, actor: User | None) -> None:
    """Tells the new tutor or referent, unless they named themselves."""
    to = supervisor.user or supervisor.email
    if to and to != actor:
        CompanionNamed(
            placement=supervisor.placement,
            host=hosts_words(supervisor.placement),
            author=str(actor or ""),
            supervisor=supervisor,
            account=supervisor.user is not None,
        ).queue(to=to)


def hosts_words(placement: Placement) -> str:
    names = placement.sites.values_list("institution__organisation__name", flat=True)
    return " · ".join(dict.fromkeys(names))


def _tell(kind: type[PlacementEmail], placement: Placement, actor: User | None) -> None:
    host = hosts_words(placement)
    for reader in concerned(placement, besides=actor):
        known = isinstance(reader, User)
        kind(placement=placement, host=host, author=str(actor or ""), account=known).queue(to=reader)


def sample_placement() -> Placement:
    person = User(first_name="Alix", last_name="Durand")
    return Placement(
        pk=1,
        person=person,
        start=datetime.date(2027, 3, 1),
        end=datetime.date(2027, 4, 30),
        closed_on=datetime.date(2027, 3, 20),
        close_reason="Le poste n’existe plus.",
    )
