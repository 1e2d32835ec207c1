"""E-mails about rings: to the pilot when a search is over, to everybody in a ring once it stands or falls."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, ClassVar

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from exchanges.models import ImmersionOffer, ImmersionRequest, Ring, RingLeg, RingRun
from exchanges.notifications import ExchangeEmail, looks_after, sample_offer, sample_structure
from exchanges.ring_enums import RunState
from internships.words import said


@dataclass(kw_only=True)
class RingRunReady(ExchangeEmail):
    """To who asked for the search: what it found."""

    kind: ClassVar[str] = "exchanges.ring_run_ready"
    template: ClassVar[str] = "exchanges/email/ring_run_ready"
    run: RingRun
    rings: int

    def page(self) -> str:
        return reverse("exchanges:ring_run", args=[self.run.pk])

    def space_id(self) -> int:
        return self.run.space_id

    def about(self) -> models.Model | None:
        return self.run

    def extra(self) -> dict[str, Any]:
        run = self.run
        return {
            "space": run.space.name,
            "served": run.served,
            "people": run.people,
            "gap": run.gap,
            "failed": run.state == RunState.FAILED,
            "proven": run.state == RunState.OPTIMAL,
        }

    @classmethod
    def sample(cls) -> RingRunReady:
        space = sample_structure().space
        return cls(
            run=RingRun(pk=1, space=space, size=3, people=25, served=9, bound=9, state=RunState.OPTIMAL), rings=3
        )


@dataclass(kw_only=True)
class RingEmail(ExchangeEmail):
    """To somebody of a ring, which is told whole: who goes where."""

    leg: RingLeg
    legs: list[RingLeg]

    def page(self) -> str:
        request = getattr(self.leg, "request", None)
        return reverse("exchanges:request", args=[request.pk]) if request else reverse("exchanges:my_wishes")

    def space_id(self) -> int:
        return self.leg.structure.space_id

    def about(self) -> models.Model | None:
        return self.leg

    def extra(self) -> dict[str, Any]:
        leg = self.leg
        return {
            "structure": leg.structure.name,
            "host": leg.host.name,
            "first": said(leg.first_day),
            "last": said(leg.last_day),
            "space": leg.structure.space.name,
            "pilot": leg.structure.space.pilot.name,
            "ways": ways(self.legs),
        }


@dataclass(kw_only=True)
class RingConfirmed(RingEmail):
    """To who goes: where, when, in exchange for whom, and that human resources are asked now."""

    kind: ClassVar[str] = "exchanges.ring_confirmed"
    template: ClassVar[str] = "exchanges/email/ring_confirmed"

    @classmethod
    def sample(cls) -> RingConfirmed:
        return cls(leg=sample_leg(), legs=[sample_leg()])


@dataclass(kw_only=True)
class RingConfirmedStructure(RingEmail):
    """To those who look after a structure of the ring: whom it sends, and that it receives."""

    kind: ClassVar[str] = "exchanges.ring_confirmed_structure"
    template: ClassVar[str] = "exchanges/email/ring_confirmed_structure"

    def page(self) -> str:
        return reverse("exchanges:home")

    @classmethod
    def sample(cls) -> RingConfirmedStructure:
        return cls(leg=sample_leg(), legs=[sample_leg()])


@dataclass(kw_only=True)
class RingDissolved(RingEmail):
    """To who was to go: the ring does not hold, why, and what becomes of their own immersion."""

    kind: ClassVar[str] = "exchanges.ring_dissolved"
    template: ClassVar[str] = "exchanges/email/ring_dissolved"
    reason: str
    stays: bool

    def page(self) -> str:
        """The button says « my request » where it stands, « my wishes » where it is closed."""
        return super().page() if self.stays else reverse("exchanges:my_wishes")

    @classmethod
    def sample(cls) -> RingDissolved:
        return cls(leg=sample_leg(), legs=[sample_leg()], reason="Camille Martin ne peut plus partir.", stays=False)


def run_ready(run: RingRun) -> None:
    if run.asked_by is not None:
        RingRunReady(run=run, rings=run.rings.count()).queue(to=run.asked_by)


def confirmed(ring: Ring, legs: Iterable[RingLeg]) -> None:
    """Each person, and those who look after each structure, once."""
    several = list(legs)
    told: set[int] = set()
    for leg in several:
        told.add(leg.person_id)
        RingConfirmed(leg=leg, legs=several).queue(to=leg.person)
    for leg in several:
        for person in looks_after(leg.structure):
            if person.pk not in told:
                told.add(person.pk)
                RingConfirmedStructure(leg=leg, legs=several).queue(to=person)


def dissolved(ring: Ring, legs: Iterable[RingLeg], *, request: ImmersionRequest, stays: set[int | None]) -> None:
    several = list(legs)
    for leg in several:
        if leg.pk != request.ring_leg_id:
            RingDissolved(leg=leg, legs=several, reason=ring.why, stays=leg.pk in stays).queue(to=leg.person)


def ways(legs: Iterable[RingLeg]) -> list[str]:
    """« Alix Martin : de la mission locale au collège, du 3 mars au 4 mars »."""
    words = _("%(person)s: from %(structure)s to %(host)s, %(first)s to %(last)s")
    return [
        words
        % {
            "person": leg.person,
            "structure": leg.structure.name,
            "host": leg.host.name,
            "first": said(leg.first_day),
            "last": said(leg.last_day),
        }
        for leg in legs
    ]


def sample_leg() -> RingLeg:
    day = datetime.date(2027, 3, 1)
    person = User(pk=1, first_name="Camille", last_name="Martin")
    offer: ImmersionOffer = sample_offer()
    return RingLeg(pk=1, structure=sample_structure(), offer=offer, person=person, first_day=day, last_day=day)
