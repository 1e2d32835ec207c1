"""One's own innovations (E16, E17): begun, written, with whom, put to the network, agreed to, withdrawn."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import signed_in
from accounts.errors import Refused
from accounts.idempotency import once
from documents import richtext
from documents.calendars import MEDIA_TYPE
from hosts.forms.versions import saved, stale
from hosts.versions import StaleEdit
from hosts.views.people import person, workspace
from practices import histories, innovation_ics
from practices.forms.innovations import InnovationForm, PersonForm, PhotoForm
from practices.innovation_enums import Agreement, InnovationKind
from practices.innovation_workflow import ACTIONS, TELLERS, available_actions, part_of
from practices.models import GoodPractice, Innovation
from practices.naming import Age, age_of
from practices.selectors import innovations as selectors
from practices.services import innovation_people as people_service
from practices.services import innovations as service

PER_PAGE = 20


@require_safe
@signed_in
def my_innovations(request: HttpRequest) -> HttpResponse:
    """Those that one tells, alone or with others."""
    page = Paginator(selectors.mine(person(request)), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "practices/innovations/mine.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
@once
def innovation_new(request: HttpRequest) -> HttpResponse:
    """Says what an innovation is, and begins one; inspired by a good practice where the address names it."""
    wanted = request.POST.get("pratique") or request.GET.get("pratique", "")
    practice = GoodPractice.objects.public().select_related("published").filter(slug=wanted).first() if wanted else None
    if request.method == "POST":
        kind = request.POST.get("kind", "")
        made = service.begin(
            author=person(request),
            organisation=workspace(request).organisation,
            kind=kind if kind in InnovationKind.values else InnovationKind.INNOVATION,
            practice=practice,
        )
        return redirect("practices:innovation_write", pk=made.pk)
    context = {"practice": practice, "kinds": InnovationKind.choices}
    return render(request, "practices/innovations/new.html", context)


ROWS = Innovation.objects.select_related("organisation", "practice", "host__organisation", "photo", "interview_by")


def told(request: HttpRequest, pk: int) -> Innovation:
    """One that the person tells, or looks after for the network; a 404 for everybody else."""
    mine = Innovation.objects.told_by(request.user) | Innovation.objects.examined_by(request.user)
    return get_object_or_404(ROWS.filter(pk__in=mine.values("pk")), pk=pk)


def own(request: HttpRequest, pk: int) -> Innovation:
    """One that the person tells."""
    return get_object_or_404(ROWS.filter(pk__in=Innovation.objects.told_by(request.user).values("pk")), pk=pk)


@require_safe
@signed_in
def innovation_sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """What it says, with whom, where it stands, what comes next."""
    found = told(request, pk)
    me = people_service.own_row(found, person(request))
    tells = bool(part_of(found, request.user) & set(TELLERS))
    context = {
        "innovation": found,
        "parts": selectors.parts(found),
        "story": richtext.render(found.story) if found.story else "",
        "people": list(found.people.select_related("user")),
        "steps": [told_step(one) for one in selectors.history(found)],
        "actions": [one for one in available_actions(found, request.user) if one.code not in ("plan", "write")],
        "me": me,
        "tells": tells,
        "may_write": tells and found.is_open,
        "answering": me is not None and found.state in people_service.ANSWERING,
        "may_delete": tells and found.is_open and found.declared_at is None,
        "examines": not tells,
    }
    return render(request, "practices/innovations/sheet.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def innovation_write(request: HttpRequest, pk: int) -> HttpResponse:
    """The sheet on one page, saved as one types; a stale edit is a 409 that loses nothing."""
    found = own(request, pk)
    autosave = "autosave" in request.POST
    if not found.is_open:
        why = _("This innovation is not open for writing: take it back first.")
        if autosave:
            return render(request, "hosts/autosave.html", {"refused": why})
        messages.info(request, why)
        return redirect("practices:innovation_sheet", pk=pk)
    form = InnovationForm(request.POST if request.method == "POST" else None, instance=found, person=person(request))
    if request.method == "POST" and (form.is_valid() or autosave):
        try:
            current = service.update(
                innovation_id=pk, actor=person(request), changes=form.changes, edit=form.edit, quiet=autosave
            )
        except StaleEdit as problem:
            return stale(request, form, problem.current, back=reverse("practices:innovation_write", args=[pk]))
        except Refused as problem:
            if autosave:
                return render(request, "hosts/autosave.html", {"refused": str(problem)})
            messages.warning(request, str(problem))
            return redirect("practices:innovation_sheet", pk=pk)
        if autosave:
            return saved(request, form, current)
        return redirect("practices:innovation_team", pk=pk)
    context = {"form": form, "innovation": own(request, pk)}
    return render(request, "practices/innovations/write.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
@once
def innovation_team(request: HttpRequest, pk: int) -> HttpResponse:
    """« Le/la stagiaire et son équipe », and a picture."""
    found = own(request, pk)
    if not found.is_open:
        return redirect("practices:innovation_sheet", pk=pk)
    adds_photo = "photo" in request.POST
    form = PersonForm(request.POST if request.method == "POST" and not adds_photo else None)
    photo = PhotoForm(request.POST if adds_photo else None, request.FILES if adds_photo else None)
    if request.method == "POST":
        try:
            if adds_photo and photo.is_valid():
                file, words = photo.cleaned_data["file"], photo.cleaned_data["words"]
                service.set_photo(innovation_id=pk, actor=person(request), upload=file, words=words)
                return redirect("practices:innovation_team", pk=pk)
            if not adds_photo and form.is_valid():
                people_service.add(innovation_id=pk, actor=person(request), **form.cleaned_data)
                return redirect("practices:innovation_team", pk=pk)
        except (Refused, ValidationError) as problem:
            said = problem.messages if isinstance(problem, ValidationError) else [str(problem)]
            for words in said:
                (photo if adds_photo else form).add_error("file" if adds_photo else None, words)
    refused = bool(form.errors or photo.errors)
    people = list(found.people.select_related("user"))
    context = {"form": form, "photo": photo, "innovation": found, "people": people, "missing": service.missing(found)}
    return render(request, "practices/innovations/team.html", context, status=422 if refused else 200)


@require_POST
@signed_in
@once
def innovation_drop(request: HttpRequest, pk: int, what: str) -> HttpResponse:
    """Takes the picture away, or a co-author off the list."""
    own(request, pk)
    try:
        if what == "photo":
            service.set_photo(innovation_id=pk, actor=person(request), upload=None)
        else:
            row = get_object_or_404(own(request, pk).people, pk=int(what))
            people_service.remove(innovation_id=pk, row_id=row.pk, actor=person(request))
    except Refused as problem:
        messages.warning(request, str(problem))
    return redirect("practices:innovation_team", pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
@once
def innovation_act(request: HttpRequest, pk: int, action: str) -> HttpResponse:
    """Asks, then does: declare, take back, withdraw, tell again, delete. The table says who may."""
    found = told(request, pk)
    if action == "delete":
        return _delete(request, found)
    step = next((one for one in available_actions(found, request.user) if one.code == action), None)
    if step is None or action in ("plan", "write", "publish", "send_back"):
        raise Http404
    error, reason = "", request.POST.get("reason", "")
    if request.method == "POST":
        try:
            if action == "declare" and not request.POST.get("nobody"):
                raise Refused(_("Confirm that nothing in the sheet is about people who are followed up."))
            service.act(innovation_id=pk, action=action, actor=person(request), reason=reason)
        except Refused as problem:
            error = str(problem)
        else:
            messages.success(request, SAID[action])
            return redirect("practices:innovation_sheet", pk=pk)
    names = {field.name: field.verbose_name for field in Innovation._meta.fields}
    lacking = [names[name] for name in service.missing(found)]
    context = {"innovation": found, "action": step, "error": error, "reason": reason, "missing": lacking}
    return render(request, "practices/innovations/act.html", context, status=422 if error else 200)


def _delete(request: HttpRequest, found: Innovation) -> HttpResponse:
    if not found.is_open or found.declared_at is not None or not part_of(found, request.user) & set(TELLERS):
        raise Http404
    if request.method == "POST":
        service.delete_draft(innovation_id=found.pk, actor=person(request))
        messages.success(request, _("The draft is deleted."))
        return redirect("practices:my_innovations")
    context = {"innovation": found, "action": None, "deletes": True}
    return render(request, "practices/innovations/act.html", context)


SAID = {
    "declare": pgettext_lazy("innovation", "It is declared: the network will propose an interview by e-mail."),
    "take_back": pgettext_lazy("innovation", "It is yours again: change it, then declare it."),
    "withdraw": pgettext_lazy("innovation", "It is withdrawn."),
    "reopen": pgettext_lazy("innovation", "It is a draft again."),
}


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
@once
def innovation_agree(request: HttpRequest, pk: int) -> HttpResponse:
    """Everybody named reads the words, and agrees with their name or without; later they may take it away."""
    found = own(request, pk)
    me = people_service.own_row(found, person(request))
    if me is None or found.state not in people_service.ANSWERING:
        raise Http404
    error = ""
    if request.method == "POST":
        try:
            people_service.answer(
                innovation_id=pk,
                actor=person(request),
                agreement=request.POST.get("agreement", ""),
                says_adult=bool(request.POST.get("adult")),
                read=request.POST.get("read", ""),
            )
        except Refused as problem:
            error = str(problem)
        else:
            messages.success(request, _("Thank you: your answer is kept."))
            return redirect("practices:innovation_sheet", pk=pk)
    context: dict[str, Any] = {
        "innovation": found,
        "parts": selectors.parts(found),
        "story": richtext.render(found.story),
        "me": me,
        "error": error,
        "age": age_of(person(request)),
        "ages": Age,
        "agreements": Agreement,
    }
    return render(request, "practices/innovations/agree.html", context, status=422 if error else 200)


@require_safe
@signed_in
def innovation_event(request: HttpRequest, pk: int) -> HttpResponse:
    """The interview for a calendar program."""
    found = told(request, pk)
    if found.interview_at is None:
        raise Http404
    response = HttpResponse(innovation_ics.event(found), content_type=MEDIA_TYPE)
    response.headers["Content-Disposition"] = f'attachment; filename="entretien-{found.pk}.ics"'
    return response


def told_step(step: Any) -> dict[str, Any]:
    """One line of the history, for the timeline."""
    return histories.line(step, ACTIONS, DONE, "publish")


DONE = {
    "declare": pgettext_lazy("innovation history", "Declared"),
    "take_back": pgettext_lazy("innovation history", "Taken back"),
    "plan": pgettext_lazy("innovation history", "Interview planned"),
    "write": pgettext_lazy("innovation history", "Story put to those it names"),
    "publish": pgettext_lazy("innovation history", "Published"),
    "send_back": pgettext_lazy("innovation history", "Sent back to be completed"),
    "withdraw": pgettext_lazy("innovation history", "Withdrawn"),
    "reopen": pgettext_lazy("innovation history", "Opened again"),
}
