"""The page of one application, and what each side may do there: by account, or by a personal link."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts import links
from accounts.access import signed_in
from accounts.errors import Refused
from accounts.idempotency import once
from accounts.models import PersonalLink, User
from documents.views import serve
from internships import application_threads, sentences
from internships.disclosure import agreed, is_protected, name_for_host, names_person, shows_documents
from internships.enums import ApplicationState
from internships.forms.answers import AcceptForm, ConfirmForm, RefuseForm, WithdrawForm
from internships.models import Application
from internships.selectors import applications as selectors
from internships.selectors.disclosed import of_application
from internships.services import applications as service
from internships.views.people import person, workspace
from internships.workflow import ANSWER_LINK, TABLE, WHY_NOT, Who, available_actions, standing
from messaging import threads

# The word in the address → the code in the table.
ACTIONS = {
    "lire": "read",
    "accepter": "accept",
    "refuser": "refuse",
    "reprendre": "undo_refusal",
    "confirmer": "confirm",
    "retirer": "withdraw",
}
WORDS = {code: word for word, code in ACTIONS.items()}
# Done by one button, without a page that asks first.
AT_ONCE = ("read", "undo_refusal")


@require_safe
@signed_in
def application(request: HttpRequest, pk: int) -> HttpResponse:
    """One application: where it stands, what comes next, what was written, what happened."""
    found = get_object_or_404(selectors.with_page(Application.objects.visible_to(request.user)), pk=pk)
    who = standing(found, request.user, seats=workspace(request).memberships)
    return render(request, "internships/application.html", page_context(found, person(request), who))


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
@once
def act(request: HttpRequest, pk: int, action: str) -> HttpResponseBase:
    """Asks, then accepts, refuses, confirms, withdraws… whatever the table leaves open to this person."""
    found = get_object_or_404(selectors.with_page(Application.objects.visible_to(request.user)), pk=pk)
    return run(request, found, action, user=person(request), link=None)


def answer_page(request: HttpRequest, link: PersonalLink) -> HttpResponse:
    """The page of the link « application.answer »: the same page, for somebody at the host without an account."""
    found = _of_link(link)
    return render(request, "internships/application.html", page_context(found, None, standing(found, None, link), link))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@links.with_link(ANSWER_LINK)
@once
def answer(request: HttpRequest, pk: int, action: str) -> HttpResponseBase:
    """What somebody at the host does by their personal link."""
    link = links.opened(request, ANSWER_LINK, get_object_or_404(Application, pk=pk))
    if link is None:
        raise Http404
    return run(request, _of_link(link), action, user=None, link=link)


@never_cache
@require_safe
@links.with_link(ANSWER_LINK)
def document(request: HttpRequest, pk: int, document: int) -> HttpResponseBase:
    """A document of the application, for somebody at the host without an account, as far as it is disclosed."""
    link = links.opened(request, ANSWER_LINK, get_object_or_404(Application, pk=pk))
    found = _of_link(link) if link else None
    if found is None or not shows_documents(found):
        raise Http404
    sent = get_object_or_404(found.documents.select_related("file"), pk=document)
    return serve(sent.file)


def run(
    request: HttpRequest, found: Application, action: str, *, user: User | None, link: PersonalLink | None
) -> HttpResponseBase:
    """One action of the table: its page on GET, the service on POST, and back to the application."""
    code = ACTIONS.get(action, "")
    if not code or not TABLE[code].who & standing(found, user, link):
        raise Http404
    back = _address(found, link)
    if code not in {one.code for one in available_actions(found, user, link=link)}:
        messages.warning(request, str(WHY_NOT.get(ApplicationState(found.state), _("This is not possible any more."))))
        return redirect(back)
    if code in AT_ONCE and request.method != "POST":
        return redirect(back)
    form = _form(code, request, found, link)
    if request.method == "POST" and form.is_valid():
        try:
            return redirect(_do(request, code, found, form, user, link) or back)
        except service.NoSeat as problem:
            service.tell_seat_lost(application_id=found.pk)
            return _no_seat(request, found, str(problem))
        except Refused as problem:
            messages.warning(request, str(problem))
            return redirect(back)
    context = {
        "application": found,
        "action": TABLE[code],
        "form": form,
        "back": back,
        "link": link,
        "minor": is_protected(found.person, found.start),
        "trainee": name_for_host(found),
        **_before_confirming(found, code),
    }
    return render(request, f"internships/application_{code}.html", context, status=400 if form.errors else 200)


def page_context(
    found: Application, user: User | None, who: frozenset[Who], link: PersonalLink | None = None
) -> dict[str, Any]:
    """What the page of one application shows to this reader."""
    is_trainee, is_host = Who.TRAINEE in who, bool(who & {Who.HOST, Who.COLLEAGUE})
    inside = bool(who & {Who.TRAINEE, Who.SCHOOL})
    closed = found.state in (ApplicationState.REFUSED, ApplicationState.EXPIRED, ApplicationState.LAPSED)
    return {
        "application": found,
        "link": link,
        "who": sorted(who),
        "is_trainee": is_trainee,
        "is_host": is_host and not is_trainee,
        "inside": inside,
        "state": sentences.sentence(found, who),
        "actions": [
            {"action": one, "word": WORDS[one.code], "address": action_address(found, one.code, link)}
            for one in available_actions(found, user, link=link, who=who)
        ],
        "trainee": str(found.person) if inside else name_for_host(found),
        "hides_name": not inside and not names_person(found),
        "level": selectors.level_of(found),
        "documents": list(found.documents.all()) if inside or shows_documents(found) else [],
        "hidden_documents": not inside and not shows_documents(found) and bool(found.documents.all()),
        "agreed": agreed(found),
        "contacts": selectors.contacts_for_trainee(found) if agreed(found) and inside else [],
        "events": selectors.timeline(found, who),
        "near": selectors.near(found) if closed and is_trainee else [],
        "thread": _thread(found, who, user),
        "full": selectors.is_full(found),
        "again": selectors.apply_again(found) if closed and is_trainee else "",
        "placement": getattr(found, "placement", None),
        **of_application(found, inside=inside, is_trainee=is_trainee, by_link=link is not None),
    }


def _thread(found: Application, who: frozenset[Who], user: User | None) -> str:
    """Where to write, for the trainee and the host; where to read, for the school, once there is something."""
    if user is None or found.sent_at is None or not who & application_threads.IN_IT:
        return ""
    if not who & {Who.TRAINEE, Who.HOST} and not application_threads.exists(found):
        return ""
    return threads.address(found)


def action_address(found: Application, code: str, link: PersonalLink | None) -> str:
    route = "internships:application_answer" if link else "internships:application_act"
    return reverse(route, args=[found.pk, WORDS[code]])


def _of_link(link: PersonalLink) -> Application:
    rows = selectors.with_page(Application.objects.filter(sent_at__isnull=False))
    return get_object_or_404(rows, pk=link.target_id)


def _address(found: Application, link: PersonalLink | None) -> str:
    """Back to the application. The link's own address is not known here: its page stands under another one."""
    if link is not None:
        return reverse("internships:application_by_link", args=[found.pk])
    return reverse("internships:application", args=[found.pk])


