"""Small rows that come in the statement of their owners: the same as `prefetch_related` brings, in one query."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any

import pytest
from django.db.models import Prefetch, Q

from accounts.along import Branch, along, came_with
from accounts.enums import OrganisationKind
from hosts.models import HostInstitution, Level, OfferPeriod, PlacementOffer, SiteQualification
from internships.models import Interruption, Placement, PlacementSite, SpecialDay, Supervisor, WeekSlot
from law.models import LegalRule, LegalTopic
from tests import factories

pytestmark = pytest.mark.django_db
MONDAY = datetime.date(2027, 3, 1)


@pytest.fixture
def placement() -> Placement:
    """With a week, a special day, leave and two people, one of them with an account."""
    made = factories.placement(start=MONDAY, end=MONDAY + datetime.timedelta(days=25))
    site = made.sites.get()
    for day, start in (("2", 540), ("1", 780), ("1", 540)):
        WeekSlot.objects.create(placement_site=site, weekday=day, start_minute=start, end_minute=start + 120)
    SpecialDay.objects.create(placement_site=site, day=MONDAY, label="Férié")
    Interruption.objects.create(placement=made, start=MONDAY, end=MONDAY, authorised=True, reason="Congé")
    for name, user in (("Claude", factories.user()), ("Sacha", None)):
        Supervisor.objects.create(
            placement=made, placement_site=site, capacity="tutor", name=name, user=user, since=MONDAY
        )
    return made


def as_rows(rows: Any) -> list[dict[str, Any]]:
    """Every column of every row, with the types that Python sees."""
    return [{field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields} for row in rows]


def test_the_rows_are_those_of_prefetch_related(placement: Placement, django_assert_num_queries: Any) -> None:
    """Values and types, order, what they point at: nothing tells them from rows that were read by themselves."""
    people = Branch("supervisors", related=("user", "placement_site__site"))
    sites = Branch("sites", branches=("week", "special_days"))
    with django_assert_num_queries(1):
        found = along(Placement.objects.all(), "interruptions", people, sites).get(pk=placement.pk)
        site = found.sites.all()[0]
        brought = [found.interruptions.all(), found.supervisors.all(), site.week.all(), site.special_days.all()]
        claude, sacha = found.supervisors.all()
        assert str(claude.user).startswith("Camille")
        assert claude.user.date_joined.tzinfo is not None
        assert claude.placement is found
        assert claude.placement_site.site.latitude == 48.117
        assert sacha.user is None
    read = [
        Interruption.objects.all(),
        Supervisor.objects.all(),
        WeekSlot.objects.all(),
        SpecialDay.objects.all(),
    ]
    for mine, theirs in zip(brought, read, strict=True):
        assert as_rows(mine) == as_rows(theirs)
        assert list(mine) == list(theirs)
    assert claude.user == Supervisor.objects.get(name="Claude").user


def test_several_owners_and_further_conditions(placement: Placement, django_assert_num_queries: Any) -> None:
    other = factories.placement()
    with django_assert_num_queries(1):
        rows = along(Placement.objects.all(), "interruptions").filter(pk__in=[placement.pk, other.pk]).order_by("pk")
        assert [len(row.interruptions.all()) for row in rows] == [1, 0]
    assert along(Placement.objects.all(), "interruptions").count() == 2
    assert along(Placement.objects.distinct(), "sites").get(pk=other.pk).sites.get() == other.sites.get()


def test_along_a_prefetch_and_beside_it(placement: Placement, django_assert_num_queries: Any) -> None:
    sites = along(PlacementSite.objects.all(), "week")
    with django_assert_num_queries(2):
        rows = along(Placement.objects.all(), "interruptions")
        found = rows.prefetch_related("interruptions", Prefetch("sites", sites)).get(pk=placement.pk)
        assert len(found.interruptions.all()) == 1
        assert len(found.sites.all()[0].week.all()) == 3
    assert came_with(found, "sites")
    assert not came_with(found, "documents")
    assert not came_with(Placement.objects.get(pk=placement.pk), "interruptions")


def test_rows_of_what_is_pointed_at(placement: Placement, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        site = along(PlacementSite.objects.select_related("placement"), "placement__interruptions").get()
        assert site.placement.interruptions.all()[0].reason == "Congé"
    nobody = along(Supervisor.objects.select_related("user"), "user__memberships").get(name="Sacha")
    assert nobody.user is None


def test_some_of_the_rows_only(django_assert_num_queries: Any) -> None:
    """A list that is not the whole relation has its own name, so that nobody takes one for the other."""
    host = factories.host()
    schools = [factories.organisation(OrganisationKind.TRAINING) for _number in range(2)]
    site = host.sites.get()
    for school, until in zip(schools, (None, MONDAY), strict=True):
        SiteQualification.objects.create(site=site, school=school, since=datetime.date(2020, 1, 1), until=until)
    current = Branch("sites", branches=(Branch("qualifications", ("school",), where=Q(until=None), to="current"),))
    with django_assert_num_queries(1):
        found = along(HostInstitution.objects.all(), current).get(pk=host.pk).sites.all()[0]
        assert [one.school.name for one in found.current] == [schools[0].name]
    assert found.qualifications.count() == 2


def test_many_to_many_in_its_own_order(django_assert_num_queries: Any) -> None:
    offer = factories.offer()
    levels = [
        Level.objects.create(code=f"l{position}", name_fr=f"Niveau {position}", position=position)
        for position in (3, 1, 2)
    ]
    offer.levels.set(levels)
    with django_assert_num_queries(1):
        found = along(PlacementOffer.objects.all(), "levels", "periods").get(pk=offer.pk)
        assert [level.position for level in found.levels.all()] == [1, 2, 3]
        brought = as_rows(found.periods.all())
    assert brought == as_rows(OfferPeriod.objects.filter(offer=offer))


def test_fractions_stay_exact() -> None:
    topic = LegalTopic.objects.create(country="FR", key="prix", regime=factories.regime(), label_fr="Prix")
    LegalRule.objects.create(topic=topic, value=Decimal("4.35"), valid_from=MONDAY, article="A", explanation_fr="E")
    (rule,) = along(LegalTopic.objects.all(), "versions").get(pk=topic.pk).versions.all()
    assert (rule.value, str(rule.value)) == (Decimal("4.35"), "4.35")
    assert rule.read_on is None


def test_what_is_no_list_is_refused() -> None:
    with pytest.raises(ValueError, match="many rows"):
        along(Placement.objects.all(), "person")
