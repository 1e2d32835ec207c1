"""One's own account: profile, the first steps, the organisation acted for, second factors."""

from __future__ import annotations

from typing import cast

from allauth.mfa.webauthn.views import remove_webauthn
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import onboarding, strong
from accounts.access import signed_in
from accounts.adapters import MFAAdapter
from accounts.forms.entrance import DOOR_KEY
from accounts.forms.people import ProfileForm
from accounts.models import Organisation, User
from accounts.workspace import SESSION_KEY


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    """Name, telephone, language, date of birth."""
    user = cast(User, request.user)
    form = ProfileForm(request.POST if request.method == "POST" else None, instance=user)
    if request.method == "POST" and form.is_valid():
        form.save()
        request.language_to_store = user.language  # type: ignore[attr-defined]
        with override(user.language):
            messages.success(request, _("Your account is up to date."))
        return redirect("accounts:profile")
    context = {"form": form, "factors": strong.main_factors(user).count(), "schoolings": schoolings(user)}
    return render(request, "accounts/profile.html", context)


def schoolings(user: User) -> list[str]:
    rows = user.schoolings.filter(left_at__isnull=True).select_related("school")
    return [f"{one.school.name} · {one.group}" if one.group else one.school.name for one in rows]


@signed_in
@require_safe
def welcome(request: HttpRequest) -> HttpResponse:
    """The first page after signing up: through the chosen door at once, otherwise the three doors."""
    door = request.session.get(DOOR_KEY, "")
    if door and not request.workspace.organisations:  # type: ignore[attr-defined]
        return redirect(onboarding.address(door))
    doors = [{"door": door, "address": onboarding.address(door.name)} for door in onboarding.DOORS]
    return render(request, "accounts/welcome.html", {"doors": doors})


@signed_in
@require_POST
def switch(request: HttpRequest) -> HttpResponse:
    """Acts for another of one's organisations from now on."""
    number = request.POST.get("organisation", "")
    if not number.isdecimal():
        raise Http404
    organisation = get_object_or_404(Organisation.objects.of_member(request.user), pk=number)
    request.session[SESSION_KEY] = organisation.pk
    messages.success(request, _("You now act for %(organisation)s.") % {"organisation": organisation.name})
    target = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()}):
        target = resolve_url("home")
    return redirect(target)


@signed_in
@require_safe
def second_factor(request: HttpRequest) -> HttpResponse:
    """Why an administrator is asked for a second factor, and the two ways to add one."""
    user = cast(User, request.user)
    context = {"needed": strong.needs_second_factor(user), "factors": strong.main_factors(user).exists()}
    return render(request, "accounts/second_factor.html", context)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def remove_passkey(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Stands before allauth's own page: an administrator's last factor cannot be removed."""
    passkey = get_object_or_404(strong.main_factors(cast(User, request.user)).filter(type="webauthn"), pk=pk)
    if not MFAAdapter().can_delete_authenticator(passkey):
        messages.error(request, MFAAdapter.error_messages["cannot_delete_authenticator"])
        return redirect("mfa_list_webauthn")
    return remove_webauthn(request, pk=pk)
