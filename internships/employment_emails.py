"""E-mails between an employer and its staff."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar, Self

from accounts.models import Organisation, PersonalLink
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


def send_join(link: PersonalLink, url: str) -> None:
    """What the purpose « employment.join » sends, at first and when a new link is asked for."""
    employer: Organisation | None = link.organisation
    if employer is None:
        return
    email = WorksThere(employer=employer.name, asked_by=str(link.issued_by or employer.name), page=url)
    email.queue(to=link.email, language=link.language)