@never_cache
@require_safe
@links.with_link(ANSWER_LINK)
def by_link(request: HttpRequest, pk: int) -> HttpResponse:
    """The application again, in the browser that opened the link."""
    link = links.opened(request, ANSWER_LINK, get_object_or_404(Application, pk=pk))
    if link is None:
        raise Http404
    return answer_page(request, link)


def _form(code: str, request: HttpRequest, found: Application, link: PersonalLink | None) -> Any:
    data = request.POST if request.method == "POST" else None
    if code == "accept":
        return AcceptForm(data, host=found.institution.organisation, by_link=link is not None)
    kinds: dict[str, type[forms.Form]] = {"refuse": RefuseForm, "withdraw": WithdrawForm}
    return kinds.get(code, ConfirmForm)(data)


def _do(
    request: HttpRequest,
    code: str,
    found: Application,
    form: Any,
    user: User | None,
    link: PersonalLink | None,
) -> str:
    """Calls the service, says what happened; returns where to go, or nothing for the application itself."""
    by: dict[str, Any] = {"application_id": found.pk, "actor": user, "link": link}
    if code == "read":
        service.mark_read(**by)
    elif code == "accept":
        service.accept(**by, message=form.cleaned_data["message"], tutor=form.named)
        messages.success(request, _("Accepted. The trainee is told, and has some days to confirm."))
    elif code == "refuse":
        service.refuse(**by, reason=form.reason(found.person.language))
        messages.success(request, _("The trainee is told, with your reason. A mistake? You can take it back here."))
    elif code == "undo_refusal":
        service.undo_refusal(**by)
        messages.success(request, _("The refusal is taken back, and the trainee is told."))
    elif code == "withdraw" and user is not None:
        service.withdraw(application_id=found.pk, actor=user, reason=form.cleaned_data["reason"])
        messages.success(request, _("Your application is withdrawn, and the host is told."))
    elif code == "confirm" and user is not None:
        service.confirm(application_id=found.pk, actor=user)
        messages.success(request, _("It is settled: the seat is yours, and the host is told."))
    if link is not None and code in ("accept", "refuse"):
        links.mark_used(link)
    return ""


def _before_confirming(found: Application, code: str) -> dict[str, Any]:
    if code != "confirm":
        return {"full": selectors.is_full(found), "waiting_too": selectors.accepted_besides(found)}
    return {"released": selectors.would_be_released(found), "full": selectors.is_full(found)}


def _no_seat(request: HttpRequest, found: Application, why: str) -> HttpResponse:
    """The seat is gone: said plainly, with what else is near. The application stays accepted, the host is told."""
    context = {"application": found, "why": why, "near": selectors.near(found)}
    return render(request, "internships/no_seat.html", context, status=409)
