"""What people may write about: a host's sheet, between the host's people and the moderators of its territory."""

from __future__ import annotations

import contextlib

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from accounts.enums import Role
from accounts.models import User
from hosts.models import HostInstitution
from messaging import audiences, threads
from messaging.models import Message


class HostSheet:
    def opening(self, user: User, pk: str) -> threads.Opening | None:
        """For the host's own people, and for the moderators of its territory."""
        if not pk.isdecimal():
            return None
        allowed = HostInstitution.objects.managed_by(user) | HostInstitution.objects.moderated_by(user)
        host = allowed.filter(pk=pk).select_related("organisation__territory").first()
        if host is None:
            return None
        return threads.Opening(
            subject=_("The sheet of %(host)s") % {"host": host},
            organisations=(host.organisation,),
            roles={host.organisation.pk: (Role.HOST_MANAGER,)},
            audiences=(audiences.MODERATORS,),
            territory=host.organisation.territory,
        )

    def url(self, pk: str) -> str:
        host = HostInstitution.objects.filter(pk=pk).only("slug").first()
        with contextlib.suppress(NoReverseMatch):
            return reverse("hosts:detail", kwargs={"slug": host.slug}) if host else ""
        return ""

    def author(self, message: Message, viewer: User) -> str:
        return str(message.author)


threads.register_subject("hosts.hostinstitution", HostSheet())
