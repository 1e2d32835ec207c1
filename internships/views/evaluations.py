"""An evaluation, filled in screen by screen, read once it was sent: by account or by personal link (E11, E20)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts import links
from accounts.access import signed_in
from accounts.errors import Refused
from accounts.idempotency import once
from accounts.models import PersonalLink, User
from internships import evaluation_rights
from internships.enums import Source
from internships.evaluation_screens import TITLES, Screen, draft_of
from internships.forms.evaluations import FORMS, SKILL_WORDS, AskForm, ScreenForm
from internships.models import Evaluation, Placement, PlacementSettings
from internships.selectors import evaluations as selectors
from internships.selectors.evaluation_contacts import addresses
from internships.services import evaluations as service
from internships.services.evaluations import asking
from internships.views.common import back, person
from internships.views.evaluation_common import host_of, not_saved, seen

ROWS = Evaluation.objects.select_related(
    "placement__person", "placement__kind", "placement__sending_organisation", "grid_version__grid"
)


@dataclass(frozen=True)
class Reader:
    """Who has the form before them: somebody signed in, or whoever holds a personal link."""

    user: User | None = None
    link: PersonalLink | None = None

    @property
    def name(self) -> str:
        return str(self.user) if self.user else ""


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def evaluation(request: HttpRequest, pk: int, source: str) -> HttpResponse:
    """One's own side's evaluation, to fill in; another one's, to read where that is due. A POST may open it."""
    placement, mine = seen(request, pk)
    if source not in evaluation_rights.expected(placement):
        raise Http404
    found = _of(placement, source)
    if found is None:
        if source not in mine:
            raise Http404
        return _open(request, placement, source)
    if request.method == "POST" and found.is_sent:
        return _too_late(request) or redirect(request.path)
    if source not in mine or found.is_sent:
        if source not in mine:
            readable = evaluation_rights.readable(selectors.of_placement_all(placement), mine)
            if found.pk not in {one.pk for one in readable}:
                raise Http404
        return _read(request, found, own=source in mine, reader=Reader(person(request)))
    return fill(request, found, Reader(person(request)))


def _of(placement: Placement, source: str) -> Evaluation | None:
    found = Evaluation.objects.select_related("grid_version__grid").filter(placement=placement, source=source).first()
    if found is not None:
        found.placement = placement
    return found


def _open(request: HttpRequest, placement: Placement, source: str) -> HttpResponse:
    """Not opened yet: a page that says so, and a button that opens it before its day."""
    if request.method == "POST":
        try:
            service.open_evaluation(placement_id=placement.pk, source=source)
        except Refused as problem:
            messages.error(request, str(problem))
            return redirect("internships:placement", pk=placement.pk)
        return redirect("internships:evaluation", pk=placement.pk, source=source)
    context = {"placement": placement, "source": Source(source)}
    return render(request, "internships/evaluations/not_yet.html", context)


def by_link(request: HttpRequest, link: PersonalLink) -> HttpResponse:
    """The page of the link « internships.evaluation »: the same form, for somebody without an account.

    Whoever is asked no more, a tutor who was replaced, neither reads nor writes by the link they had.
    """
    found = get_object_or_404(ROWS, pk=link.target_id)
    if link.email.casefold() not in addresses(found):
        return _withdrawn(request, link)
    reader = Reader(link=link)
    if request.method == "POST" and request.POST.get("act") == "reopen":
        return _reopen(request, found, reader, to=request.path)
    if found.is_sent:
        return _too_late(request) or _read(request, found, own=True, reader=reader)
    if not evaluation_rights.may_fill(found):
        return _withdrawn(request, link)
    return fill(request, found, reader)


def _too_late(request: HttpRequest) -> HttpResponse | None:
    """What a form that saves itself is told once the evaluation was sent, from another window or by a colleague."""
    if "autosave" not in request.POST:
        return None
    return not_saved(request, Refused(_("This evaluation was sent already.")))


def _withdrawn(request: HttpRequest, link: PersonalLink) -> HttpResponse:
    return render(request, "accounts/links/withdrawn.html", {"link": link}, status=410)


def link_still_wanted(link: PersonalLink) -> bool:
    found = ROWS.filter(pk=link.target_id).first()
    if found is None or link.email.casefold() not in addresses(found):
        return False
    return found.is_sent or evaluation_rights.may_fill(found)


def fill(request: HttpRequest, found: Evaluation, reader: Reader) -> HttpResponse:
    """The screen asked for: saved as one types, checked when one goes on, sent at the last one."""
    subject = selectors.subject_of(found)
    screens = subject.screens
    if not screens:
        raise Http404
    screen = _asked(request, screens)
    typed = {**selectors.said_before(found, subject, screen), **draft_of(found, screen)}
    check = request.method != "POST" and "verifier" in request.GET
    data: Any = request.POST if request.method == "POST" else None
    form = FORMS[screen](data, subject=subject, typed=typed)
    if check:
        form = FORMS[screen](form.flat(typed), subject=subject, typed=typed)
    if request.method == "POST":
        answer = _save(request, found, form, screens, screen, reader)
        if answer is not None:
            return answer
    context = {**_about(found, reader), "form": form, **_steps(screens, screen), "skill_words": SKILL_WORDS}
    return render(request, "internships/evaluations/fill.html", context, status=422 if form.errors else 200)


