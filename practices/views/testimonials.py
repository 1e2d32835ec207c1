"""Testimonials (T14): read by everybody, written by those who lived it, read by a moderator first."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import public, signed_in, with_role
from accounts.errors import Refused
from accounts.idempotency import once
from documents.tables import export, export_format
from hosts.models import HostInstitution
from hosts.views.people import person
from practices.editing import EDITORS
from practices.exports_network import TESTIMONIALS
from practices.forms.network import TestimonialFilter, TestimonialForm
from practices.models import Testimonial
from practices.naming import Age, age_of
from practices.network_enums import TestimonialState
from practices.selectors import network as selectors
from practices.services import testimonials as service

PER_PAGE = 12
moderates = with_role(*EDITORS)


@require_safe
@public
def testimonial_list(request: HttpRequest) -> HttpResponseBase:
    """What people say of placements and of hosting; of one host where the address names it."""
    rows = selectors.testimonials()
    host = None
    if slug := request.GET.get("hote", ""):
        host = HostInstitution.objects.published().select_related("organisation").filter(slug=slug).first()
        rows = rows.filter(host=host) if host else rows.none()
    chosen = TestimonialFilter(request.GET, queryset=rows)
    if export_format(request):
        return export(request, name=_("Testimonials"), columns=TESTIMONIALS, rows=chosen.qs)
    page = Paginator(chosen.qs, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "practices/testimonials/list.html", {"page": page, "filter": chosen, "host": host})


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
@once
def testimonial_write(request: HttpRequest) -> HttpResponse:
    """A few sentences about something lived, with consent."""
    asked = request.GET.get("hote", "")
    host = int(asked) if asked.isdecimal() and len(asked) < 10 else 0
    form = TestimonialForm(request.POST if request.method == "POST" else None, person=person(request), host=host)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            service.write(
                author=person(request),
                about=data["about"],
                words=data["words"],
                name=form.name,
                consent=data["consent"],
                says_adult=data.get("adult", False),
            )
        except Refused as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, _("Thank you. A moderator reads your words, then they are published."))
            return redirect("practices:my_testimonials")
    context = {"form": form, "minor": age_of(person(request)) == Age.MINOR}
    return render(request, "practices/testimonials/write.html", context, status=422 if form.errors else 200)


@require_safe
@signed_in
def my_testimonials(request: HttpRequest) -> HttpResponse:
    """One's own words and where they stand."""
    rows = Testimonial.objects.filter(author=person(request)).select_related("host__organisation").order_by("-pk")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "practices/testimonials/mine.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
@once
def testimonial_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks, then withdraws one's own words."""
    found = get_object_or_404(Testimonial.objects.filter(author=person(request)).select_related("host"), pk=pk)
    if request.method == "POST":
        service.withdraw(testimonial_id=pk, actor=person(request))
        messages.success(request, _("Your words are withdrawn."))
        return redirect("practices:my_testimonials")
    return render(request, "practices/testimonials/withdraw.html", {"testimonial": found})


TABS = {
    TestimonialState.SUBMITTED: pgettext_lazy("testimonials", "Waiting"),
    TestimonialState.PUBLISHED: pgettext_lazy("testimonials", "Published"),
    TestimonialState.REFUSED: pgettext_lazy("testimonials", "Not published"),
}


@require_http_methods(["GET", "HEAD", "POST"])
@moderates
@once
def testimonial_queue(request: HttpRequest) -> HttpResponse:
    """Those that wait, the oldest first, each decided on where it stands; the others in tabs."""
    state = request.GET.get("state", TestimonialState.SUBMITTED)
    state = state if state in selectors.TABS else TestimonialState.SUBMITTED
    error, about, reason = "", 0, request.POST.get("reason", "")
    if request.method == "POST":
        wanted = request.POST.get("testimonial", "")
        about = int(wanted) if wanted.isdecimal() and len(wanted) < 10 else 0
        publish = request.POST.get("action") == "publish"
        try:
            service.decide(testimonial_id=about, actor=person(request), publish=publish, reason=reason)
        except Refused as problem:
            error = str(problem)
        else:
            messages.success(request, _("It is published.") if publish else _("It is not published: its author knows."))
            return redirect("practices:testimonial_queue")
    counts = selectors.queue_counts(request.user)
    context = {
        "page": Paginator(selectors.queue(request.user, state), PER_PAGE).get_page(request.GET.get("page")),
        "tabs": [{"state": str(one), "label": TABS[one], "count": counts.get(one, 0)} for one in selectors.TABS],
        "state": str(state),
        "error": error,
        "about": about,
        "reason": reason,
    }
    return render(request, "practices/testimonials/queue.html", context, status=422 if error else 200)
