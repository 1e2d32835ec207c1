"""The planning of a stay (E8): what stands when, what cannot, whose it is, where it shows."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from accounts import privacy
from accounts.enums import OrganisationKind, Role
from accounts.errors import Refused
from accounts.models import AuditEntry, User
from accounts.workspace import Workspace
from hosts.models import HostSite
from internships import planning_parts
from internships.enums import Means, PlanningKind
from internships.models import Placement, PlacementSite, PlanningItem, SmartObjective
from internships.selectors import planning as selectors
from internships.services import planning as service
from internships.services.planning import Line
from internships.steps import journey_of
from tests import factories
from tests.accounts.mailbox import received

MONDAY = datetime.date(2027, 3, 1)
FRIDAY = datetime.date(2027, 4, 2)
DAY = datetime.timedelta(days=1)


class Stay:
    """A trainee at a host, whose manager proposes; the school looks on."""

    def __init__(self, **fields: Any) -> None:
        self.host = factories.host()
        self.school = factories.organisation(OrganisationKind.TRAINING)
        self.manager = factories.member(self.host.organisation)
        self.teacher = factories.member(self.school, Role.COORDINATOR)
        self.trainee = factories.user(is_trainee=True)
        self.placement: Placement = factories.placement(
            self.trainee, self.host, school=self.school, **{"start": MONDAY, "end": FRIDAY, **fields}
        )

    def add(self, line: Line, **options: Any) -> PlanningItem:
        return service.add(placement_id=self.placement.pk, actor=self.trainee, line=line, **options)

    def propose(self, line: Line) -> PlanningItem:
        return service.add(placement_id=self.placement.pk, actor=self.manager, line=line, proposed=True)

    def objective(self, words: str = "Mener un atelier") -> SmartObjective:
        facets = {"measurable": "Deux ateliers", "acceptable": "Oui", "realistic": "Avec le tuteur"}
        return SmartObjective.objects.create(
            person=self.trainee, placement=self.placement, specific=words, due=FRIDAY, **facets
        )

    def client(self, user: User) -> Client:
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    def address(self, name: str, *args: Any) -> str:
        return reverse(f"internships:{name}", args=[self.placement.pk, *args])


@pytest.fixture
def stay(db: None) -> Stay:
    return Stay()


def activity(day: datetime.date = MONDAY, start: int = 540, end: int = 660, **fields: Any) -> Line:
    values = {"title": "Accueil du matin", **fields}
    return Line(kind=PlanningKind.ACTIVITY, day=day, until=day, start_minute=start, end_minute=end, **values)


def journey(day: datetime.date, start: int, until: datetime.date, end: int, **fields: Any) -> Line:
    values = {"origin": "Rennes", "destination": "Montpellier", "means": Means.TRAIN, **fields}
    return Line(kind=PlanningKind.JOURNEY, day=day, until=until, start_minute=start, end_minute=end, **values)


def lodging(day: datetime.date, until: datetime.date, **fields: Any) -> Line:
    return Line(kind=PlanningKind.LODGING, day=day, until=until, **{"title": "Auberge du Port", **fields})


def test_two_things_never_stand_at_one_time(stay: Stay) -> None:
    """E8: overlap is refused, in a sentence beside the hour; what touches does not overlap."""
    stay.add(activity())
    with pytest.raises(service.Misplaced) as refusal:
        stay.add(activity(start=600, end=720, title="Réunion"))
    assert refusal.value.field == "start"
    assert "Accueil du matin" in str(refusal.value)
    stay.add(activity(start=660, end=720, title="Réunion"))
    with pytest.raises(service.Misplaced):
        stay.add(journey(MONDAY, 700, MONDAY, 800))
    assert PlanningItem.objects.count() == 2


def test_the_database_refuses_overlap_too(stay: Stay) -> None:
    """E8: the exclusion constraints hold whatever the code does."""
    item, bed = stay.add(activity()), stay.add(lodging(MONDAY, MONDAY + 2 * DAY))
    twin = {"placement": stay.placement, "day": MONDAY, "until": MONDAY, "title": "Autre"}
    with pytest.raises(IntegrityError, match="planning_item_never_overlaps"), transaction.atomic():
        PlanningItem.objects.create(
            **twin, kind="activity", start_minute=600, end_minute=620, starts_at=item.starts_at, ends_at=item.ends_at
        )
    with pytest.raises(IntegrityError, match="planning_one_bed_a_night"), transaction.atomic():
        PlanningItem.objects.create(
            placement=stay.placement, kind="lodging", title="Hôtel", day=bed.day + DAY, until=bed.until + DAY
        )
    other = Stay()
    other.add(activity())


def test_lodging_is_nights_and_leaves_the_day_free(stay: Stay) -> None:
    """E8: one bed a night; what is done by day does not clash with it, and one bed follows another."""
    bed = stay.add(lodging(MONDAY - DAY, MONDAY + 4 * DAY))
    stay.add(activity())
    stay.add(lodging(MONDAY + 4 * DAY, MONDAY + 6 * DAY, title="Hôtel de la Gare"))
    assert bed.nights == 5
    with pytest.raises(service.Misplaced) as refusal:
        stay.add(lodging(MONDAY + 3 * DAY, MONDAY + 5 * DAY, title="Gîte"))
    assert "Auberge du Port" in str(refusal.value)
    with pytest.raises(service.Misplaced) as refusal:
        stay.add(lodging(MONDAY + 7 * DAY, MONDAY + 7 * DAY))
    assert refusal.value.field == "until"


def test_an_activity_belongs_to_the_stay_a_journey_around_it(stay: Stay) -> None:
    """E8: one travels before the first day; one does nothing there before it."""
    with pytest.raises(service.Misplaced) as refusal:
        stay.add(activity(MONDAY - DAY))
    assert refusal.value.field == "day"
    stay.add(journey(MONDAY - DAY, 1260, MONDAY, 420))
    with pytest.raises(service.Misplaced):
        stay.add(journey(MONDAY - 30 * DAY, 600, MONDAY - 30 * DAY, 700))
    with pytest.raises(service.Misplaced) as refusal:
        stay.add(journey(FRIDAY, 600, FRIDAY - DAY, 700))
    assert refusal.value.field == "until"


def test_a_journey_by_night_stands_on_both_days(stay: Stay) -> None:
    """E8: the week shows it until midnight, then until it arrives; nothing else fits there."""
    stay.add(journey(MONDAY, 1320, MONDAY + DAY, 420))
    week = selectors.week(stay.placement, MONDAY, selectors.read(stay.placement))
    first, second = week.days[0].pieces[0], week.days[1].pieces[0]
    assert (first.start, first.end, second.start, second.end) == (1320, 1440, 0, 420)
    assert (week.start, week.end) == (0, 1440)
    with pytest.raises(service.Misplaced):
        stay.add(activity(MONDAY + DAY, 400, 480))


def test_hours_are_those_of_the_site_and_clocks_change(db: None) -> None:
    """E8: at Réunion nine o’clock is five in Paris; on 28 March the night has no two o’clock in Rennes."""
    here = Stay()
    plain = here.add(activity())
    assert plain.starts_at == datetime.datetime(2027, 3, 1, 8, tzinfo=datetime.UTC)
    summer = here.add(activity(datetime.date(2027, 3, 29)))
    assert summer.starts_at == datetime.datetime(2027, 3, 29, 7, tzinfo=datetime.UTC)
    night = here.add(journey(datetime.date(2027, 3, 28), 60, datetime.date(2027, 3, 28), 240))
    assert night.starts_at
    assert night.ends_at
    assert night.ends_at - night.starts_at == datetime.timedelta(hours=2)
    with pytest.raises(service.Misplaced):
        here.add(activity(datetime.date(2027, 3, 28), 125, 170))
    there = Stay()
    HostSite.objects.filter(institution=there.host).update(postcode="97400", city="Saint-Denis")
    assert there.add(activity()).starts_at == datetime.datetime(2027, 3, 1, 5, tzinfo=datetime.UTC)


def test_moving_keeps_the_length(stay: Stay) -> None:
    """E8: dragged to another day and hour; refused where it has no room, and then nothing moved."""
    item, other = stay.add(activity()), stay.add(activity(MONDAY + DAY))
    moved = service.move(item_id=item.pk, actor=stay.trainee, day=MONDAY + 2 * DAY, start_minute=615)
    assert (moved.day, moved.start_minute, moved.end_minute, moved.version) == (MONDAY + 2 * DAY, 615, 735, 2)
    with pytest.raises(service.Misplaced):
        service.move(item_id=item.pk, actor=stay.trainee, day=other.day, start_minute=600)
    with pytest.raises(service.Misplaced):
        service.move(item_id=item.pk, actor=stay.trainee, day=MONDAY, start_minute=1380)
    item.refresh_from_db()
    assert (item.day, item.start_minute) == (MONDAY + 2 * DAY, 615)
    night = stay.add(journey(MONDAY, 1320, MONDAY + DAY, 420))
    moved = service.move(item_id=night.pk, actor=stay.trainee, day=MONDAY + 5 * DAY, start_minute=1380)
    assert (moved.until, moved.end_minute) == (MONDAY + 6 * DAY, 480)


def test_a_week_is_copied_as_far_as_there_is_room(stay: Stay) -> None:
    """E8: activities only; what is taken or outside the stay is left out, and counted."""
    stay.add(activity())
    stay.add(activity(MONDAY + DAY, title="Atelier"))
    stay.add(journey(MONDAY, 420, MONDAY, 480))
    stay.add(activity(MONDAY + 8 * DAY, 500, 560, title="Visite"))
    week = MONDAY + 7 * DAY
    done = service.copy_week(placement_id=stay.placement.pk, actor=stay.trainee, source=MONDAY, target=week)
    assert done == (1, 1)
    there = PlanningItem.objects.during(week, week + 6 * DAY)
    assert sorted(there.values_list("title", flat=True)) == ["Accueil du matin", "Visite"]
    with pytest.raises(Refused):
        service.copy_week(placement_id=stay.placement.pk, actor=stay.trainee, source=MONDAY, target=MONDAY)


def test_on_a_stay_at_two_sites_a_line_takes_the_site_of_its_new_day(stay: Stay) -> None:
    """E8: Rennes, then Réunion; copied or moved there, nine o’clock is nine o’clock there."""
    first, change = PlacementSite.objects.get(placement=stay.placement), MONDAY + 14 * DAY
    PlacementSite.objects.filter(pk=first.pk).update(end=change - DAY)
    away = factories.host()
    HostSite.objects.filter(institution=away).update(postcode="97400", city="Saint-Denis")
    second = PlacementSite.objects.create(
        placement=stay.placement, institution=away, site=away.sites.first(), start=change, end=FRIDAY, time_share=100
    )
    item = stay.add(activity(site_id=first.pk))
    for target in (MONDAY + 7 * DAY, change):
        service.copy_week(placement_id=stay.placement.pk, actor=stay.trainee, source=MONDAY, target=target)
    near, far = PlanningItem.objects.exclude(pk=item.pk).order_by("day")
    assert (near.site, far.site) == (first, second)
    assert far.starts_at == datetime.datetime(2027, 3, 15, 5, tzinfo=datetime.UTC)
    moved = service.move(item_id=item.pk, actor=stay.trainee, day=change + DAY, start_minute=540)
    assert (moved.site, moved.starts_at) == (second, datetime.datetime(2027, 3, 16, 5, tzinfo=datetime.UTC))


@pytest.mark.parametrize("day", [datetime.date.max, datetime.date.min])
def test_a_day_at_the_end_of_the_calendar_is_refused_beside_its_field(stay: Stay, day: datetime.date) -> None:
    """E8: whatever the kind, written or dragged; no day is counted from it."""
    browser, typed = stay.client(stay.trainee), {"day": day.isoformat(), "until": MONDAY.isoformat()}
    bed = {**typed, "title": "Auberge"}
    train = {**typed, "origin": "Rennes", "destination": "Brest", "means": "train", "start": "08:00", "end": "10:00"}
    for kind, values in (("hebergement", bed), ("trajet", train)):
        answer = browser.post(stay.address("planning_new", kind), values)
        assert answer.status_code == 422
        assert answer.context["form"].errors.keys() == {"day"}
    lines = [stay.add(lodging(MONDAY, MONDAY + 3 * DAY)), stay.add(journey(MONDAY, 1320, MONDAY + DAY, 420))]
    for item in lines:
        place = {"day": day.isoformat(), "minute": "1380"}
        assert browser.post(stay.address("planning_move", item.pk), place).status_code == 302
        item.refresh_from_db()
        assert item.day == MONDAY


def test_a_tutor_proposes_and_the_trainee_takes_it_up(stay: Stay) -> None:
    """E8: one e-mail a day, a line under « à faire », and calendars that wait for the answer."""
    item = stay.propose(activity())
    stay.propose(activity(MONDAY + DAY, title="Atelier"))
    assert len(received(str(stay.trainee.email))) == 1
    waiting = list(planning_parts.todos(Workspace(stay.trainee)))
    assert [todo.count for todo in waiting] == ([2] if item.day >= datetime.date.today() else [])
    assert selectors.of_placements([stay.placement]) == {}
    answer = stay.client(stay.trainee).post(stay.address("planning_accept", item.pk))
    assert answer.status_code == 302
    assert [one.pk for one in selectors.of_placements([stay.placement])[stay.placement.pk]] == [item.pk]
    assert AuditEntry.objects.filter(action="planning.accepted", actor=stay.trainee).count() == 1


def test_a_host_changes_its_own_proposals_only(stay: Stay) -> None:
    """E8: once taken up, a line is the trainee’s; what the trainee wrote never was the host’s."""
    browser, own = stay.client(stay.manager), stay.add(activity())
    proposal = stay.propose(activity(MONDAY + DAY))
    assert browser.get(stay.address("planning_item", own.pk)).status_code == 403
    assert browser.get(stay.address("planning_item", proposal.pk)).status_code == 200
    service.accept(item_id=proposal.pk, actor=stay.trainee)
    assert browser.get(stay.address("planning_item", proposal.pk)).status_code == 403
    assert browser.get(stay.address("planning_new", "trajet")).status_code == 403


def test_the_form_says_what_is_wrong_beside_the_field(stay: Stay) -> None:
    """E8: without JavaScript; what was typed stays, nothing is written."""
    stay.objective()
    stay.add(activity())
    browser, address = stay.client(stay.trainee), stay.address("planning_new", "activite")
    typed = {"title": "Réunion", "objective": "0", "day": MONDAY.isoformat(), "start": "10:00", "end": "11:30"}
    answer = browser.post(address, typed)
    assert answer.status_code == 422
    assert "Accueil du matin" in str(answer.context["form"].errors["start"])
    assert 'value="Réunion"' in answer.content.decode()
    assert browser.post(address, {**typed, "end": "09:30"}).context["form"].errors.keys() == {"end"}
    assert browser.post(address, {**typed, "objective": ""}).context["form"].errors.keys() == {"objective"}
    assert browser.post(address, {**typed, "start": "11:00"}).status_code == 302
    assert PlanningItem.objects.count() == 2


def test_a_line_changed_meanwhile_is_not_overwritten(stay: Stay) -> None:
    """E8: two windows, one line."""
    item = stay.add(activity())
    service.change(item_id=item.pk, actor=stay.trainee, line=activity(title="Autre"), version=1)
    with pytest.raises(Refused):
        service.change(item_id=item.pk, actor=stay.trainee, line=activity(title="Encore"), version=1)
    service.remove(item_id=item.pk, actor=stay.trainee)
    with pytest.raises(Refused):
        service.remove(item_id=item.pk, actor=stay.trainee)


def test_objectives_without_an_activity_are_pointed_out(stay: Stay) -> None:
    """E8: each activity is tied to an objective; the page and the placement say which have none."""
    served, alone = stay.objective("Conduire un entretien"), stay.objective("Lire un projet d’établissement")
    stay.add(activity(objective_id=served.pk))
    covered = {one.objective.pk: one for one in selectors.coverage(stay.placement, selectors.read(stay.placement))}
    assert (covered[served.pk].activities, covered[served.pk].minutes) == (1, 120)
    assert covered[alone.pk].activities == 0
    page = stay.client(stay.trainee).get(stay.address("planning")).content.decode()
    assert f"?objectif={alone.pk}" in page
    assert f"?objectif={served.pk}" not in page
    shown = stay.client(stay.teacher).get(stay.address("placement")).content.decode()
    assert "1 objectif n’a pas encore d’activité" in shown


def test_it_shows_in_the_calendar_the_feed_and_the_programme(stay: Stay) -> None:
    """E8: /calendrier/, the placement’s ICS in the site’s zone, and the page to print."""
    stay.add(activity(title="Atelier peinture"))
    stay.add(lodging(MONDAY - DAY, MONDAY + 2 * DAY))
    browser = stay.client(stay.trainee)
    assert "Atelier peinture" in browser.get(f"{reverse('internships:calendar')}?mois=2027-03").content.decode()
    events = Calendar.from_ical(browser.get(stay.address("placement_ics")).content).walk("VEVENT")
    planned = {str(one["uid"]).split("-")[0]: one for one in events}
    assert "planning" in planned
    start = next(one for one in events if str(one["summary"]) == "Atelier peinture").decoded("dtstart")
    assert (start.hour, str(start.tzinfo)) == (9, "Europe/Paris")
    bed = next(one for one in events if "Auberge du Port" in str(one["summary"]))
    assert (bed.decoded("dtstart"), bed.decoded("dtend")) == (MONDAY - DAY, MONDAY + 2 * DAY)
    programme = browser.get(stay.address("planning_programme")).content.decode()
    assert "Atelier peinture" in programme
    assert "3 nuits" in programme


def test_weeks_follow_one_another_within_bounds(stay: Stay) -> None:
    """E8: from week to week, and no further than two weeks around the stay."""
    browser = stay.client(stay.teacher)
    page = browser.get(stay.address("planning"), {"semaine": "2027-03-10"})
    assert page.context["week"].first == MONDAY + 7 * DAY
    far = browser.get(stay.address("planning"), {"semaine": "2031-01-01"})
    assert far.context["week"].first == MONDAY + 42 * DAY
    assert far.context["later"] is None
    assert browser.get(stay.address("planning"), {"semaine": "n’importe quoi"}).status_code == 200


def test_the_page_asks_a_constant_number_of_questions(stay: Stay, django_assert_max_num_queries: Any) -> None:
    """E8: as many queries for thirty lines as for one."""
    browser = stay.client(stay.trainee)
    for number in range(5):
        for hour in range(9, 15):
            stay.add(activity(MONDAY + number * DAY, hour * 60, hour * 60 + 45, objective_id=stay.objective().pk))
    with django_assert_max_num_queries(12):
        page = browser.get(stay.address("planning"))
    assert page.content.decode().count("data-item=") == 30


def test_the_four_steps_name_planning_and_budget(stay: Stay) -> None:
    """E26, E8, E9: done once there is an activity; what a stay does not ask for is never what comes next."""
    before = {item.position: item for item in planning_parts.on_the_way(journey_of(stay.trainee))}
    assert (before[40].done, before[45].done, before[40].extra) == (False, False, True)
    stay.add(activity())
    stay.propose(activity(MONDAY + DAY))
    after = {item.position: item for item in planning_parts.on_the_way(journey_of(stay.trainee))}
    assert (after[40].done, after[40].note) == (True, "1 activité")
    assert not list(planning_parts.on_the_way(journey_of(factories.user(is_trainee=True))))


def test_a_cancelled_stay_is_not_planned(stay: Stay) -> None:
    """E8: it stays readable, and nothing of it changes."""
    item = stay.add(activity())
    Placement.objects.filter(pk=stay.placement.pk).update(
        state="cancelled", closed_on=MONDAY, close_reason="Plus de place."
    )
    browser = stay.client(stay.trainee)
    assert browser.get(stay.address("planning_new", "activite")).status_code == 403
    with pytest.raises(Refused):
        service.remove(item_id=item.pk, actor=stay.trainee)
    feed = browser.get(stay.address("placement_ics")).content.decode()
    assert "Accueil du matin" not in feed


def test_it_is_given_out_and_erased(stay: Stay) -> None:
    """E8: where somebody was when is theirs."""
    stay.add(activity())
    processing = next(one for one in privacy.processings() if one.name == "planning")
    assert "Accueil du matin" in str(processing.export(stay.trainee))
    assert "Accueil du matin" not in str(processing.export(stay.teacher))
    processing.erase(stay.trainee)
    assert not PlanningItem.objects.exists()
