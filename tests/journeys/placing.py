"""The people of a placement from its application to its sealed agreement, and what each of them does at a browser."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from django.core import mail
from django.utils import timezone

from accounts.enums import OrganisationKind, Role
from accounts.models import User
from hosts.models import HostInstitution, PlacementOffer
from hosts.services.indexing import reindex_institutions
from internships.models import Cohort, Enrolment, Placement, PlacementKind, TrainingOrganisation
from messaging import outbox
from tests import factories
from tests.journeys.conftest import Mode, Walker

Letters = Callable[[str], list[mail.EmailMessage]]
ADULT = datetime.date(2000, 5, 12)
_numbers = count(1)


def in_days(days: int) -> datetime.date:
    return timezone.localdate() + datetime.timedelta(days=days)


def monday(days: int) -> datetime.date:
    """The first Monday from so many days ahead on."""
    day = in_days(days)
    return day + datetime.timedelta(days=-day.weekday() % 7)


@dataclass
class Cast:
    """A school with its cohort, and a host with an offer; whoever is to be placed comes later."""

    mode: Mode
    seats: int = 2
    number: int = field(default_factory=lambda: next(_numbers))

    def __post_init__(self) -> None:
        words = {"language": self.mode.language}
        name = f"Institut des Rives {self.number} {self.mode}"
        self.school = factories.organisation(OrganisationKind.TRAINING, name=name)
        TrainingOrganisation.objects.create(
            organisation=self.school,
            address="2 avenue du Bois",
            postcode="35000",
            city="Rennes",
            insurer="MAIF",
            insurance_number="1234567",
        )
        self.coordinator = factories.member(self.school, Role.COORDINATOR, **words)
        self.head = factories.member(self.school, Role.HEAD, first_name="Dominique", last_name="Le Bihan", **words)
        self.referent = factories.member(self.school, Role.REFERENT_TEACHER, **words)
        self.kind = PlacementKind.objects.get(code="etudiant")
        self.cohort: Cohort = factories.cohort(
            self.school, kind=self.kind, referent=self.referent, name=f"Éducateurs {self.number}"
        )
        self.host: HostInstitution = factories.host(
            organisation__name=f"Maison des Embruns {self.mode} {self.number}",
            slug=f"embruns-{self.number}-{self.mode}",
        )
        self.manager = factories.member(self.host.organisation, Role.HOST_MANAGER, **words)
        self.start, self.end = monday(40), monday(40) + datetime.timedelta(days=32)
        self.offer: PlacementOffer = factories.offer(
            self.host,
            title=f"Animer un atelier de voile {self.number}",
            activities="Préparer les bateaux\nAccompagner les sorties",
            capacity=self.seats,
            start=self.start,
            end=self.end,
        )
        reindex_institutions([self.host.pk])
        while outbox.drain():
            """The words that a search knows are learnt after the commit."""

    @property
    def tutor_address(self) -> str:
        return f"tutrice{self.number}.{self.mode}@example.org"

    def enrol(self, person: User) -> Enrolment:
        return factories.enrolment(self.cohort, person, referent=self.referent)

    def trainee(self, **fields: Any) -> User:
        """A grown-up of the cohort, with an account."""
        values = {"is_trainee": True, "birth_date": ADULT, "language": self.mode.language, **fields}
        person = factories.user(**values)
        self.enrol(person)
        return person

    def placement_of(self, person: User) -> Placement:
        return Placement.objects.get(person=person)


def address_in(letter: mail.EmailMessage, someone: Walker, wanted: str = "") -> str:
    """The first address of ours in an e-mail that has these words in it, without the name of the site."""
    found = [one for one in re.findall(rf"{re.escape(someone.site)}(/[^\s<>\"]+)", str(letter.body)) if wanted in one]
    assert found, letter.body
    return str(found[0])


def code_in(letter: mail.EmailMessage) -> str:
    """The one-time code of an e-mail."""
    found = re.search(r"^\s*(\d{6})\s*$", str(letter.body), re.MULTILINE) or re.search(r"\b\d{6}\b", str(letter.body))
    assert found, letter.body
    return found[0].strip()


def sign_up(someone: Walker, letters: Letters, *, address: str, first_name: str, last_name: str) -> User:
    """Makes an account as a trainee and proves the address."""
    someone.go("/compte/signup/")
    someone.fill("first_name", first_name)
    someone.fill("last_name", last_name)
    someone.fill("email", address)
    someone.fill("password1", factories.PASSWORD)
    someone.page.get_by_label(someone.say("I am looking for a placement")).check()
    someone.press("Create my account")
    code = re.search(r"\b[A-Z0-9]{4}-[A-Z0-9]{4}\b", str(letters(address)[-1].body))
    assert code
    someone.fill("code", code[0])
    someone.enter()
    return User.objects.get(email=address)


def find_offer(someone: Walker, cast: Cast) -> None:
    """Searches, and opens the offer from the list."""
    someone.go(f"/recherche/?q=voile+embruns+{cast.number}")
    someone.look()
    with someone.leaving():
        someone.page.locator(".hits").get_by_role("link", name=cast.offer.title).filter(visible=True).first.click()
    assert cast.offer.title in someone.text


def write_application(someone: Walker, *, born: datetime.date | None = None) -> None:
    """Fills in the application from the page of an offer, and sends it."""
    someone.press("Apply")
    someone.look()
    if born:
        someone.fill("birth_date", born.isoformat())
    someone.fill("message", "Bonjour, j’ai navigué chaque été et j’aimerais apprendre comment vous accompagnez.")
    someone.press("Send my application")
    assert someone.say("Your application has left. You will be told as soon as the host answers.") in someone.text
    someone.look()


def accept(someone: Walker, cast: Cast) -> None:
    """Accepts on the page of an application, naming a tutor who has no account."""
    someone.press("Accept the application")
    someone.look()
    someone.fill("message", "Venez avec un ciré.")
    someone.fill("tutor_name", "Maëlle Kergoat")
    someone.fill("tutor_function", "Monitrice de voile")
    someone.fill("tutor_email", cast.tutor_address)
    someone.press("Accept the application")


def confirm(someone: Walker) -> None:
    """Confirms on the page of an accepted application."""
    someone.press("Confirm my placement")
    someone.look()
    someone.press("Confirm my placement")


def open_link(someone: Walker, letters: Letters, address: str, letter: mail.EmailMessage, *, look: bool = True) -> None:
    """Opens the personal link of an e-mail and types the code that is sent to the address."""
    someone.go(address_in(letter, someone, "/lien/"))
    if look:
        someone.look()
    someone.press("Send me the code")
    if look:
        someone.look()
    someone.fill("code", code_in(letters(address)[-1]))
    someone.press("Go on")
