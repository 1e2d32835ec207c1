"""Who belongs to the organisation acted for: the list, invitations, roles, leaving and handing over."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import selectors, services
from accounts.access import manager, member_of
from accounts.enums import MANAGING_ROLES
from accounts.errors import Refused
from accounts.exports import export
from accounts.forms.organisations import HandOverForm, InviteForm, RoleForm
from accounts.idempotency import once
from accounts.models import Invitation, Membership, Organisation, User
from accounts.services.members import has_other_manager


def acted_for(request: HttpRequest) -> Organisation:
    """The organisation acted for; the access decorator has made sure that there is one."""
    return cast(Organisation, request.workspace.organisation)  # type: ignore[attr-defined]


@member_of()
@require_safe
def members(request: HttpRequest) -> HttpResponse:
    """The members, for all of them; invitations for those who look after the organisation."""
    organisation = acted_for(request)
    if request.GET.get("format") in ("csv", "xlsx"):
        return export_members(request, organisation)
    return render(request, "accounts/members/list.html", about_members(request, organisation))


def export_members(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    columns = [_("First name"), _("Last name"), _("E-mail address"), _("Telephone"), _("Role"), _("Since")]
    rows = (
        [*contact(member.user), str(one.get_role_display()), one.since]
        for member in selectors.members(organisation, request.GET.get("q", ""))
        for one in member.memberships
    )
    return cast(HttpResponse, export(request, name=_("members"), columns=columns, rows=rows))


def contact(user: User) -> list[str]:
    return [user.first_name, user.last_name, user.email or "", user.phone]


def about_members(request: HttpRequest, organisation: Organisation, **extra: Any) -> dict[str, Any]:
    manages = request.workspace.manages  # type: ignore[attr-defined]
    user = cast(User, request.user)
    context: dict[str, Any] = {
        "organisation": organisation,
        "members": selectors.members(organisation, request.GET.get("q", "")),
        "q": request.GET.get("q", ""),
        "manages": manages,
        "former_count": selectors.former_members(organisation).count() if manages else 0,
    }
    if manages:
        context["invitations"] = list(
            Invitation.objects.visible_to(user).open().filter(organisation=organisation).exclude(roles=[])
        )
        initial = {"email": request.GET.get("email", "")}
        context["form"] = InviteForm(organisation=organisation, by=user, initial=initial)
    return {**context, **extra}


@manager
@require_POST
@once
def invite(request: HttpRequest) -> HttpResponse:
    """Sends an invitation, or the open one again with the new roles."""
    organisation, user = acted_for(request), cast(User, request.user)
    form = InviteForm(request.POST, organisation=organisation, by=user)
    if form.is_valid():
        email, roles = form.cleaned_data["email"], form.cleaned_data["roles"]
        try:
            services.invite(organisation=organisation, by=user, email=email, roles=roles)
        except Refused as refusal:
            form.add_error("email", str(refusal))
        else:
            messages.success(request, _("The invitation is on its way to %(email)s.") % {"email": email})
            return redirect("accounts:members")
    return render(request, "accounts/members/list.html", about_members(request, organisation, form=form))


def managed_invitation(request: HttpRequest, pk: int) -> Invitation:
    return get_object_or_404(Invitation.objects.visible_to(request.user).open(), pk=pk)


@manager
@require_POST
@once
def invite_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Sends an open invitation once more, with a new life."""
    invitation = managed_invitation(request, pk)
    try:
        services.invite(
            organisation=invitation.organisation,
            by=cast(User, request.user),
            email=invitation.email,
            roles=list(invitation.roles),
        )
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The invitation is on its way to %(email)s.") % {"email": invitation.email})
    return redirect("accounts:members" if invitation.roles else "accounts:pupils")


@manager
@require_POST
def revoke_invitation(request: HttpRequest, pk: int) -> HttpResponse:
    invitation = managed_invitation(request, pk)
    services.revoke_invitation(invitation=invitation, by=cast(User, request.user))
    messages.success(request, _("The invitation of %(email)s is withdrawn.") % {"email": invitation.email})
    return redirect("accounts:members" if invitation.roles else "accounts:pupils")


