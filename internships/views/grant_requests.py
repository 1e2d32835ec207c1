"""Requests for grants (E5): the trainee writes and sends, the funder decides, by account or by personal link."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import links, tracewords
from accounts.access import signed_in
from accounts.errors import Refused
from accounts.idempotency import once
from accounts.models import PersonalLink, User
from documents.tables import export, export_format
from documents.views import serve
from internships import sentences_grants
from internships.enums import GrantRequestState
from internships.exports_placements import GRANT_REQUESTS
from internships.forms.grants import DecideForm, PaperForm, RefuseForm, RequestForm
from internships.grant_workflow import BY_WORD, DECIDE_LINK, Action, Who, available_actions, standing, why_not
from internships.models import GrantApplication
from internships.selectors import grants as selectors
from internships.services import grants as service
from internships.views.common import person

PER_PAGE = 25


@require_safe
@signed_in
def grant_requests(request: HttpRequest) -> HttpResponseBase:
    """One's own requests; for a funder, those received."""
    rows = selectors.applications(person(request))
    state = request.GET.get("etat", "")
    if state in GrantRequestState.values:
        rows = rows.filter(state=state)
    if export_format(request):
        return export(request, name=_("Requests for grants"), columns=GRANT_REQUESTS, rows=rows)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    for one in page:
        who = Who.TRAINEE if one.person_id == person(request).pk else Who.FUNDER
        one.words = sentences_grants.sentence(one, frozenset({who}))  # type: ignore[attr-defined]
    context = {"page": page, "state": state, "states": GrantRequestState.choices}
    return render(request, "internships/grant_requests.html", context)


