"""Trainees of a cohort: entered from the school's people, by e-mail, by a table; each one's page; leaving."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.errors import Refused
from accounts.idempotency import once
from accounts.views.members import acted_for
from accounts.views.pupils import sheet
from documents.tables import TableError, export, read
from hosts.views.people import person
from internships.forms.schools import AddForm, InviteForm, ReferentForm, TableForm
from internships.forms.trainees import BirthDateForm, given, guardian_forms
from internships.models import Cohort, Enrolment, EnrolmentInvitation
from internships.selectors import schools as selectors
from internships.services import enrolment_table, enrolments, trainees
from internships.views.cohorts import cohort_of
from internships.views.schools import changes, may_change, reads

PER_PAGE = 60


def enrolment_of(request: HttpRequest, pk: int) -> Enrolment:
    """The enrolment, if it is one of the school acted for; otherwise a 404."""
    rows = Enrolment.objects.visible_to(request.user).filter(cohort__school=acted_for(request))
    related = rows.select_related("person__trainee_profile__level", "referent", "cohort__referent", "cohort__school")
    return get_object_or_404(related, pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
@changes
@once
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """Ticks the people of the school who enter the cohort."""
    cohort, school = cohort_of(request, pk), acted_for(request)
    query, group = request.GET.get("q", "").strip()[:80], request.GET.get("group", "")[:60]
    form = AddForm(request.POST if request.method == "POST" else None, school=school)
    if request.method == "POST" and form.is_valid():
        chosen = [pupil.user for pupil in form.cleaned_data["people"]]
        try:
            made = enrolments.enrol(
                cohort_id=pk, people=chosen, actor=person(request), referent=form.cleaned_data["referent"]
            )
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(
                request,
                ngettext("%(count)d trainee enrolled.", "%(count)d trainees enrolled.", len(made))
                % {"count": len(made)},
            )
        return redirect("internships:cohort", pk=pk)
    rows = selectors.enrollable(cohort, query=query, group=group)
    context = {
        "cohort": cohort,
        "form": form,
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "groups": selectors.groups(school),
        "query": query,
        "group": group,
    }
    return render(request, "internships/enrol_add.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@changes
@once
def invite(request: HttpRequest, pk: int) -> HttpResponse:
    """Invites one trainee by e-mail; enrols at once whoever the school knows by this address."""
    cohort = cohort_of(request, pk)
    form = InviteForm(request.POST if request.method == "POST" else None, school=acted_for(request))
    if request.method == "POST" and form.is_valid():
        email = form.cleaned_data["email"]
        try:
            made = enrolments.invite(
                cohort_id=pk, email=email, actor=person(request), referent=form.cleaned_data["referent"]
            )
        except Refused as refusal:
            form.add_error("email", str(refusal))
        else:
            if isinstance(made, Enrolment):
                messages.success(request, _("Your school knew %(name)s: enrolled.") % {"name": made.person})
            else:
                messages.success(
                    request, _("The invitation is on its way to %(email)s. Enrolled once accepted.") % {"email": email}
                )
            return redirect("internships:cohort", pk=pk)
    status = 422 if form.is_bound else 200
    return render(request, "internships/enrol_invite.html", {"cohort": cohort, "form": form}, status=status)


@require_POST
@changes
def uninvite(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody invited is not to enter the cohort after all; their invitation to the school stays."""
    rows = EnrolmentInvitation.objects.filter(cohort__school=acted_for(request)).select_related("invitation")
    waiting = get_object_or_404(rows, pk=pk)
    cohort_id, email = waiting.cohort_id, waiting.invitation.email
    waiting.delete()
    messages.success(request, _("%(email)s is no longer expected in this cohort.") % {"email": email})
    return redirect("internships:cohort", pk=cohort_id)


@require_http_methods(["GET", "HEAD", "POST"])
@changes
@once
def table(request: HttpRequest, pk: int) -> HttpResponse:
    """Enters a class from a table. Lines with errors are shown, and keep the whole out unless one says otherwise."""
    cohort = cohort_of(request, pk)
    form = TableForm(request.POST, request.FILES) if request.method == "POST" else TableForm()
    context: dict[str, Any] = {"cohort": cohort, "form": form}
    if request.method == "POST" and form.is_valid():
        try:
            found = read(form.cleaned_data["file"], limits=enrolment_table.LIMITS)
            lines = enrolment_table.check(found, school=cohort.school)
        except TableError as problem:
            form.add_error("file", str(problem))
        else:
            wrong = [line for line in lines if line.problem]
            if not wrong or form.cleaned_data["good_lines"]:
                return _entered(request, cohort, lines)
            context["wrong"] = wrong
            context["good"] = len(lines) - len(wrong)
    return render(request, "internships/enrol_table.html", context, status=422 if form.is_bound else 200)


