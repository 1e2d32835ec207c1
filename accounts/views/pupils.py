"""Pupils: their sign-in by the school's code, and the screens of those who look after their accounts."""

from __future__ import annotations

from typing import cast

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from django.conf import settings
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import selectors, services, strong
from accounts.access import public, with_role
from accounts.errors import Refused
from accounts.exports import export
from accounts.filters import PupilFilter
from accounts.forms.organisations import InviteTraineeForm
from accounts.forms.people import PupilSignInForm
from accounts.forms.pupils import PupilForm, PupilListForm
from accounts.idempotency import once
from accounts.models import Invitation, Organisation, Pupil, User
from accounts.models.pupils import PUPIL_ROLES
from accounts.services.pupils import Slip
from accounts.views.members import acted_for

# Computers of a school are shared: two hours without a page, and the session is over.
SESSION_SECONDS = 2 * 3600

looks_after_pupils = with_role(*PUPIL_ROLES)


@public
@never_cache
@sensitive_post_parameters("secret")
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """For people without an e-mail address: the school's code, an identifier, a secret."""
    target = request.POST.get("next", request.GET.get("next", ""))
    if not url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()}):
        target = resolve_url("home")
    if request.user.is_authenticated:
        return redirect(target)
    form = PupilSignInForm(
        request.POST if request.method == "POST" else None, initial={"code": request.GET.get("code", "")}
    )
    if request.method == "POST" and form.is_valid():
        try:
            pupil = services.authenticate_pupil(**form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            if pupil is not None:
                return enter(request, pupil, target)
            form.add_error(
                None, _("These three do not go together. Look at your slip again, or ask your teacher for help.")
            )
    return render(request, "accounts/pupils/sign_in.html", {"form": form, "next": target})


def enter(request: HttpRequest, pupil: Pupil, target: str) -> HttpResponse:
    record_authentication(request, pupil.user, method="password", school=pupil.school_id)
    login = Login(user=pupil.user, email_verification="none", redirect_url=target)
    response: HttpResponse = perform_login(request, login)
    if request.user.is_authenticated:
        request.session.set_expiry(min(SESSION_SECONDS, settings.SESSION_COOKIE_AGE))
        if pupil.must_change:
            request.session[strong.MUST_CHANGE_KEY] = True
    return response


# The school's side


@looks_after_pupils
@require_safe
def pupils(request: HttpRequest) -> HttpResponse:
    """The pupils of the school, with filters, pages and export."""
    school = acted_for(request)
    rows = school_pupils(request)
    groups = list(rows.exclude(group="").order_by("group").values_list("group", flat=True).distinct())
    filtered = PupilFilter(request.GET, queryset=rows, groups=groups, request=request)
    if request.GET.get("format") in ("csv", "xlsx"):
        return export_pupils(request, filtered.qs)
    context = {
        "school": school,
        "sign_in_address": f"{settings.PUBLIC_URL.rstrip('/')}{resolve_url('accounts:pupil_sign_in')}",
        "page": selectors.page_of(request, filtered.qs),
        "filter": filtered,
        "filters_set": sum(bool(request.GET.get(name)) for name in filtered.filters),
        "invitations": list(Invitation.objects.open().filter(organisation=school, roles=[])[:50]),
        "manages": request.workspace.manages,  # type: ignore[attr-defined]
        "invite": InviteTraineeForm(),
    }
    return render(request, "accounts/pupils/list.html", context)


def school_pupils(request: HttpRequest) -> QuerySet[Pupil]:
    return Pupil.objects.visible_to(request.user).filter(school=acted_for(request)).select_related("user", "school")


def export_pupils(request: HttpRequest, rows: QuerySet[Pupil]) -> HttpResponse:
    columns = [_("First name"), _("Last name"), _("Class or group"), _("Identifier"), _("Last sign-in")]
    lines = (
        [
            one.user.first_name,
            one.user.last_name,
            one.group,
            one.identifier,
            one.last_sign_in.date() if one.last_sign_in else "",
        ]
        for one in rows
    )
    return cast(HttpResponse, export(request, name=_("pupils"), columns=columns, rows=lines))


@looks_after_pupils
@require_http_methods(["GET", "HEAD", "POST"])
def add_pupils(request: HttpRequest) -> HttpResponse:
    """Makes accounts, one or a class at once; the answer is the sheet of slips, shown this once."""
    many = request.GET.get("mode") != "one"
    form_class = PupilListForm if many else PupilForm
    form = form_class(request.POST, request.FILES) if request.method == "POST" else form_class()
    if request.method == "POST" and form.is_valid():
        try:
            slips = services.create_pupils(
                school=acted_for(request),
                by=cast(User, request.user),
                pupils=form.pupils(),  # type: ignore[attr-defined]
                must_change=form.cleaned_data["must_change"],
            )
        except Refused as refusal:
            form.add_error("lines" if many else "last_name", str(refusal))
        else:
            return sheet(request, slips)
    context = {"form": form, "many": many, "school": acted_for(request)}
    return render(request, "accounts/pupils/add.html", context)


def sheet(request: HttpRequest, slips: list[Slip]) -> HttpResponse:
    """The slips to print and cut. The secrets stand nowhere else, and the page is not kept."""
    school = Organisation.objects.get(pk=acted_for(request).pk)
    address = request.build_absolute_uri(resolve_url("accounts:pupil_sign_in"))
    response = render(
        request, "accounts/pupils/sheet.html", {"slips": slips, "school": school, "sign_in_address": address}
    )
    response.headers["Cache-Control"] = "no-store, private"
    return response


def one_pupil(request: HttpRequest, pk: int) -> Pupil:
    return get_object_or_404(school_pupils(request), pk=pk)


@looks_after_pupils
@require_POST
def reset_secret(request: HttpRequest, pk: int) -> HttpResponse:
    try:
        slip = services.reset_secret(pupil=one_pupil(request, pk), by=cast(User, request.user))
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("accounts:pupils")
    return sheet(request, [slip])


@looks_after_pupils
@require_POST
def close_pupil(request: HttpRequest, pk: int) -> HttpResponse:
    pupil = one_pupil(request, pk)
    services.close_pupil(pupil=pupil, by=cast(User, request.user))
    messages.success(request, _("The account of %(pupil)s is closed.") % {"pupil": pupil.user})
    return redirect("accounts:pupils")


@looks_after_pupils
@require_POST
def reopen_pupil(request: HttpRequest, pk: int) -> HttpResponse:
    pupil = one_pupil(request, pk)
    slip = services.reopen_pupil(pupil=pupil, by=cast(User, request.user))
    if slip is not None:
        return sheet(request, [slip])
    messages.success(request, _("The account of %(pupil)s is open again.") % {"pupil": pupil.user})
    return redirect("accounts:pupils")


@looks_after_pupils
@require_POST
def change_code(request: HttpRequest) -> HttpResponse:
    """Gives the school another code."""
    code = services.change_school_code(school=acted_for(request), by=cast(User, request.user))
    messages.success(request, _("The code of your school is now %(code)s.") % {"code": code})
    return redirect("accounts:pupils")


@looks_after_pupils
@require_POST
@once
def invite_trainee(request: HttpRequest) -> HttpResponse:
    """Invites a trainee who has an e-mail address."""
    school = acted_for(request)
    form = InviteTraineeForm(request.POST)
    if form.is_valid():
        email = form.cleaned_data["email"]
        try:
            services.invite(organisation=school, by=cast(User, request.user), email=email, roles=[])
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("The invitation is on its way to %(email)s.") % {"email": email})
    else:
        messages.error(request, _("Check the e-mail address."))
    return redirect("accounts:pupils")
