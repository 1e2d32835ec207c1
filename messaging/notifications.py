"""E-mails of this app."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Self

from django.db import models
from django.urls import reverse
from django.utils import timezone

from accounts.models import Organisation, User
from messaging.emails import Email
from messaging.models import Message, Thread


@dataclass(kw_only=True)
class NewMessage(Email):
    """Somebody wrote in a thread. The words stay on the site: who may read them is decided there, each time."""

    kind = "messaging.new_message"
    template = "messaging/email/new_message"
    message: Message
    reader: User

    def button(self) -> str:
        return reverse("messaging:thread", kwargs={"pk": self.message.thread_id})

    def about(self) -> models.Model:
        return self.message.thread

    def extra(self) -> dict[str, Any]:
        from messaging.threads import author_name

        return {"author": author_name(self.message, self.reader), "organisation": self.message.organisation}

    @classmethod
    def sample(cls) -> Self:
        reader = User(first_name="Alix", last_name="Moreau", email="alix@example.org")
        thread = Thread(pk=1, about="sample:1", subject="La fiche de la Maison des Tilleuls", created_at=timezone.now())
        author = User(first_name="Camille", last_name="Le Goff")
        organisation = Organisation(name="Maison des Tilleuls")
        return cls(message=Message(thread=thread, author=author, organisation=organisation, text="…"), reader=reader)