def member_of_mine(request: HttpRequest, pk: int) -> User:
    """A current member of the organisation acted for; anyone else is a 404."""
    seats = Membership.objects.visible_to(request.user).current().filter(organisation=acted_for(request))
    return get_object_or_404(User.objects.filter(pk__in=seats.values("user_id")), pk=pk)


@manager
@require_http_methods(["GET", "HEAD", "POST"])
def member(request: HttpRequest, pk: int) -> HttpResponse:
    """One member: their roles; POST gives one more."""
    person, organisation, user = member_of_mine(request, pk), acted_for(request), cast(User, request.user)
    seats = list(Membership.objects.current().filter(organisation=organisation, user=person).order_by("role"))
    held = {seat.role for seat in seats}
    form = RoleForm(request.POST if request.method == "POST" else None, organisation=organisation, by=user, held=held)
    if request.method == "POST" and form.is_valid():
        services.grant_role(organisation=organisation, user=person, role=form.cleaned_data["role"], by=user)
        messages.success(request, _("%(person)s has one more role.") % {"person": person})
        return redirect("accounts:member", pk)
    context = {"person": person, "seats": seats, "form": form, "organisation": organisation}
    return render(request, "accounts/members/member.html", context)


@manager
@require_POST
def end_membership(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes one role from a member, from today."""
    seats = Membership.objects.visible_to(request.user).filter(organisation=acted_for(request), until__isnull=True)
    seat = get_object_or_404(seats.select_related("user", "organisation"), pk=pk)
    try:
        services.end_membership(membership=seat, by=cast(User, request.user))
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("%(person)s no longer has this role.") % {"person": seat.user})
    left = Membership.objects.current().filter(organisation=seat.organisation)
    if seat.user != request.user and left.filter(user=seat.user).exists():
        return redirect("accounts:member", seat.user_id)
    return redirect("accounts:members" if left.filter(user=cast(User, request.user)).exists() else "home")


@manager
@require_http_methods(["GET", "HEAD", "POST"])
def remove_member(request: HttpRequest, pk: int) -> HttpResponse:
    """A member leaves, and someone takes over; for those who look after the organisation."""
    person = member_of_mine(request, pk)
    if person == request.user:
        return redirect("accounts:leave")
    return part(request, person, "accounts:members")


@member_of()
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest) -> HttpResponse:
    """One leaves the organisation oneself."""
    return part(request, cast(User, request.user), "home")


def part(request: HttpRequest, leaver: User, target: str) -> HttpResponse:
    """Asks who takes over, then ends every role of the leaver."""
    organisation = acted_for(request)
    seats = Membership.objects.current().filter(organisation=organisation, user=leaver)
    is_last = any(seat.role in MANAGING_ROLES for seat in seats) and not has_other_manager(organisation, leaver)
    form = HandOverForm(
        request.POST if request.method == "POST" else None, organisation=organisation, leaver=leaver, must=is_last
    )
    if request.method == "POST" and form.is_valid():
        successor = form.cleaned_data["successor"]
        try:
            services.leave(organisation=organisation, leaver=leaver, by=cast(User, request.user), successor=successor)
        except Refused as refusal:
            form.add_error("successor", str(refusal))
        else:
            messages.success(request, farewell(leaver, successor, organisation, own=leaver == request.user))
            return redirect(target)
    context = {
        "form": form,
        "leaver": leaver,
        "own": leaver == request.user,
        "organisation": organisation,
        "is_last": is_last,
        "alone": not form.fields["successor"].queryset.exists(),  # type: ignore[attr-defined]
    }
    return render(request, "accounts/members/leave.html", context)


def farewell(leaver: User, successor: User | None, organisation: Organisation, *, own: bool) -> str:
    names = {"person": leaver, "organisation": organisation.name, "successor": successor}
    if own and successor:
        return _("You have left %(organisation)s. %(successor)s takes over.") % names
    if own:
        return _("You have left %(organisation)s.") % names
    if successor:
        return _("%(person)s has left; %(successor)s takes over.") % names
    return _("%(person)s has left.") % names


@manager
@require_safe
def former(request: HttpRequest) -> HttpResponse:
    """Who was there before, and to whom it passed: the records stay whoever goes (T9)."""
    organisation = acted_for(request)
    page = selectors.page_of(request, selectors.former_members(organisation))
    return render(request, "accounts/members/former.html", {"page": page, "organisation": organisation})
