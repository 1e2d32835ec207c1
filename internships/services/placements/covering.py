"""Which days a placement covers, with which share of full time, and whether the person is free on them (A7)."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Protocol

from django.db import IntegrityError
from django.utils.translation import gettext as _

from accounts.errors import Refused
from internships.fields import Span
from internships.models import Placement
from internships.words import said

ONE_DAY = datetime.timedelta(days=1)
# Against a slip of the keyboard; what the law allows is judged elsewhere.
LONGEST = 3 * 366
FULL = 100


class Stretch(Protocol):
    """Dates at a site with a share of full time, such as a PlacementSite."""

    @property
    def start(self) -> datetime.date: ...
    @property
    def end(self) -> datetime.date: ...
    @property
    def time_share(self) -> int: ...


Shares = Counter[datetime.date]


def shares(sites: Iterable[Stretch], out: Iterable[Span] = ()) -> Shares:
    """The share of full time of each day, in per cent, without the days out."""
    found: Shares = Counter()
    for site in sites:
        in_order(site.start, site.end)
        for day in days_of(site.start, site.end):
            found[day] += site.time_share
    for start, end in out:
        for day in days_of(start, end):
            found.pop(day, None)
    return found


def in_order(start: datetime.date, end: datetime.date) -> None:
    if end < start:
        raise Refused(_("The last day comes before the first one. Check the dates."))
    if (end - start).days > LONGEST:
        raise Refused(_("A placement lasts three years at most. Check the dates."))


def days_of(start: datetime.date, end: datetime.date) -> Iterator[datetime.date]:
    for number in range((end - start).days + 1):
        yield start + datetime.timedelta(days=number)


def spans(days: Iterable[datetime.date]) -> list[Span]:
    """Days as stretches with both ends included."""
    found: list[Span] = []
    for day in sorted(days):
        if found and found[-1][1] + ONE_DAY == day:
            found[-1] = (found[-1][0], day)
        else:
            found.append((day, day))
    return found


def days_out(placement: Placement) -> list[Span]:
    """Interruptions that free the person; authorised leave counts as presence and frees nobody."""
    return [(one.start, one.end) for one in placement.interruptions.all() if not one.authorised]


def require_free(person_id: int, wanted: Shares, *, besides: int | None = None) -> None:
    """Refuses days on which the person's placements would add up to more than full time, naming the other one.

    To be called under the person's lock.
    """
    if not wanted:
        raise Refused(_("No day would be left of this placement. Check the dates and the interruptions."))
    if max(wanted.values()) > FULL:
        day = min(day for day, share in wanted.items() if share > FULL)
        raise Refused(
            _("On %(day)s the sites add up to %(share)d %% of full time. Lower a share or move a date.")
            % {"day": said(day), "share": wanted[day]}
        )
    taken: Shares = Counter()
    for other in around(person_id, min(wanted), max(wanted), besides):
        held = shares(other.sites.all(), days_out(other))
        for day, share in held.items():
            taken[day] += share
            if share + wanted[day] > FULL and day in wanted:
                raise Refused(clash_words(other.start, other.end))
    full = [day for day, share in wanted.items() if share + taken[day] > FULL]
    if full:
        raise Refused(
            _("On %(day)s the placements of this person would add up to %(share)d %% of full time.")
            % {"day": said(min(full)), "share": wanted[min(full)] + taken[min(full)]}
        )


def around(person_id: int, start: datetime.date, end: datetime.date, besides: int | None) -> list[Placement]:
    others = Placement.objects.standing().filter(person=person_id, start__lte=end, end__gte=start)
    return list(others.exclude(pk=besides or 0).order_by("start").prefetch_related("sites", "interruptions"))


def clash_words(start: datetime.date, end: datetime.date) -> str:
    return _(
        "Another placement of this person covers some of these days: it runs from %(start)s to %(end)s. "
        "Choose dates before or after it, or a smaller share of full time."
    ) % {"start": said(start), "end": said(end)}


def apply(placement: Placement, wanted: Shares) -> None:
    """Writes what follows from the days: first, last, days, and the share that every one of them reaches.

    Full time is what is full on each day, so that the database never refuses what adds up.
    """
    placement.days = spans(wanted)
    placement.start, placement.end = min(wanted), max(wanted)
    placement.time_share = min(wanted.values())


def is_overlap(error: IntegrityError) -> bool:
    """Whether the database itself refused two full-time placements on one day."""
    diagnosis = getattr(error.__cause__, "diag", None)
    return getattr(diagnosis, "constraint_name", "") == "placement_full_time_never_overlaps"


def overlap_words(person_id: int, wanted: Shares, besides: int | None = None) -> str:
    others = around(person_id, min(wanted), max(wanted), besides)
    if not others:
        return _("Another placement of this person covers some of these days. Choose other dates.")
    return clash_words(others[0].start, others[0].end)
