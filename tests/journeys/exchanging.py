"""The people of « Vis ma vie pro »: two structures of one space and its pilot, and what they do at a browser."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from itertools import count

from django.utils import timezone

from accounts.enums import Role
from exchanges.models import ImmersionOffer, ImmersionRequest
from tests.exchanges import making
from tests.journeys.conftest import Mode, Walker

_numbers = count(1)
SPACE = "/vis-ma-vie-pro/"


@dataclass
class Exchange:
    """A small structure without human resources here, another one with them; the second one offers."""

    mode: Mode
    number: int = field(default_factory=lambda: next(_numbers))

    def __post_init__(self) -> None:
        words = {"language": self.mode.language}
        self.space = making.space(name=f"Vis ma vie pro {self.number} {self.mode}")
        self.pilot = making.pilot(self.space, **words)
        self.small = making.structure(self.space, host__organisation__name=f"Les Amarres {self.number} {self.mode}")
        self.person = making.professional(self.small, first_name="Nadia", last_name="Benali", **words)
        self.direction = f"direction{self.number}.{self.mode}@example.org"
        self.large = making.structure(self.space, host__organisation__name=f"Collège du Port {self.number} {self.mode}")
        self.manager = making.professional(self.large, Role.HOST_MANAGER, **words)
        self.hr = making.hr(self.large, **words)
        self.colleague = making.professional(self.large, first_name="Hugo", last_name="Valette", **words)
        self.offer: ImmersionOffer = self.offered(self.large, self.manager, "La vie scolaire, du portail à la classe")

    def offered(self, structure: object, writer: object, title: str) -> ImmersionOffer:
        today = timezone.localdate()
        end = today + datetime.timedelta(days=120)
        return making.offer(structure, written_by=writer, title=title, start=today, end=end, seats=3)  # type: ignore[arg-type]


def status(someone: Walker, path: str) -> int:
    """What the site answers at that address."""
    response = someone.page.goto(someone.site + path)
    someone.settle()
    return response.status if response else 0


def ask(someone: Walker, first: datetime.date, last: datetime.date, *, address: str = "") -> None:
    """Fills the form of a request in, and sends it."""
    someone.fill("first_day", first.isoformat())
    someone.fill("last_day", last.isoformat())
    someone.fill("post", "éducatrice de prévention")
    someone.fill("motivation", "Comprendre ce qu’une équipe de vie scolaire peut faire quand un élève décroche.")
    if address:
        someone.fill("visa_email", address)
    someone.press("Send my request")


def opened(someone: Walker, made: ImmersionRequest) -> None:
    someone.go(f"{SPACE}demandes/{made.pk}/")
    someone.look()
