"""Keeping a sheet: its overview, its sections with autosave, and what becomes of it.

Managers keep their own host's, moderators those of their territory, someone who discovered a host completes it until
it is published. Somebody else's sheet is a 404.
"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import member_of, signed_in
from accounts.enums import OrganisationKind, Role
from accounts.idempotency import once
from hosts.enums import HostState, Standing
from hosts.forms.hosts import SECTIONS
from hosts.forms.versions import saved, stale
from hosts.models import HostInstitution
from hosts.selectors.completeness import host_completeness
from hosts.selectors.standing import standing
from hosts.services import institutions, moderation
from hosts.versions import StaleEdit
from hosts.views.people import person, workspace
from hosts.workflow import HOST_ACTIONS, NotPossible, available_actions


def sheet_of(request: HttpRequest, slug: str) -> HostInstitution:
    """The sheet, if the person may change it; otherwise a 404."""
    sheets = HostInstitution.objects.editable_by(request.user).select_related("organisation", "sector")
    return get_object_or_404(sheets, slug=slug)


@require_safe
@member_of(OrganisationKind.HOST)
def my_host(request: HttpRequest) -> HttpResponse:
    """One's own host: the overview for its managers, the page itself for the rest of the team."""
    here = workspace(request)
    institution = HostInstitution.objects.filter(organisation=here.organisation).first()
    manages = here.has_role(Role.HOST_MANAGER)
    if institution is None:
        return render(request, "hosts/host_none.html", {"manages": manages})
    return redirect("hosts:edit" if manages else "hosts:detail", slug=institution.slug)


@require_safe
@signed_in
def overview(request: HttpRequest, slug: str) -> HttpResponse:
    """What the sheet holds, what is missing, and what one may do with it."""
    institution = sheet_of(request, slug)
    complete = host_completeness(institution)
    missing = [{"label": one.label, "url": section_url(institution, one.section)} for one in complete.missing]
    context = {**frame(institution, ""), "complete": complete, "missing": missing}
    who = standing(institution, request.user)
    context["actions"] = [
        action for action in available_actions(institution, request.user) if Standing.MODERATOR not in action.who
    ]
    if Standing.MANAGER in who and institution.state == HostState.PUBLISHED:
        context["actions"].append(HOST_ACTIONS["archive"])
    context["moderates"] = Standing.MODERATOR in who
    context["manages"] = Standing.MANAGER in who
    return render(request, "hosts/host_overview.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def section(request: HttpRequest, slug: str, section: str) -> HttpResponse:
    """One section of the sheet. Saves by itself as it is filled in; a stale edit is a 409 that loses nothing."""
    institution = sheet_of(request, slug)
    form_class = SECTIONS.get(section)
    if form_class is None:
        raise Http404
    form = form_class(request.POST or None, instance=institution)
    autosave = bool(request.POST.get("autosave"))
    if request.method == "POST" and (form.is_valid() or autosave):
        try:
            current = institutions.update_host(
                institution_id=institution.pk,
                actor=person(request),
                changes=form.changes,
                edit=form.edit,
                autosave=autosave,
            )
        except StaleEdit as problem:
            back = reverse("hosts:edit_section", args=[slug, section])
            return stale(request, form, problem.current, back=back)
        if autosave:
            return saved(request, form, current)
        messages.success(request, _("Saved."))
        return redirect("hosts:edit", slug=slug)
    # What was typed must not show in the frame of the page as if it were recorded.
    recorded = sheet_of(request, slug) if form.is_bound else institution
    context = {**frame(recorded, section), "form": form}
    return render(request, f"hosts/host_{section}.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
@once
def act(request: HttpRequest, slug: str, action: str) -> HttpResponse:
    """Asks, then does: send to moderation, publish, send back, refuse, archive… The table says who may."""
    institution = get_object_or_404(
        HostInstitution.objects.visible_to(request.user).select_related("organisation"), slug=slug
    )
    step = next((one for one in available_actions(institution, request.user) if one.code == action), None)
    if step is None or action == "merge":
        known = HOST_ACTIONS.get(action)
        if request.method == "POST" and known and known.who & standing(institution, request.user):
            messages.warning(request, _("The state of the sheet has changed meanwhile: here it is."))
            return redirect("hosts:detail", slug=slug)
        raise Http404
    error, reason = "", request.POST.get("reason", "")
    if request.method == "POST":
        try:
            moderation.act(institution_id=institution.pk, action=action, actor=person(request), reason=reason)
        except (NotPossible, moderation.ReasonNeeded) as problem:
            error = str(problem)
        else:
            messages.success(request, done(action))
            return redirect(_after(institution, request))
    context = {
        "institution": institution,
        "action": step,
        "error": error,
        "reason": reason,
        "back": _back(institution, request),
    }
    return render(request, "hosts/host_act.html", context, status=422 if error else 200)


def done(action: str) -> str:
    """What has happened, in a sentence."""
    sent = _("The sheet has been sent to the moderators of your territory. Their answer will come by e-mail.")
    return {
        "submit": sent,
        "resubmit": sent,
        "publish": _("The sheet is published, and its people are told."),
        "send_back": _("The sheet has been sent back with your words."),
        "refuse": _("The sheet has been refused, and its people are told why."),
        "reopen": _("The sheet waits for moderation again."),
        "archive": _("The sheet is archived: it is no longer shown."),
    }[action]


def frame(institution: HostInstitution, here: str) -> dict[str, Any]:
    """What every page of the sheet's editor shows around its content."""
    sections = (
        ("identity", _("Identity"), "id-card"),
        ("presentation", _("Presentation"), "text-quote"),
        ("sites", _("Sites and access"), "map-pin"),
        ("contacts", _("Contact persons"), "users"),
        ("photos", _("Photos"), "image"),
    )
    return {
        "institution": institution,
        "organisation": institution.organisation,
        "sections": [
            {"name": name, "label": label, "icon": icon, "url": section_url(institution, name), "current": name == here}
            for name, label, icon in sections
        ],
    }


def section_url(institution: HostInstitution, name: str) -> str:
    if name in SECTIONS:
        return reverse("hosts:edit_section", args=[institution.slug, name])
    return reverse(f"hosts:{name}", args=[institution.slug])


def _moderates(institution: HostInstitution, request: HttpRequest) -> bool:
    return Standing.MODERATOR in standing(institution, request.user)


def _after(institution: HostInstitution, request: HttpRequest) -> str:
    if _moderates(institution, request):
        return reverse("hosts:moderation")
    return reverse("hosts:detail", args=[institution.slug])


def _back(institution: HostInstitution, request: HttpRequest) -> str:
    route = "hosts:moderate" if _moderates(institution, request) else "hosts:edit"
    return reverse(route, args=[institution.slug])
