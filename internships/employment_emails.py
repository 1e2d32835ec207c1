"""E-mails between an employer and its staff."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar, Self

from django.urls import reverse

from accounts.models import Organisation, PersonalLink
from internships.models import Employment
from messaging.emails import Email


@dataclass(kw_only=True)
class WorksThere(Email):
    """To somebody of the staff: their employer asks them to say so, with a personal link."""

    kind: ClassVar[str] = "internships.works_there"
    template: ClassVar[str] = "internships/email/works_there"
    ephemeral: ClassVar[bool] = True
    employer: str
    asked_by: str
    page: str

    def button(self) -> str:
        return self.page

    def about(self) -> Any:
        return None

    @classmethod
    def sample(cls) -> Self:
        return cls(employer="Association Les Rives", asked_by="Sofia Pereira", page="/lien/abc/")


@dataclass(kw_only=True)
class StaffEmail(Email):
    """To somebody of the staff, about what their employer said of them."""

    employer: str

    def button(self) -> str:
        return reverse("internships:my_file")

    def about(self) -> Any:
        return None

    @classmethod
    def sample(cls) -> Self:
        return cls(employer="Association Les Rives")


@dataclass(kw_only=True)
class StaffRecognised(StaffEmail):
    """Their employer said that they work there: what it opens to its staff is open to them."""

    kind: ClassVar[str] = "internships.staff_recognised"
    template: ClassVar[str] = "internships/email/staff_recognised"


@dataclass(kw_only=True)
class StaffDismissed(StaffEmail):
    """Their employer said that they do not work there, or not any more; what to do where that is wrong."""

    kind: ClassVar[str] = "internships.staff_dismissed"
    template: ClassVar[str] = "internships/email/staff_dismissed"


def tell_staff(email: type[StaffEmail], employment: Employment) -> None:
    assert employment.organisation
    email(employer=employment.organisation.name).queue(to=employment.person)


def send_join(link: PersonalLink, url: str) -> None:
    """What the purpose « employment.join » sends, at first and when a new link is asked for."""
    employer: Organisation | None = link.organisation
    if employer is None:
        return
    email = WorksThere(employer=employer.name, asked_by=str(link.issued_by or employer.name), page=url)
    email.queue(to=link.email, language=link.language)
