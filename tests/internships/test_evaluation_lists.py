"""Lists of evaluations: a school reads what it may, those who run a network neither names nor answers (E11, E20)."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.enums import OrganisationKind, Role
from accounts.models import Organisation
from internships.enums import Source
from internships.models import Evaluation, Placement
from internships.services import evaluations
from tests import factories
from tests.internships.evaluating import Stay
from tests.matrix import sign_in

pytestmark = pytest.mark.django_db
OURS, OVERSEEN = "/evaluations/", "/evaluations/territoire/"


def text(client: Client, address: str, **query: Any) -> str:
    body = client.get(address, query).content.decode()
    return " ".join(body.split("<main", 1)[1].replace("\u202f", " ").replace("\xa0", " ").split())


def rows(client: Client, address: str, **query: Any) -> list[str]:
    response = client.get(address, {**query, "format": "csv"})
    return list(response.getvalue().decode().strip().split("\r\n"))  # type: ignore[attr-defined]


@pytest.fixture
def stay() -> Stay:
    return Stay(ended=20, sender="training")


def _signed_in(body: Organisation, role: str) -> Client:
    """Somebody who runs a network, with the second factor that they need."""
    person = factories.member(body, role)
    factories.second_factor(person)
    return sign_in(person)


def no_longer_taken_back(evaluation: Evaluation) -> None:
    Evaluation.objects.filter(pk=evaluation.pk).update(sent_at=timezone.now() - datetime.timedelta(days=9))


def test_what_can_still_be_taken_back_is_not_shown(stay: Stay) -> None:
    """E20: neither on the page nor in the export; afterwards both say it."""
    school = sign_in(stay.boss)
    sent = stay.answer(Source.TRAINEE, actor=stay.trainee)
    page = reverse("internships:evaluation", args=[stay.placement.pk, Source.TRAINEE])
    body = text(school, OURS)
    assert "Lisible à partir du" in body
    assert page not in body
    assert "À conseiller" not in "".join(rows(school, OURS))
    assert ";2;" not in rows(school, OURS)[1], "nor how many objectives were reached"
    no_longer_taken_back(sent)
    body = text(school, OURS)
    assert page in body
    assert "2 objectifs atteints sur 2" in body
    assert "À conseiller ? Oui" in "".join(rows(school, OURS)).replace("\xa0", " ")


def test_filters_by_state_side_cohort_name_and_days(stay: Stay) -> None:
    """E11: what stands in the address; the export follows it."""
    cohort = factories.cohort(stay.sender)
    enrolment = factories.enrolment(cohort, stay.trainee)
    Placement.objects.filter(pk=stay.placement.pk).update(enrolment=enrolment)
    stay.answer(Source.TRAINEE, actor=stay.trainee)
    stay.evaluation(Source.HOST)
    school = sign_in(stay.boss)
    end = stay.end.isoformat()
    expected = {
        (): 2,
        (("state", "sent"),): 1,
        (("state", "late"), ("source", "host")): 1,
        (("state", "late"), ("source", "trainee")): 0,
        (("cohort", str(cohort.pk)),): 2,
        (("q", "alix"),): 2,
        (("q", "personne"),): 0,
        (("since", end), ("until", end)): 2,
        (("since", (stay.end + datetime.timedelta(days=1)).isoformat()),): 0,
    }
    for query, number in expected.items():
        assert len(rows(school, OURS, **dict(query))) - 1 == number, query
    assert "Aucune évaluation ne correspond" in text(school, OURS, q="personne")


def test_another_school_sees_none_of_it(stay: Stay) -> None:
    """S5: nor does a host, nor the trainee by that address."""
    stay.answer(Source.TRAINEE, actor=stay.trainee)
    other = sign_in(factories.member(factories.organisation(OrganisationKind.TRAINING), Role.COORDINATOR))
    assert "Pas encore d’évaluation" in text(other, OURS)
    assert len(rows(other, OURS)) == 1
    assert sign_in(stay.trainee).get(OURS).status_code == 403


def test_those_who_run_a_network_read_states_not_words(stay: Stay) -> None:
    """S11: of their territory's hosts only; no name of a trainee, no answer, no number of objectives."""
    territory = factories.territory(slug="ici")
    no_longer_taken_back(stay.answer(Source.TRAINEE, actor=stay.trainee))
    network = factories.organisation(OrganisationKind.NETWORK)
    club = factories.organisation(OrganisationKind.NETWORK, territory=territory)
    admin, animator = (_signed_in(network, Role.NETWORK_ADMIN), _signed_in(club, Role.ANIMATOR))
    body = text(admin, OVERSEEN)
    assert stay.host.name in body
    for client, address in ((admin, OVERSEEN), (animator, OVERSEEN)):
        told = text(client, address) + "".join(rows(client, address))
        assert stay.trainee.last_name not in told
        assert "conseiller" not in told
    assert len(rows(admin, OVERSEEN)) == 2
    assert len(rows(animator, OVERSEEN)) == 1
    stay.host.organisation.territory = territory
    stay.host.organisation.save()
    assert len(rows(animator, OVERSEEN)) == 2
    assert len(rows(admin, OVERSEEN, territoire="ici", annee=str(stay.placement.start.year))) == 2
    assert len(rows(admin, OVERSEEN, annee="2001")) == 1


def test_who_works_for_the_school_and_is_its_trainee_does_not_read_here_what_is_said_of_them(stay: Stay) -> None:
    """E20: neither on the page nor in the export; a colleague does."""
    no_longer_taken_back(stay.answer(Source.HOST))
    colleague = sign_in(stay.boss)
    factories.member(stay.sender, Role.COORDINATOR, user=stay.trainee)
    assert len(rows(colleague, OURS)) == 2
    assert "conseiller" in "".join(rows(colleague, OURS))
    own = sign_in(stay.trainee)
    assert len(rows(own, OURS)) == 1
    assert stay.host.name not in text(own, OURS)


def test_as_many_queries_with_one_line_or_many(stay: Stay, django_assert_max_num_queries: Any) -> None:
    """E11: pinned for both lists, and the same with ten stays more, each of another person at another host."""
    for source in stay.sources:
        no_longer_taken_back(stay.answer(source, actor=stay.trainee if source == Source.TRAINEE else None))
    school = sign_in(stay.boss)
    admin = _signed_in(factories.organisation(OrganisationKind.NETWORK), Role.NETWORK_ADMIN)
    asked = [(client, {**query}) for client in (school, admin) for query in ({}, {"format": "csv"})]

    def numbers() -> list[int]:
        found = []
        for client, query in asked:
            with django_assert_max_num_queries(12) as captured:
                answer = client.get(OURS if client is school else OVERSEEN, query)
                assert b"".join(answer)
            found.append(len(captured.captured_queries))
        return found

    numbers()
    few = numbers()
    first = stay.placement
    for _number in range(10):
        other = factories.placement(
            None, factories.host(), school=stay.sender, kind=stay.kind, start=first.start, end=first.end
        )
        for source in stay.sources:
            evaluations.open_evaluation(placement_id=other.pk, source=source)
    assert len(rows(school, OURS)) == 1 + 33
    assert numbers() == few
