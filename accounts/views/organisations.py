"""Organisations: one's own page, founding one, and for the network the list, the check, the territories."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import onboarding, selectors, services
from accounts.access import manager, member_of, moderator, network_admin, signed_in
from accounts.contributions import given
from accounts.enums import OrganisationKind
from accounts.errors import Refused
from accounts.exports import export
from accounts.filters import OrganisationFilter
from accounts.forms.organisations import FoundForm, InviteForm, NewOrganisationForm, OrganisationForm, RefusalForm
from accounts.idempotency import once
from accounts.models import Organisation, User
from accounts.views.members import acted_for
from accounts.workspace import SESSION_KEY

# What someone may found alone; the others are made by the network.
OPEN_KINDS = (OrganisationKind.HOST.value, OrganisationKind.TRAINING.value)


@member_of()
@require_http_methods(["GET", "HEAD", "POST"])
def organisation(request: HttpRequest) -> HttpResponse:
    """The organisation acted for: everyone of it reads, those who look after it change."""
    mine, user = acted_for(request), cast(User, request.user)
    manages = request.workspace.manages  # type: ignore[attr-defined]
    if not manages:
        if request.method == "POST":
            raise Http404
        return render(request, "accounts/organisations/mine.html", _shown(mine, None))
    form = OrganisationForm(
        request.POST if request.method == "POST" else None,
        instance=Organisation.objects.get(pk=mine.pk),
        by=user,
        may_place=request.workspace.runs_the_site,  # type: ignore[attr-defined]
    )
    if request.method == "POST" and form.is_valid():
        services.update_organisation(organisation=mine, by=user, changes=form.cleaned_data)
        messages.success(request, _("The page of your organisation is up to date."))
        return redirect("accounts:organisation")
    return render(request, "accounts/organisations/mine.html", _shown(mine, form))


def _shown(mine: Organisation, form: OrganisationForm | None) -> dict[str, Any]:
    """The page with what the organisation gave to the network (E25)."""
    gifts = given(organisations=[mine.pk]).organisation(mine.pk)
    return {"organisation": mine, "form": form, "gifts": gifts}


@manager
@require_POST
def ask_again(request: HttpRequest) -> HttpResponse:
    """A refused organisation has completed its page, and asks for another check."""
    try:
        services.ask_again(organisation=acted_for(request), by=cast(User, request.user))
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The network will look at your organisation again."))
    return redirect("accounts:organisation")


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
@once
def found(request: HttpRequest, kind: str) -> HttpResponse:
    """Founds an organisation; when its name is nearly that of another, shows the likely twins first."""
    if kind not in OPEN_KINDS:
        raise Http404
    user = cast(User, request.user)
    form = FoundForm(request.POST if request.method == "POST" else None, kind=kind)
    twins: list[Organisation] = []
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        role, another = data.pop("role"), data.pop("another")
        twins = [] if another else selectors.likely_twins(data["name"], kind, data["country"])
        if not twins:
            made = services.create_organisation(founder=user, kind=kind, role=role, **data)
            request.session[SESSION_KEY] = made.pk
            messages.success(
                request,
                _("%(organisation)s is created. The network will check it soon; you can begin at once.")
                % {"organisation": made.name},
            )
            return redirect(onboarding.next_address(kind))
    return render(request, "accounts/organisations/found.html", {"form": form, "kind": kind, "twins": twins})


@signed_in
@require_POST
@once
def ask_to_join(request: HttpRequest, pk: int) -> HttpResponse:
    """Tells those who look after an existing organisation that one would like to be invited."""
    wanted = get_object_or_404(Organisation, pk=pk, refused_at__isnull=True, kind__in=OPEN_KINDS)
    try:
        told = services.ask_to_join(organisation=wanted, by=cast(User, request.user))
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        names = {"organisation": wanted.name}
        if told:
            messages.success(request, _("%(organisation)s has your request. You receive its answer by e-mail.") % names)
        else:
            messages.warning(
                request, _("Nobody looks after %(organisation)s yet. The network sees your request.") % names
            )
    return redirect("accounts:welcome")


# The network's side


@moderator
@require_safe
def organisations(request: HttpRequest) -> HttpResponse:
    """Every organisation in one's charge, with filters, pages and export."""
    rows = Organisation.objects.overseen_by(request.user).select_related("territory")
    filtered = OrganisationFilter(request.GET, queryset=rows.order_by("sort_name", "pk"), request=request)
    if request.GET.get("format") in ("csv", "xlsx"):
        return export_organisations(request, filtered.qs)
    page = selectors.page_of(request, filtered.qs)
    managers = selectors.managers_by_organisation(list(page))
    context = {
        "page": page,
        "lines": [{"organisation": one, "managers": managers[one.pk]} for one in page],
        "filter": filtered,
        "awaiting": rows.awaiting().exclude(kind=OrganisationKind.HOST).count(),
        "may_add": request.workspace.is_network_admin,  # type: ignore[attr-defined]
        "filters_set": sum(bool(request.GET.get(name)) for name in filtered.filters),
    }
    return render(request, "accounts/organisations/list.html", context)


