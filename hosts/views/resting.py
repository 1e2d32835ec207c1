"""Waking a host whose offers were paused: by its people, or by a contact person through a personal link."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts import links
from accounts.access import with_role
from accounts.enums import Role
from accounts.models import PersonalLink
from hosts.models import HostInstitution
from hosts.services import resting
from hosts.views.people import person, workspace


@require_http_methods(["GET", "HEAD", "POST"])
@with_role(Role.HOST_MANAGER)
def wake(request: HttpRequest) -> HttpResponseBase:
    """Why the offers are paused, and one button that shows them again."""
    institution = HostInstitution.objects.filter(organisation=workspace(request).organisation).first()
    if institution is None:
        return redirect("hosts:my_host")
    if request.method == "POST":
        resting.wake(institution_id=institution.pk, actor=person(request))
        messages.success(request, _("Your offers are shown again. Answer as soon as you can: it helps everybody."))
        return redirect("hosts:my_offers")
    return render(request, "hosts/wake.html", {"institution": institution})


def wake_by_link(request: HttpRequest, link: PersonalLink) -> HttpResponse:
    """The page of the link `host.wake`: the same question, without an account."""
    institution = HostInstitution.objects.select_related("organisation").filter(pk=link.target_id).first()
    if institution is None:
        return render(request, "accounts/links/withdrawn.html", {"link": link}, status=410)
    if request.method == "POST":
        institution = resting.wake(institution_id=institution.pk, actor=None)
        links.mark_used(link)
    return render(request, "hosts/wake.html", {"institution": institution, "link": link})