def _asked(request: HttpRequest, screens: list[Screen]) -> Screen:
    words = request.GET.get("ecran", "1")
    number = int(words) if words.isdecimal() and len(words) < 3 else 1
    return screens[min(max(number, 1), len(screens)) - 1]


def _save(
    request: HttpRequest, found: Evaluation, form: ScreenForm, screens: list[Screen], screen: Screen, reader: Reader
) -> HttpResponse | None:
    """Keeps the screen; then the next one, or the end. None where it is shown again with its errors."""
    autosave = bool(request.POST.get("autosave"))
    complete = form.is_valid()
    try:
        service.save_screen(evaluation_id=found.pk, screen=screen, values=form.values)
        if autosave:
            return render(request, "hosts/autosave.html", {"marks": {}, "waiting": False})
        number = screens.index(screen) + 1
        if "back" in request.POST:
            return redirect(f"{request.path}?ecran={number - 1}")
        if not complete:
            return None
        if number < len(screens):
            return redirect(f"{request.path}?ecran={number + 1}")
        service.send(evaluation_id=found.pk, actor=reader.user, link=reader.link)
    except service.Incomplete as missing:
        first = screens.index(missing.screens[0]) + 1
        messages.error(request, _("Nearly there: something is still missing here."))
        return redirect(f"{request.path}?ecran={first}&verifier=1")
    except Refused as problem:
        if autosave:
            return not_saved(request, problem)
        messages.error(request, str(problem))
        return redirect(request.path)
    if reader.link is not None:
        links.mark_used(reader.link)
    messages.success(request, _("Thank you: your evaluation is sent."))
    return redirect(request.path)


def _steps(screens: list[Screen], screen: Screen) -> dict[str, Any]:
    number = screens.index(screen) + 1
    return {
        "screen": str(screen),
        "title": TITLES[screen],
        "number": number,
        "total": len(screens),
        "is_last": number == len(screens),
        "here": f"?ecran={number}",
    }


def _about(found: Evaluation, reader: Reader) -> dict[str, Any]:
    placement = found.placement
    return {
        "evaluation": found,
        "placement": placement,
        "host": host_of(placement),
        "mine": found.source == Source.TRAINEE,
        "by_link": reader.link is not None,
    }


def _read(request: HttpRequest, found: Evaluation, *, own: bool, reader: Reader) -> HttpResponse:
    """What was sent, as it was answered; its own side may still take it back."""
    rules = PlacementSettings.current()
    context = {
        **_about(found, reader),
        "answered": selectors.answered(found),
        "own": own,
        "reopen": own and evaluation_rights.may_reopen(found, rules),
        "readable_from": evaluation_rights.readable_from(found, rules),
    }
    return render(request, "internships/evaluations/read.html", context)


@require_POST
@signed_in
@once
def evaluation_reopen(request: HttpRequest, pk: int, source: str) -> HttpResponse:
    """Takes one's own side's evaluation back, while nobody else reads it."""
    placement, mine = seen(request, pk)
    found = get_object_or_404(ROWS, placement=placement, source=source)
    if source not in mine:
        raise Http404
    to = reverse("internships:evaluation", args=[pk, source])
    return _reopen(request, found, Reader(person(request)), to=to)


def _reopen(request: HttpRequest, found: Evaluation, reader: Reader, *, to: str) -> HttpResponse:
    try:
        service.reopen(evaluation_id=found.pk, actor=reader.user, link=reader.link)
    except Refused as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, _("It is open again: change what you like, then send it again."))
    return redirect(to)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
@once
def evaluation_ask(request: HttpRequest, pk: int, source: str) -> HttpResponse:
    """Names somebody without an account whom the link is sent to: the employer, another tutor."""
    placement, mine = seen(request, pk)
    if source == Source.TRAINEE or source not in evaluation_rights.expected(placement):
        raise Http404
    if not evaluation_rights.may_name(placement, source, mine):
        raise Http404
    form = AskForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            found = service.open_evaluation(placement_id=pk, source=source)
            asking.ask_at(evaluation_id=found.pk, actor=person(request), **form.cleaned_data)
        except Refused as problem:
            messages.error(request, str(problem))
            return redirect("internships:placement", pk=pk)
        return back(request, placement, _("The link is on its way."), anchor="evaluations")
    context = {
        "placement": placement,
        "form": form,
        "title": _("Ask by e-mail: %(side)s") % {"side": Source(source).label},
        "explanation": _(
            "This person gets a link and answers without an account. Nobody else can answer for this side."
        ),
        "yes": _("Send the link"),
    }
    return render(request, "internships/change.html", context, status=422 if form.errors else 200)
