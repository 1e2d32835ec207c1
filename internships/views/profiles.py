"""« Mon profil »: who I am, my CV line by line, who may read it (E6, A23)."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import links
from accounts.access import signed_in
from accounts.errors import Refused
from accounts.idempotency import once
from hosts.forms.versions import stale
from hosts.versions import StaleEdit
from internships import cv_documents, disclosure
from internships.enums import CvSection
from internships.forms.profiles import FORMS, AboutForm, PhotoForm
from internships.models import Application, CvEntry, Placement, TraineeProfile
from internships.selectors import profiles as selectors
from internships.selectors.applications import with_page
from internships.services import profiles
from internships.views.common import person
from internships.workflow import ANSWER_LINK, Who, standing


@require_safe
@signed_in
def profile(request: HttpRequest) -> HttpResponse:
    """What is there, what is missing, what placements propose to add, who may read it."""
    return _overview(request)


def _overview(request: HttpRequest, photo_form: PhotoForm | None = None, *, status: int = 200) -> HttpResponse:
    who = person(request)
    cv = selectors.cv_of(who)
    context = selectors.for_reader(
        cv,
        sections=[{"part": part, "rows": [(one, selectors.when(one)) for one in part.entries]} for part in cv.parts],
        completeness=selectors.completeness(cv),
        proposals=selectors.proposals(who),
        readers=disclosure.cv_readers(who),
        photo_form=photo_form or PhotoForm(),
    )
    return render(request, "internships/profile/profile.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def about(request: HttpRequest) -> HttpResponse:
    """Who I am, in a few lines."""
    who = person(request)
    known = TraineeProfile.objects.filter(user=who).first() or TraineeProfile(user=who)
    form = AboutForm(request.POST or None, instance=known)
    if request.method == "POST" and form.is_valid():
        try:
            profiles.describe(person=who, changes=form.changes, edit=form.edit)
        except StaleEdit as edit:
            return stale(request, form, edit.current, back=reverse("internships:profile"))
        messages.success(request, _("Saved."))
        return redirect("internships:profile")
    return render(
        request, "internships/profile/about.html", {"form": form}, status=422 if request.method == "POST" else 200
    )


@require_POST
@signed_in
def photo(request: HttpRequest) -> HttpResponse:
    """A picture, or none any more."""
    who = person(request)
    if "remove" in request.POST:
        profiles.set_photo(person=who, upload=None)
        messages.success(request, _("Your photo is taken away."))
        return redirect("internships:profile")
    form = PhotoForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            upload = form.cleaned_data["photo"]
            upload.seek(0)
            profiles.set_photo(person=who, upload=upload)
        except ValidationError as problem:
            form.add_error("photo", problem)
        else:
            messages.success(request, _("Your photo is saved."))
            return redirect("internships:profile")
    return _overview(request, form, status=422)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
@once
def entry_add(request: HttpRequest, section: str) -> HttpResponse:
    """One line more in a part of the CV."""
    if section not in CvSection.values:
        raise Http404
    return _entry(request, CvEntry(person=person(request), section=section))


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def entry_edit(request: HttpRequest, pk: int) -> HttpResponse:
    return _entry(request, get_object_or_404(CvEntry.objects.visible_to(request.user), pk=pk))


def _entry(request: HttpRequest, entry: CvEntry) -> HttpResponse:
    who, section = person(request), CvSection(entry.section)
    form = FORMS[section](request.POST or None, instance=entry)
    if request.method == "POST" and form.is_valid():
        try:
            profiles.save_entry(
                person=who,
                section=section,
                values=form.changes,
                entry_id=entry.pk,
                edit=form.edit if entry.pk else None,
            )
        except StaleEdit as edit:
            return stale(request, form, edit.current, back=reverse("internships:profile"))
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Saved."))
            return redirect(reverse("internships:profile") + f"#{section.value}")
    context = {"form": form, "entry": entry, "section": section}
    return render(request, "internships/profile/entry.html", context, status=422 if request.method == "POST" else 200)


@require_POST
@signed_in
def entry_remove(request: HttpRequest, pk: int) -> HttpResponse:
    entry = get_object_or_404(CvEntry.objects.visible_to(request.user), pk=pk)
    profiles.remove_entry(person=person(request), entry_id=pk)
    messages.success(request, _("The line is taken out of your CV."))
    return redirect(reverse("internships:profile") + f"#{entry.section}")


@require_POST
@signed_in
@once
def placement_accept(request: HttpRequest, pk: int) -> HttpResponse:
    """What was done in a placement enters the CV, in one click (A23)."""
    found = get_object_or_404(Placement.objects.filter(person=person(request)), pk=pk)
    try:
        made = profiles.accept_placement(person=person(request), placement_id=found.pk)
    except Refused as refusal:
        messages.warning(request, str(refusal))
        return redirect("internships:profile")
    messages.success(request, _("It stands in your CV now. You can still change its words."))
    return redirect(reverse("internships:profile") + f"#{made.section}")


@require_safe
@signed_in
def cv_pdf(request: HttpRequest) -> HttpResponse:
    """One's own CV on paper, with how to reach one."""
    return _pdf(selectors.cv_of(person(request)), contact=True)


@require_safe
@signed_in
def application_cv(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The CV of who applies: for the host, as far as it is disclosed; for the trainee and their school."""
    found = get_object_or_404(with_page(Application.objects.visible_to(request.user)), pk=pk)
    inside = bool(standing(found, request.user) & {Who.TRAINEE, Who.SCHOOL})
    if not inside and not disclosure.shows_cv(found):
        raise Http404
    return _pdf(selectors.cv_of(found.person), contact=disclosure.agreed(found))


@never_cache
@require_safe
@links.with_link(ANSWER_LINK)
def application_cv_by_link(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The same for somebody at the host without an account."""
    link = links.opened(request, ANSWER_LINK, get_object_or_404(Application, pk=pk))
    found = get_object_or_404(with_page(Application.objects.filter(sent_at__isnull=False)), pk=pk) if link else None
    if found is None or not disclosure.shows_cv(found):
        raise Http404
    return _pdf(selectors.cv_of(found.person), contact=disclosure.agreed(found))


@require_safe
@signed_in
def placement_cv(request: HttpRequest, pk: int) -> HttpResponse:
    """The CV of the trainee, for those of the placement but its employer, while it lasts."""
    found = get_object_or_404(Placement.objects.visible_to(request.user).select_related("person"), pk=pk)
    who = person(request)
    if found.person_id != who.pk and not disclosure.reads_cv(found, who):
        raise Http404
    return _pdf(selectors.cv_of(found.person), contact=True)


def _pdf(cv: selectors.Cv, *, contact: bool) -> HttpResponse:
    if cv.is_empty:
        raise Http404
    made: Any = HttpResponse(cv_documents.cv(cv, contact=contact), content_type="application/pdf")
    made["Content-Disposition"] = f'attachment; filename="{cv_documents.file_name(cv)}"'
    made["Cache-Control"] = "private, no-store"
    return made
