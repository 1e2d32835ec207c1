"""Presence computed from the timetable: sums that hold whatever the hours, clocks and calendars (T5, A6, A14)."""

from __future__ import annotations

import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from internships.fields import Span
from internships.models import Interruption, SpecialDay, WeekSlot
from internships.selectors import plans
from internships.timetable import Plan, Presence, elapsed, moment, presence
from law import durations
from law.reference import load_reference
from tests import factories

DAY = datetime.timedelta(days=1)
ZONES = [None, *map(ZoneInfo, ("Europe/Paris", "Indian/Reunion", "America/Martinique", "America/Miquelon"))]
# Years with 29 February and every change of the clock.
DATES = st.dates(datetime.date(2027, 9, 1), datetime.date(2028, 12, 31))


@st.composite
def stretches(draw: st.DrawFn) -> list[tuple[int, int]]:
    """Hours of a day that do not overlap."""
    edges = sorted(draw(st.sets(st.integers(0, 1440), min_size=0, max_size=6)))
    return list(zip(edges[0::2], edges[1::2], strict=False))


@st.composite
def some_plans(draw: st.DrawFn) -> Plan:
    start = draw(DATES)
    end = start + draw(st.integers(0, 200)) * DAY
    inside = st.integers(0, (end - start).days).map(lambda number: start + number * DAY)
    out: list[Span] = [(min(pair), max(pair)) for pair in draw(st.lists(st.tuples(inside, inside), max_size=2))]
    return Plan(
        start=start,
        end=end,
        week=draw(st.dictionaries(st.integers(1, 7), stretches(), max_size=7)),
        special=draw(st.dictionaries(inside, stretches(), max_size=4)),
        holidays=draw(st.frozensets(inside, max_size=4)),
        out=out,
        zone=draw(st.sampled_from(ZONES)),
    )


@given(some_plans())
def test_days_weeks_and_total_are_one_sum(plan: Plan) -> None:
    found = presence(plan)
    assert found.minutes == sum(found.by_day.values()) == sum(found.by_week.values())
    assert found.minutes == sum(plan.minutes(day) for day in plan.days())
    assert all(minutes > 0 and plan.start <= day <= plan.end for day, minutes in found.by_day.items())
    assert all(day.weekday() == 0 for day in found.by_week)
    assert found.days == len(found.by_day) <= (plan.end - plan.start).days + 1


@given(some_plans(), st.integers(0, 400))
def test_a_placement_cut_in_two_adds_up(plan: Plan, number: int) -> None:
    """A14: splitting loses nothing, wherever the cut is."""
    cut = min(plan.start + number * DAY, plan.end)
    first = Plan(plan.start, cut, plan.week, plan.special, plan.holidays, plan.out, plan.zone)
    whole = presence(plan)
    if cut == plan.end:
        assert presence(first) == whole
        return
    second = Plan(cut + DAY, plan.end, plan.week, plan.special, plan.holidays, plan.out, plan.zone)
    assert presence(first) + presence(second) == whole
    assert presence([first, second]) == whole
    assert whole.within(plan.start, cut) == presence(first)


@given(some_plans())
def test_interruptions_only_take_away(plan: Plan) -> None:
    free = Plan(plan.start, plan.end, plan.week, plan.special, plan.holidays, (), plan.zone)
    there, without = presence(free), presence(plan)
    out = {day for day in free.days() if any(first <= day <= last for first, last in plan.out)}
    assert without.by_day == {day: minutes for day, minutes in there.by_day.items() if day not in out}


@given(DATES, st.integers(0, 1440), st.integers(0, 1440), st.integers(0, 1440), st.sampled_from(ZONES))
def test_time_passes_forward_and_adds_up(
    day: datetime.date, one: int, two: int, three: int, zone: ZoneInfo | None
) -> None:
    """Even where the clock skips an hour or shows it twice."""
    start, middle, end = sorted((one, two, three))
    assert elapsed(day, start, end, zone) == elapsed(day, start, middle, zone) + elapsed(day, middle, end, zone)
    assert 0 <= elapsed(day, start, end, zone) <= end - start + 60