@require_safe
@signed_in
def grant_request(request: HttpRequest, pk: int) -> HttpResponse:
    """One request: where it stands, what was sent, what comes next."""
    found = of(request, pk)
    return render(request, "internships/grant_request.html", page_context(found, person(request)))


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
@once
def grant_request_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """The trainee writes the draft."""
    found = draft(request, pk)
    form = RequestForm(found, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            service.write(application_id=pk, actor=person(request), **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Kept. Nothing is sent before you say so."))
            return redirect("internships:grant_request", pk=pk)
    context = {"application": found, "form": form}
    return render(request, "internships/grant_request_form.html", context, status=422 if form.is_bound else 200)


@require_POST
@signed_in
@once
def grant_paper_add(request: HttpRequest, pk: int) -> HttpResponse:
    found = draft(request, pk)
    form = PaperForm(found, request.POST, request.FILES)
    if form.is_valid():
        values = form.cleaned_data
        try:
            service.add_document(application_id=pk, actor=person(request), upload=values["file"], label=values["label"])
        except ValidationError as refused:
            form.add_error("file", refused)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The document is added."))
            return redirect("internships:grant_request", pk=pk)
    context = {**page_context(found, person(request)), "paper_form": form}
    return render(request, "internships/grant_request.html", context, status=422)


@require_POST
@signed_in
def grant_paper_remove(request: HttpRequest, pk: int, document: int) -> HttpResponse:
    draft(request, pk)
    try:
        service.remove_document(application_id=pk, actor=person(request), document_id=document)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The document is removed."))
    return redirect("internships:grant_request", pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
@once
def grant_request_act(request: HttpRequest, pk: int, action: str) -> HttpResponse:
    """Asks, then sends, grants, refuses or withdraws: whatever the table leaves open to this person."""
    return run(request, of(request, pk), action, user=person(request), link=None)


# By personal link


def decide_page(request: HttpRequest, link: PersonalLink) -> HttpResponse:
    """The page of the link « grant.decide »: the same page, for somebody at the funder without an account."""
    found = of_link(link)
    return render(request, "internships/grant_request.html", page_context(found, None, link))


@never_cache
@require_safe
@links.with_link(DECIDE_LINK)
def grant_request_by_link(request: HttpRequest, pk: int) -> HttpResponse:
    """The request again, in the browser that opened the link."""
    return decide_page(request, opened(request, pk))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@links.with_link(DECIDE_LINK)
@once
def grant_request_decide(request: HttpRequest, pk: int, action: str) -> HttpResponse:
    link = opened(request, pk)
    return run(request, of_link(link), action, user=None, link=link)


@never_cache
@require_safe
@links.with_link(DECIDE_LINK)
def grant_paper(request: HttpRequest, pk: int, document: int) -> HttpResponseBase:
    """A document of the request, for somebody at the funder without an account."""
    found = of_link(opened(request, pk))
    if found.state == GrantRequestState.WITHDRAWN:
        raise Http404
    return serve(get_object_or_404(found.documents.select_related("file"), pk=document).file)  # type: ignore[attr-defined]


# What they share


def of(request: HttpRequest, pk: int) -> GrantApplication:
    rows = selectors.with_all(GrantApplication.objects.visible_to(request.user))
    return get_object_or_404(rows, pk=pk)


def draft(request: HttpRequest, pk: int) -> GrantApplication:
    """A draft of one's own: there is no other to be changed."""
    rows = GrantApplication.objects.filter(person=person(request), state=GrantRequestState.DRAFT)
    return get_object_or_404(selectors.with_all(rows), pk=pk)


def opened(request: HttpRequest, pk: int) -> PersonalLink:
    link = links.opened(request, DECIDE_LINK, get_object_or_404(GrantApplication, pk=pk))
    if link is None:
        raise Http404
    return link


def of_link(link: PersonalLink) -> GrantApplication:
    rows = selectors.with_all(GrantApplication.objects.filter(sent_at__isnull=False))
    return get_object_or_404(rows, pk=link.target_id)


def page_context(found: GrantApplication, user: User | None, link: PersonalLink | None = None) -> dict[str, Any]:
    who = standing(found, user, link)
    if found.state == GrantRequestState.WITHDRAWN and Who.TRAINEE not in who:
        # What was written and sent along is the trainee's alone again: the heading is left.
        state = sentences_grants.sentence(found, who)
        return {"application": found, "link": link, "is_trainee": False, "taken_back": True, "state": state}
    is_draft = found.state == GrantRequestState.DRAFT
    told = selectors.snapshot(found.placement) if is_draft else found.told
    lines = selectors.timeline(found)
    for line in lines:
        line["sentence"] = tracewords.sentence(line["action"])
    return {
        "application": found,
        "link": link,
        "is_trainee": Who.TRAINEE in who,
        "is_draft": is_draft,
        "state": sentences_grants.sentence(found, who),
        "actions": [
            {"action": one, "address": address_of(found, one, link)} for one in available_actions(found, user, link)
        ],
        "missing": selectors.missing(found) if is_draft and Who.TRAINEE in who else [],
        "checks": selectors.checks(found.grant, found.placement),
        "told": told,
        "sums": selectors.told_sums(told),
        "papers": list(found.documents.all()),  # type: ignore[attr-defined]
        "paper_form": PaperForm(found) if is_draft and Who.TRAINEE in who else None,
        "timeline": lines,
    }


def address_of(found: GrantApplication, action: Action, link: PersonalLink | None) -> str:
    route = "internships:grant_request_decide" if link else "internships:grant_request_act"
    return reverse(route, args=[found.pk, action.word])


def run(
    request: HttpRequest, found: GrantApplication, word: str, *, user: User | None, link: PersonalLink | None
) -> HttpResponse:
    """One action of the table: its page on GET, the service on POST, and back to the request."""
    action = BY_WORD.get(word)
    if action is None or action.who not in standing(found, user, link):
        raise Http404
    route = "internships:grant_request_by_link" if link else "internships:grant_request"
    back = reverse(route, args=[found.pk])
    if action not in available_actions(found, user, link):
        messages.warning(request, str(why_not(found)))
        return redirect(back)
    form = form_of(action, found, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            messages.success(request, do(action, found, form, user, link))
        except Refused as refusal:
            messages.warning(request, str(refusal))
        return redirect(back)
    context = {"application": found, "action": action, "form": form, "back": back, "link": link}
    status = 422 if form.errors else 200
    return render(request, "internships/grant_request_act.html", context, status=status)


def form_of(action: Action, found: GrantApplication, data: Any) -> forms.Form:
    if action.code == "grant":
        return DecideForm(found, data)
    return RefuseForm(data) if action.code == "refuse" else forms.Form(data)


def do(action: Action, found: GrantApplication, form: forms.Form, user: User | None, link: PersonalLink | None) -> str:
    """Calls the service; returns what happened, in words."""
    if action.code == "grant":
        service.grant(application_id=found.pk, actor=user, link=link, **form.cleaned_data)
        said = _("Granted: the trainee is told, and the amount stands in their budget.")
    elif action.code == "refuse":
        service.refuse(application_id=found.pk, actor=user, link=link, **form.cleaned_data)
        said = _("The trainee is told, with your reason.")
    elif action.code == "send" and user is not None:
        service.send(application_id=found.pk, actor=user)
        said = _("Sent. You are told as soon as the funder answers.")
    elif user is not None:
        service.withdraw(application_id=found.pk, actor=user)
        said = _("Your request is withdrawn.")
    else:
        raise Http404
    if link is not None:
        links.mark_used(link)
    return said
