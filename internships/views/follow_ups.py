"""What remains one and two years later: dates to choose, a three-minute form, what it leads to (E15)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import signed_in
from accounts.errors import Refused
from accounts.idempotency import once
from accounts.models import PersonalLink, User
from internships import return_leads
from internships.evaluation_enums import FOLLOW_UP_MONTHS
from internships.forms.returns import FollowUpDatesForm, FollowUpForm, LaterForm
from internships.models import FollowUp, ImpactNote
from internships.placement_emails import hosts_words
from internships.services import follow_ups as service
from internships.views.common import back, person
from internships.views.evaluation_common import own

ROWS = FollowUp.objects.select_related("placement__person", "placement__kind")


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
@once
def follow_up_dates(request: HttpRequest, pk: int) -> HttpResponse:
    """When to be asked; for a placement whose kind is not followed up, the person asks for it here."""
    placement = own(request, pk)
    known = {row.months: row for row in placement.follow_ups.all()}
    dates = {
        months: known[months].due if months in known else service.months_after(placement.end, months)
        for months in FOLLOW_UP_MONTHS
    }
    fixed = {months for months, row in known.items() if row.answered_at}
    form = FollowUpDatesForm(request.POST if request.method == "POST" else None, dates=dates, fixed=fixed)
    if request.method == "POST" and form.is_valid():
        try:
            service.set_dates(placement_id=pk, dates=form.dates, actor=person(request))
        except Refused as problem:
            form.add_error(None, str(problem))
        else:
            return back(request, placement, _("We shall write to you on these days."), anchor="evaluations")
    context = {
        "placement": placement,
        "form": form,
        "title": _("When shall we ask what remains?"),
        "explanation": _("A year and two years later, three minutes to say what the placement changed."),
        "yes": _("Keep these days"),
    }
    return render(request, "internships/change.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def follow_up(request: HttpRequest, pk: int) -> HttpResponse:
    """The three-minute form, by account."""
    found = get_object_or_404(ROWS.filter(pk__in=FollowUp.objects.visible_to(request.user)), pk=pk)
    return _serve(request, found, actor=person(request), link=None)


def by_link(request: HttpRequest, link: PersonalLink) -> HttpResponse:
    """The same by the link of the e-mail."""
    found = get_object_or_404(ROWS, pk=link.target_id)
    if not _is_theirs(found, link):
        return render(request, "accounts/links/withdrawn.html", {"link": link}, status=410)
    return _serve(request, found, actor=None, link=link)


def link_still_wanted(link: PersonalLink) -> bool:
    found = ROWS.filter(pk=link.target_id).first()
    return found is not None and _is_theirs(found, link)


def _is_theirs(found: FollowUp, link: PersonalLink) -> bool:
    """Sent to the address that the person has today."""
    return link.email.casefold() == (found.placement.person.email or "").casefold()


def _serve(request: HttpRequest, found: FollowUp, *, actor: User | None, link: PersonalLink | None) -> HttpResponse:
    if found.answered_at and "modifier" not in request.GET:
        return _thanks(request, found, link)
    notes = list(ImpactNote.objects.filter(follow_up=found))
    posted = request.POST if request.method == "POST" else None
    is_later = posted is not None and "later" in posted
    form = FollowUpForm(None if is_later else posted, follow_up=found, notes=notes)
    later = LaterForm(posted if is_later else None)
    if request.method == "POST":
        try:
            if is_later and later.is_valid():
                service.postpone(follow_up_id=found.pk, due=later.cleaned_data["due"])
                messages.success(request, _("Noted: we shall write to you on that day."))
                return redirect(request.path)
            if not is_later and form.is_valid():
                said = {"remains": form.cleaned_data["remains"], "notes": form.notes}
                service.answer(follow_up_id=found.pk, actor=actor, link=link, **said)
                messages.success(request, _("Thank you: your answer is kept."))
                return redirect(request.path)
        except Refused as problem:
            later.add_error("due", str(problem))
    context = {**_about(found, link), "form": form, "later": later, "later_open": bool(later.errors)}
    return render(
        request, "internships/returns/follow_up.html", context, status=422 if form.errors or later.errors else 200
    )


def _thanks(request: HttpRequest, found: FollowUp, link: PersonalLink | None) -> HttpResponse:
    """What was said, and what it leads to where something changed.

    Whoever came by the link of an e-mail signs in first: what they would post is lost on the way there, so that they
    come back to this page.
    """
    notes = list(found.notes.all())
    impact = service.has_impact(found)
    leads = return_leads.collect_impact(request, found) if impact else []
    signs_in = request.user.pk != found.placement.person_id
    if signs_in:
        here = reverse("internships:follow_up", args=[found.pk])
        leads = [replace(lead, address=here, post=False) if lead.post else lead for lead in leads]
    context = {
        **_about(found, link),
        "notes": notes,
        "impact": impact,
        "leads": leads,
        "signs_in": signs_in,
    }
    return render(request, "internships/returns/follow_up_done.html", context)


def _about(found: FollowUp, link: PersonalLink | None) -> dict[str, Any]:
    return {
        "follow_up": found,
        "placement": found.placement,
        "host": hosts_words(found.placement),
        "by_link": link is not None,
        "years": found.months // 12,
    }
