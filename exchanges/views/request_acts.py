"""The steps of a request: each asks first, then calls one service, by account or by link."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts import links
from accounts.errors import Refused
from accounts.idempotency import once
from accounts.models import PersonalLink
from exchanges.access import Seat, professional, the_seat
from exchanges.forms.requests import ProposeForm, ReasonForm, VisaForm, WelcomeForm
from exchanges.models import ImmersionRequest
from exchanges.request_workflow import BY_WORD, VISA_LINK, Action, available_actions, why_not
from exchanges.selectors import requests as selectors
from exchanges.services import answers, requests
from exchanges.views.requests import back_to, of, page_context, require_part


@require_http_methods(["GET", "HEAD", "POST"])
@professional
@once
def act(request: HttpRequest, pk: int, action: str) -> HttpResponse:
    """Asks, then does whatever the table leaves open to this person."""
    seat = the_seat(request)
    return run(request, of(seat, pk), action, seat=seat, link=None)


# By the personal link of human resources (B13)


def visa_page(request: HttpRequest, link: PersonalLink) -> HttpResponse:
    """The page of the link « immersion.visa »: the request, for somebody without an account."""
    return render(request, "exchanges/requests/by_link.html", page_context(request, of_link(link), None, link))


@never_cache
@require_safe
@links.with_link(VISA_LINK)
def by_link(request: HttpRequest, pk: int) -> HttpResponse:
    """The request again, in the browser that opened the link."""
    return visa_page(request, opened(request, pk))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@links.with_link(VISA_LINK)
@once
def by_link_act(request: HttpRequest, pk: int, action: str) -> HttpResponse:
    link = opened(request, pk)
    return run(request, of_link(link), action, seat=None, link=link)


def opened(request: HttpRequest, pk: int) -> PersonalLink:
    link = links.opened(request, VISA_LINK, get_object_or_404(ImmersionRequest, pk=pk))
    if link is None:
        raise Http404
    return link


def of_link(link: PersonalLink) -> ImmersionRequest:
    return get_object_or_404(selectors.with_all(ImmersionRequest.objects.all()), pk=link.target_id)


# What they share


def run(
    request: HttpRequest, made: ImmersionRequest, word: str, *, seat: Seat | None, link: PersonalLink | None
) -> HttpResponse:
    """One action of the table: its page on GET, the service on POST, and back to the request."""
    action = require_part(made, BY_WORD.get(word), seat, link)
    back = back_to(made, link)
    if action not in available_actions(made, seat, link):
        messages.warning(request, str(why_not(made)))
        return redirect(back)
    form = form_of(action, made, request.POST if request.method == "POST" else None, link)
    if request.method == "POST" and form.is_valid():
        try:
            messages.success(request, do(action, made, form, seat, link))
        except requests.WrongDays as wrong:
            form.add_error(wrong.field, str(wrong))
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect(back)
    context = {"made": made, "action": action, "form": form, "back": back, "link": link, "seat": seat}
    status = 422 if form.errors else 200
    name = "exchanges/requests/act_by_link.html" if link else "exchanges/requests/act.html"
    return render(request, name, {**context, "tab": "exchanges:requests"}, status=status)


def form_of(action: Action, made: ImmersionRequest, data: Any, link: PersonalLink | None) -> forms.Form:
    if action.code == "visa":
        return VisaForm(made, data, by_link=link is not None)
    if action.code == "accept":
        return WelcomeForm(made, data)
    if action.code == "propose":
        return ProposeForm(made, data)
    return ReasonForm(data) if action.needs_reason else forms.Form(data)


def do(action: Action, made: ImmersionRequest, form: forms.Form, seat: Seat | None, link: PersonalLink | None) -> str:
    """Calls the service; returns what happened, in words."""
    if action.code == "visa":
        requests.give_visa(request_id=made.pk, seat=seat, link=link, **form.cleaned_data)
        said = _("The visa is given: the request is with %(host)s.") % {"host": made.offer.structure.name}
    elif action.code == "visa_refuse":
        requests.refuse_visa(request_id=made.pk, seat=seat, link=link, **form.cleaned_data)
        said = _("%(person)s is told, with your reason.") % {"person": made.person}
    elif seat is None:
        raise Http404
    else:
        return _by_account(action, made, form, seat)
    if link is not None:
        links.mark_used(link)
    return said


def _by_account(action: Action, made: ImmersionRequest, form: forms.Form, seat: Seat) -> str:
    data = form.cleaned_data
    if action.code == "accept":
        welcome = answers.Welcome(
            name=data["welcome_name"], function=data["welcome_function"], email=data["welcome_email"]
        )
        answers.accept(request_id=made.pk, seat=seat, answer=data["answer"], welcome=welcome)
        return _("It is agreed. The agreement comes next.")
    if action.code == "propose":
        answers.propose(request_id=made.pk, seat=seat, **data)
        return _("%(person)s is told of the days you propose.") % {"person": made.person}
    if action.code == "agree":
        answers.agree(request_id=made.pk, seat=seat)
        return _("It is agreed. The agreement comes next.")
    if action.code == "decline":
        answers.decline(request_id=made.pk, seat=seat)
        return _("You keep your days: the host structure answers on those.")
    if action.code == "withdraw":
        requests.withdraw(request_id=made.pk, seat=seat)
        return _("Your request is withdrawn.")
    service = answers.refuse if action.code == "refuse" else answers.cancel
    service(request_id=made.pk, seat=seat, reason=data["reason"])
    return _("Those concerned are told, with your reason.")
