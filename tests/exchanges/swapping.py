"""Two structures that offer and ask: what tests of requests and of the ledger stand on."""

from __future__ import annotations

import datetime
from typing import Any

from django.utils import timezone

from accounts.enums import Role
from accounts.models import User
from exchanges.access import Seat
from exchanges.models import ExchangeSpace, ImmersionOffer, ImmersionRequest, Structure
from exchanges.services import answers, requests
from internships.models import PlacementKind
from tests import factories
from tests.exchanges import making


def monday(ahead: int = 30) -> datetime.date:
    """The first Monday from so many days ahead."""
    day = timezone.localdate() + datetime.timedelta(days=ahead)
    return day + datetime.timedelta(days=-day.weekday() % 7)


def immersion() -> None:
    """The kind and the mode that Escale brings along."""
    if not PlacementKind.objects.filter(code="immersion").exists():
        factories.kind(code="immersion", sender="employer")
        factories.mode(code="immersion", is_immersion=True)


class Side:
    """A structure with a manager, human resources, a professional and a published offer."""

    def __init__(self, space: ExchangeSpace, offers: bool = True, **fields: Any) -> None:
        self.structure: Structure = making.structure(space, **fields)
        self.manager = making.professional(self.structure, Role.HOST_MANAGER)
        self.hr = making.hr(self.structure)
        self.person = making.professional(self.structure, first_name="Nadia")
        self.offer: ImmersionOffer | None = None
        if offers:
            today = timezone.localdate()
            end = today + datetime.timedelta(days=200)
            self.offer = making.offer(self.structure, start=today, end=end, seats=20, written_by=self.manager)


class Swap:
    """One structure asks, the other one receives."""

    def __init__(self, **fields: Any) -> None:
        immersion()
        self.space = making.space(**fields)
        self.asks = Side(self.space)
        self.hosts = Side(self.space)

    def seat(self, person: User) -> Seat:
        return making.seat(person, self.space)

    def ask(self, person: User | None = None, **fields: Any) -> ImmersionRequest:
        values: dict[str, Any] = {
            "structure": self.asks.structure,
            "offer": self.hosts.offer,
            "first_day": monday(),
            "last_day": monday() + datetime.timedelta(days=2),
            "motivation": "Comprendre ce que fait une équipe de vie scolaire.",
            "post": "éducatrice",
            **fields,
        }
        return requests.ask(person=person or self.asks.person, **values)

    def back(
        self, first: ImmersionRequest | None = None, person: User | None = None, **fields: Any
    ) -> ImmersionRequest:
        """The other way round, as the return leg of `first` where one is given."""
        values = {"structure": self.hosts.structure, "offer": self.asks.offer, "returns": first, **fields}
        return self.ask(person or self.hosts.person, **values)

    def visa(self, made: ImmersionRequest, **fields: Any) -> ImmersionRequest:
        side = self.asks if made.structure_id == self.asks.structure.pk else self.hosts
        return requests.give_visa(request_id=made.pk, seat=self.seat(side.hr), **fields)

    def accept(self, made: ImmersionRequest) -> ImmersionRequest:
        side = self.hosts if made.structure_id == self.asks.structure.pk else self.asks
        return answers.accept(request_id=made.pk, seat=self.seat(side.manager))

    def agreed(self, made: ImmersionRequest | None = None) -> ImmersionRequest:
        return self.accept(self.visa(made or self.ask()))

    def cancel(self, made: ImmersionRequest) -> ImmersionRequest:
        return answers.cancel(request_id=made.pk, seat=self.seat(made.person), reason="Une réunion s’est ajoutée.")
