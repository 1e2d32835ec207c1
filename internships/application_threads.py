"""What trainee and host write to each other about an application; the school reads along (S5)."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.enums import Role
from accounts.models import User
from accounts.models.pupils import PUPIL_ROLES
from internships.disclosure import name_for_host
from internships.models import Application
from internships.workflow import Who, standing
from messaging import threads
from messaging.models import Message, Thread, ThreadParty

LABEL = "internships.application"
IN_IT = frozenset({Who.TRAINEE, Who.HOST, Who.SCHOOL})


class ApplicationThread:
    def opening(self, user: User, pk: str) -> threads.Opening | None:
        """Between the trainee and the host's managers, once it was sent. First names only in the title."""
        application = _found(pk)
        if application is None or application.sent_at is None or not standing(application, user) & IN_IT:
            return None
        host, school = application.institution.organisation, application.school
        return threads.Opening(
            subject=_("%(trainee)s and %(host)s") % {"trainee": application.person.first_name, "host": host},
            organisations=(host,),
            people=(application.person,),
            watchers=(school,) if school else (),
            roles={host.pk: (Role.HOST_MANAGER,), **({school.pk: PUPIL_ROLES} if school else {})},
        )

    def url(self, pk: str) -> str:
        return reverse("internships:application", args=[pk]) if pk.isdecimal() else ""

    def author(self, message: Message, viewer: User) -> str:
        return self.name(message.thread.about, message.author, viewer) if message.author else ""

    def name(self, about: str, person: User, viewer: User) -> str:
        """A minor's family name stays hidden from the host until it has said yes."""
        application = _found(about.rpartition(":")[2])
        if application is None or person.pk != application.person_id or viewer.pk == person.pk:
            return str(person)
        if Who.SCHOOL in standing(application, viewer):
            return str(person)
        return name_for_host(application)


def _found(pk: str) -> Application | None:
    if not pk.isdecimal():
        return None
    rows = Application.objects.select_related("person", "institution__organisation", "school")
    return rows.filter(pk=pk).first()


def follow_merge(applications: list[int], old: int, new: int) -> None:
    """The survivor's managers take part in the exchanges of the twin's applications."""

    abouts = [f"{LABEL}:{number}" for number in applications]
    parties = [
        ThreadParty(thread=thread, organisation_id=new, roles=[Role.HOST_MANAGER])
        for thread in Thread.objects.filter(about__in=abouts, parties__organisation=old).distinct()
    ]
    ThreadParty.objects.bulk_create(parties, ignore_conflicts=True)


def exists(application: Application) -> bool:
    """Whether somebody has written already."""

    return Thread.objects.filter(about=f"{LABEL}:{application.pk}").exists()


threads.register_subject(LABEL, ApplicationThread())
