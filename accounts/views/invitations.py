"""The page of an invitation: the link of someone who is asked to join."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import links, notifications
from accounts.errors import Refused
from accounts.forms.entrance import INVITED_KEY
from accounts.models import Invitation, PersonalLink
from accounts.services import accept_invitation
from accounts.services import invitations as services
from accounts.workspace import SESSION_KEY


def register() -> None:
    links.register(
        services.PURPOSE,
        view=show,
        send=send,
        label=gettext_lazy("an invitation"),
        lifetime=services.LIFETIME,
        code=False,  # the link was just sent to the address that it proves
        still_wanted=lambda link: services.is_wanted(asked(link)),
    )


def asked(link: PersonalLink) -> Invitation | None:
    target = links.get_target(link)
    return target if isinstance(target, Invitation) else None


def send(link: PersonalLink, url: str) -> None:
    from accounts import mail

    invitation = asked(link)
    if invitation is not None:
        services.extend_for_link(invitation)
    mail.send(notifications.invitation(link, url))


def show(request: HttpRequest, link: PersonalLink) -> HttpResponse:
    """GET shows who invites to what; POST accepts, or leads to the creation of an account."""
    invitation = asked(link)
    if invitation is None:
        return render(request, "accounts/links/withdrawn.html", {"link": link}, status=410)
    context = {"link": link, "invitation": invitation, "here": request.path}
    if not invitation.is_open:
        return render(request, "accounts/invitations/settled.html", context)
    if request.method != "POST":
        return render(request, "accounts/invitations/show.html", context)
    if not request.user.is_authenticated:
        # Whoever holds the link reads the mailbox: no code is needed for this address.
        request.session[INVITED_KEY] = invitation.email
        query = urlencode({"next": request.path, "email": invitation.email})
        return redirect(f"{reverse('account_signup')}?{query}")
    try:
        accept_invitation(invitation=invitation, user=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect(request.path)
    links.mark_used(link)
    if invitation.roles:
        request.session[SESSION_KEY] = invitation.organisation_id
    names = {"organisation": invitation.organisation.name}
    messages.success(request, _("Welcome to %(organisation)s.") % names)
    return redirect("home")