def test_the_night_when_clocks_change() -> None:
    """§7: daylight saving. A night shift has an hour less in March, one more in October; Réunion never changes."""
    paris, reunion = ZoneInfo("Europe/Paris"), ZoneInfo("Indian/Reunion")
    spring, autumn = datetime.date(2027, 3, 28), datetime.date(2027, 10, 31)
    assert [elapsed(day, 0, 360, paris) for day in (spring, autumn, spring + DAY)] == [300, 420, 360]
    assert [elapsed(day, 0, 360, reunion) for day in (spring, autumn)] == [360, 360]
    assert elapsed(spring, 540, 1020, paris) == 480
    assert moment(spring, 540, paris).isoformat() == "2027-03-28T09:00:00+02:00"
    assert moment(spring, 150, paris).isoformat() == "2027-03-28T03:00:00+02:00"
    assert moment(autumn, 1440, paris).isoformat() == "2027-11-01T00:00:00+01:00"


def test_a_leap_day_counts_like_another() -> None:
    plan = Plan(datetime.date(2028, 2, 28), datetime.date(2028, 3, 1), {number: [(540, 960)] for number in range(1, 8)})
    assert presence(plan).days == 3


def test_a_public_holiday_is_off_unless_hours_were_noted_for_it() -> None:
    first = datetime.date(2028, 5, 1)
    week = {1: [(540, 720), (780, 1020)]}
    assert presence(Plan(first, first, week, holidays=frozenset({first}))) == Presence()
    worked = Plan(first, first, week, special={first: [(540, 600)]}, holidays=frozenset({first}))
    assert presence(worked).minutes == 60
    assert presence(Plan(first, first, week, special={first: []})) == Presence()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("postcode", "country", "holiday", "zone"),
    [
        ("35000", "FR", None, "Europe/Paris"),
        ("67000", "FR", datetime.date(2027, 12, 26), "Europe/Paris"),
        ("57000", "FR", datetime.date(2027, 3, 26), "Europe/Paris"),
        ("97400", "FR", datetime.date(2027, 12, 20), "Indian/Reunion"),
        ("97200", "FR", datetime.date(2027, 5, 22), "America/Martinique"),
        ("1000", "BE", datetime.date(2027, 7, 21), "Europe/Brussels"),
    ],
)
def test_each_region_has_its_holidays_and_its_clock(
    postcode: str, country: str, holiday: datetime.date | None, zone: str
) -> None:
    """§7: overseas and Alsace-Moselle, Belgium."""
    made = factories.placement(start=datetime.date(2027, 3, 1), end=datetime.date(2027, 12, 31))
    site = made.sites.get()
    site.site.postcode, site.site.country = postcode, country
    plan = plans.plan_of(site, made)
    assert plan is not None
    assert plan.zone == ZoneInfo(zone)
    only_there = {
        datetime.date(2027, 12, 26),
        datetime.date(2027, 3, 26),
        datetime.date(2027, 12, 20),
        datetime.date(2027, 5, 22),
        datetime.date(2027, 7, 21),
    }
    if holiday is None:
        assert not plan.holidays & only_there
        assert datetime.date(2027, 7, 14) in plan.holidays
    else:
        assert holiday in plan.holidays


@pytest.mark.django_db
def test_presence_is_read_from_the_rows() -> None:
    """T5, L124-5: weekly hours, a special day, an absence that does not count and leave that does."""
    load_reference()
    monday = datetime.date(2027, 3, 1)
    made = factories.placement(start=monday, end=monday + 13 * DAY)
    site = made.sites.get()
    for weekday in "12345":
        WeekSlot.objects.create(placement_site=site, weekday=weekday, start_minute=540, end_minute=960)
    SpecialDay.objects.create(placement_site=site, day=monday + DAY)
    SpecialDay.objects.create(placement_site=site, day=monday + 5 * DAY, start_minute=540, end_minute=600)
    Interruption.objects.create(placement=made, start=monday + 2 * DAY, end=monday + 2 * DAY)
    Interruption.objects.create(placement=made, start=monday + 3 * DAY, end=monday + 3 * DAY, authorised=True)
    found = plans.presence(made)
    assert found.minutes == 8 * 420 + 60
    assert found.by_week == {monday: 3 * 420 + 60, monday + 7 * DAY: 5 * 420}
    assert found.scaled(durations.scale(on=monday)) == (0, 8, 60)
    assert plans.presence(site) == found