def _entered(request: HttpRequest, cohort: Cohort, lines: list[enrolment_table.Line]) -> HttpResponse:
    try:
        outcome = enrolment_table.enter(cohort_id=cohort.pk, lines=lines, actor=person(request))
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("internships:cohort", pk=cohort.pk)
    words = [
        ngettext("%(count)d trainee enrolled.", "%(count)d trainees enrolled.", outcome.enrolled)
        % {"count": outcome.enrolled}
    ]
    if outcome.invited:
        words.append(
            ngettext("%(count)d invitation is on its way.", "%(count)d invitations are on their way.", outcome.invited)
            % {"count": outcome.invited}
        )
    messages.success(request, " ".join(words))
    if outcome.refused:
        for line in outcome.refused[:20]:
            messages.warning(
                request,
                _("Line %(number)d, %(name)s: %(problem)s")
                % {"number": line.number, "name": line.name, "problem": line.problem},
            )
    if outcome.slips:
        return sheet(request, outcome.slips)
    return redirect("internships:cohort", pk=cohort.pk)


@require_safe
@changes
def table_template(request: HttpRequest) -> HttpResponseBase:
    """The table to fill in, with an example."""
    columns = [
        *(_("First name"), _("Last name"), _("Class"), _("E-mail"), _("Date of birth")),
        *(_("Legal representative"), _("Relationship"), _("E-mail of the legal representative"), _("Referent teacher")),
    ]
    example = ["Camille", "Exemple", "3e B", "", "31/12/2012", "Dominique Exemple", "", "parent@example.org", ""]
    return export(request, name=_("trainees"), columns=columns, rows=[example])


@require_safe
@reads
def enrolment(request: HttpRequest, pk: int) -> HttpResponse:
    """One trainee: where they stand, who follows them, who represents them."""
    one = enrolment_of(request, pk)
    context = {
        "enrolment": one,
        "journey": selectors.journey(one, person(request)),
        "profile": getattr(one.person, "trainee_profile", None),
        "manages": may_change(request),
        "referent": ReferentForm(school=acted_for(request), initial={"referent": one.referent_id}),
        "birth": BirthDateForm(initial={"birth_date": one.person.birth_date}),
    }
    return render(request, "internships/enrolment.html", context)


@require_POST
@changes
def referent(request: HttpRequest, pk: int) -> HttpResponse:
    """Gives a trainee a referent teacher of their own."""
    one = enrolment_of(request, pk)
    form = ReferentForm(request.POST, school=acted_for(request))
    if form.is_valid():
        enrolments.set_referent(enrolment_ids=[one.pk], referent=form.cleaned_data["referent"], actor=person(request))
        messages.success(request, _("Saved."))
    else:
        messages.error(request, _("Choose a referent teacher of your school."))
    return redirect("internships:enrolment", pk=pk)


@require_POST
@changes
def birth_date(request: HttpRequest, pk: int) -> HttpResponse:
    """Corrects the date of birth of a trainee, which they no longer change themselves."""
    one, form = enrolment_of(request, pk), BirthDateForm(request.POST)
    if form.is_valid():
        day = form.cleaned_data["birth_date"]
        try:
            school = acted_for(request)
            trainees.set_birth_date(person=one.person, day=day, actor=person(request), organisation=school)
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Saved."))
    else:
        messages.error(request, " ".join(str(one) for one in form.errors["birth_date"]))
    return redirect("internships:enrolment", pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
@changes
def leave(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks, then ends an enrolment today."""
    one = enrolment_of(request, pk)
    if request.method == "POST":
        enrolments.leave(enrolment_id=pk, actor=person(request))
        messages.success(request, _("%(name)s has left %(cohort)s.") % {"name": one.person, "cohort": one.cohort})
        return redirect("internships:cohort", pk=one.cohort_id)
    context = {
        "question": _("%(name)s leaves %(cohort)s?") % {"name": one.person, "cohort": one.cohort},
        "explanation": _("From today. Placements and agreements stay as they are; cancel them on their own pages."),
        "yes": _("End the enrolment"),
        "back": reverse("internships:enrolment", args=[pk]),
        "dangerous": True,
    }
    return render(request, "components/confirm.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@reads
def guardians(request: HttpRequest, pk: int) -> HttpResponse:
    """Who represents a minor, as the school knows it."""
    one = enrolment_of(request, pk)
    known = list(one.person.guardians.all())
    forms = guardian_forms(known, request.POST if request.method == "POST" else None)
    problem = ""
    if request.method == "POST" and (data := given(forms)) is not None:
        try:
            trainees.set_guardians(person=one.person, guardians=data, actor=person(request), school=acted_for(request))
        except Refused as refusal:
            problem = str(refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect("internships:enrolment", pk=pk)
    context = {"enrolment": one, "forms": forms, "problem": problem}
    return render(request, "internships/guardians.html", context, status=422 if request.method == "POST" else 200)
