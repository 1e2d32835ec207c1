"""« Calendrier »: one's placements month by month, and the same for calendar programs."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST, require_safe

from accounts.access import public, signed_in
from documents.calendars import MEDIA_TYPE
from internships import ics
from internships.models import CalendarFeed, Placement
from internships.rights import Action
from internships.selectors import calendars
from internships.selectors.placements import calendar_of
from internships.selectors.planning import of_placements
from internships.selectors.plans import with_hours
from internships.services import feeds
from internships.views.common import allowed, back, person, seen
from messaging.emails import absolute


@require_safe
@signed_in
def calendar(request: HttpRequest) -> HttpResponse:
    """Every placement of the person, or that they accompany, in one month."""
    placements = list(calendar_of(person(request)))
    first = calendars.month_asked(request.GET.get("mois", ""), placements)
    feed = CalendarFeed.objects.filter(user=person(request)).first()
    planned = of_placements(placements, *calendars.shown(first))
    context = {
        "month": calendars.month(placements, first, planned),
        "placements": placements,
        "several": len({one.person_id for one in placements}) > 1,
        "feed": absolute(reverse("internships:calendar_feed", args=[feed.token])) if feed else "",
    }
    return render(request, "internships/calendar.html", context)


@require_POST
@signed_in
def calendar_address(request: HttpRequest) -> HttpResponse:
    """Makes the secret address, makes a new one, or takes it away."""
    if request.POST.get("what") == "drop":
        feeds.drop_personal(user=person(request))
        messages.success(request, _("The address leads nowhere any more."))
    else:
        feeds.renew_personal(user=person(request))
        messages.success(request, _("Here is the address: give it to your calendar program, and to nobody else."))
    return redirect("internships:calendar")


@require_POST
@signed_in
def placement_calendar_renew(request: HttpRequest, pk: int) -> HttpResponse:
    placement = allowed(request, pk, Action.CALENDAR)
    feeds.renew_of_placement(placement_id=pk, actor=person(request))
    return back(request, placement, _("The calendar of this placement has a new address."), "hours")


@require_safe
@public
@cache_control(private=True, max_age=0)
def calendar_feed(request: HttpRequest, token: str) -> HttpResponse:
    """What a calendar program reads by a secret address: a person's placements, or one placement."""
    feed = CalendarFeed.objects.filter(token=token, user__is_active=True).select_related("user").first()
    if feed:
        placements = list(calendar_of(feed.user))
        several = any(one.person_id != feed.user_id for one in placements)
        return answer(
            ics.calendar(placements, name=_("My placements"), with_names=several, planned=of_placements(placements))
        )
    found = with_hours(Placement.objects.filter(calendar_token=token).select_related("person")).first()
    if found is None:
        raise Http404
    return answer(ics.calendar([found], name=_("Placement"), planned=of_placements([found])))


@require_safe
@signed_in
def placement_ics(request: HttpRequest, pk: int) -> HttpResponse:
    """The calendar of one placement, to download."""
    placement = seen(request, pk)
    mine = placement.person_id == person(request).pk
    name = f"{slugify(_('placement'))}-{placement.start:%Y-%m-%d}.ics"
    planned = of_placements([placement])
    made = answer(ics.calendar([placement], name=_("Placement"), with_names=not mine, planned=planned))
    made["Content-Disposition"] = f'attachment; filename="{name}"'
    return made


def answer(content: bytes) -> HttpResponse:
    return HttpResponse(content, content_type=MEDIA_TYPE)