def export_organisations(request: HttpRequest, rows: QuerySet[Organisation]) -> HttpResponse:
    columns = [_("Name"), _("Kind"), _("Territory"), _("Country"), _("SIRET or company number"), _("Verified on")]
    lines = (
        [
            one.name,
            str(one.get_kind_display()),
            one.territory.name if one.territory else "",
            one.country,
            one.siret,
            one.verified_at.date() if one.verified_at else "",
        ]
        for one in rows.iterator(chunk_size=1000)
    )
    return cast(HttpResponse, export(request, name=_("organisations"), columns=columns, rows=lines))


def overseen(request: HttpRequest, pk: int) -> Organisation:
    return get_object_or_404(Organisation.objects.overseen_by(request.user).select_related("territory"), pk=pk)


@moderator
@require_http_methods(["GET", "HEAD", "POST"])
def overseen_organisation(request: HttpRequest, pk: int) -> HttpResponse:
    """One organisation as the network sees it: its page, its people, its check."""
    one, user = overseen(request, pk), cast(User, request.user)
    may_change = request.workspace.is_network_admin  # type: ignore[attr-defined]
    form = None
    if may_change:
        form = OrganisationForm(
            request.POST if request.method == "POST" else None,
            instance=Organisation.objects.get(pk=one.pk),
            by=user,
            may_place=request.workspace.runs_the_site,  # type: ignore[attr-defined]
        )
        if request.method == "POST" and form.is_valid():
            services.update_organisation(organisation=one, by=user, changes=form.cleaned_data)
            messages.success(request, _("The organisation is up to date."))
            return redirect("accounts:overseen", pk)
    elif request.method == "POST":
        raise Http404
    context = {
        "organisation": one,
        "form": form,
        "members": selectors.members(one),
        "refusal": RefusalForm(),
        "invite": InviteForm(organisation=one, by=user) if may_change else None,
    }
    return render(request, "accounts/organisations/overseen.html", context)


@network_admin
@require_POST
def overseen_invite(request: HttpRequest, pk: int) -> HttpResponse:
    """The network invites somebody who speaks for an organisation: one that was only named so far has nobody."""
    one, user = overseen(request, pk), cast(User, request.user)
    form = InviteForm(request.POST, organisation=one, by=user)
    if not form.is_valid():
        messages.error(request, _("Give an e-mail address, and choose at least one role."))
        return redirect("accounts:overseen", pk)
    try:
        services.invite(organisation=one, by=user, **form.cleaned_data)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(
            request, _("The invitation is on its way to %(email)s.") % {"email": form.cleaned_data["email"]}
        )
    return redirect("accounts:overseen", pk)


@moderator
@require_POST
def verify(request: HttpRequest, pk: int) -> HttpResponse:
    one = overseen(request, pk)
    services.verify_organisation(organisation=one, by=cast(User, request.user))
    messages.success(request, _("%(organisation)s is recognised. Its people are told.") % {"organisation": one.name})
    return redirect("accounts:overseen", pk)


@moderator
@require_POST
def refuse(request: HttpRequest, pk: int) -> HttpResponse:
    one = overseen(request, pk)
    form = RefusalForm(request.POST)
    if form.is_valid():
        services.refuse_organisation(organisation=one, by=cast(User, request.user), reason=form.cleaned_data["reason"])
        messages.success(request, _("%(organisation)s is told why.") % {"organisation": one.name})
        return redirect("accounts:overseen", pk)
    context = {"organisation": one, "form": None, "members": selectors.members(one), "refusal": form}
    return render(request, "accounts/organisations/overseen.html", context)


@network_admin
@require_http_methods(["GET", "HEAD", "POST"])
@once
def add_organisation(request: HttpRequest) -> HttpResponse:
    """The network adds an organisation of any kind, and invites who will look after it (S13)."""
    user = cast(User, request.user)
    everywhere = request.workspace.runs_the_site  # type: ignore[attr-defined]
    form = NewOrganisationForm(request.POST if request.method == "POST" else None, may_place=everywhere)
    if request.method == "POST" and form.is_valid():
        data: dict[str, Any] = dict(form.cleaned_data)
        email = data.pop("email")
        # Whoever looks after one territory adds to it.
        data["territory"] = data.get("territory") or acted_for(request).territory
        try:
            made = services.add_organisation(by=user, manager_email=email, **data)
        except Refused as refusal:
            form.add_error("email", str(refusal))
        else:
            messages.success(
                request,
                _("%(organisation)s is created, and %(email)s is invited.")
                % {"organisation": made.name, "email": email},
            )
            return redirect("accounts:overseen", made.pk)
    return render(request, "accounts/organisations/add.html", {"form": form})
