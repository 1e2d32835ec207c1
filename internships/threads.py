"""What people write about: a placement, between all its parties (T5, T7)."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.enums import Role
from accounts.models import Organisation, User
from accounts.models.pupils import PUPIL_ROLES
from internships.models import Placement
from messaging import threads
from messaging.models import Message


class PlacementFile:
    def opening(self, user: User, pk: str) -> threads.Opening | None:
        """For every party: trainee, hosts, those who accompany with an account, and whoever sends."""
        if not pk.isdecimal():
            return None
        found = Placement.objects.visible_to(user).filter(pk=pk).select_related("person", "sending_organisation")
        placement = found.first()
        if placement is None:
            return None
        sites = placement.sites.select_related("institution__organisation")
        hosts = {site.institution.organisation_id: site.institution.organisation for site in sites}
        roles: dict[int, tuple[str, ...]] = dict.fromkeys(hosts, (Role.HOST_MANAGER, Role.TUTOR))
        organisations: list[Organisation] = list(hosts.values())
        if sender := placement.sending_organisation:
            organisations.append(sender)
            roles[sender.pk] = (*PUPIL_ROLES, Role.HR)
        people = {placement.person.pk: placement.person}
        for supervisor in placement.supervisors.filter(until__isnull=True, user__isnull=False).select_related("user"):
            if supervisor.user:
                people[supervisor.user.pk] = supervisor.user
        return threads.Opening(
            subject=_("Placement of %(trainee)s") % {"trainee": placement.person},
            organisations=tuple(organisations),
            roles=roles,
            people=tuple(people.values()),
        )

    def url(self, pk: str) -> str:
        return reverse("internships:placement", args=[pk]) if pk.isdecimal() else ""

    def author(self, message: Message, viewer: User) -> str:
        return str(message.author)


def join(placement: Placement, **details: object) -> None:
    """Somebody new, or a new host, finds the exchange that was begun before them."""
    from messaging.emails import reference
    from messaging.models import Thread

    about = reference(placement)
    if Thread.objects.filter(about=about, purpose="").exists():
        opening = PlacementFile().opening(placement.person, str(placement.pk))
        if opening:
            threads.begin(about=about, opening=opening)


threads.register_subject("internships.placement", PlacementFile())
