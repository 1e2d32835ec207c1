"""The dashboard of those who run the network, within their territory, with its export (S11, E21)."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import dashboard
from accounts.dashboard import Scope
from accounts.enums import OrganisationKind, Role
from accounts.models import Territory, User
from accounts.workspace import Workspace
from internships.enums import ApplicationState, Source
from internships.models import Application, FollowUp
from internships.services import evaluations
from practices.enums import PracticeState
from tests import factories
from tests.internships import evaluating
from tests.matrix import sign_in

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)
ADDRESS = "/tableau-de-bord/"


def admin(territory: Territory | None = None, role: str = Role.NETWORK_ADMIN) -> User:
    made = factories.member(factories.organisation(OrganisationKind.NETWORK, territory=territory), role)
    factories.second_factor(made)
    return made


def numbers(user: User, **scope: Any) -> dict[tuple[str, str], tuple[int, int | None]]:
    found = dashboard.sections(Scope(Workspace(user), **scope))
    return {
        (section.code, str(one.label).replace("\xa0", " ")): (one.number, one.whole)
        for section in found
        for one in section.figures
    }


def text(client: Client, **query: Any) -> str:
    return " ".join(client.get(ADDRESS, query).content.decode().replace("\u202f", " ").replace("\xa0", " ").split())


class TestFigures:
    def test_each_figure_is_counted_from_the_rows(self) -> None:
        """Practices by state, placements, evaluations opened, sent and late, follow-ups, replies of hosts."""
        stay = evaluating.Stay(ended=20)
        stay.answer(Source.TRAINEE, actor=stay.trainee)
        evaluations.open_evaluation(placement_id=stay.placement.pk, source=Source.HOST)
        FollowUp.objects.create(placement=stay.placement, months=12, due=timezone.localdate() - DAY)
        factories.practice(state=PracticeState.VALIDATED)
        factories.practice(state=PracticeState.SUBMITTED)
        offer = factories.offer(stay.host)
        for state, answered in (
            (ApplicationState.REFUSED, timezone.now()),
            (ApplicationState.EXPIRED, None),
            (ApplicationState.SENT, None),
        ):
            made = factories.application(None, offer)
            Application.objects.filter(pk=made.pk).update(
                state=state, answered_at=answered, sent_at=timezone.now(), reason="Complet"
            )
        found = numbers(admin())
        assert found["pratiques", "Validée"] == (1, 2)
        assert found["stages", "Terminés"] == (1, 1)
        assert found["conventions", "Pas encore de convention"] == (1, 1)
        assert found["evaluations", "Les stagiaires : envoyées"] == (1, 1)
        assert found["evaluations", "Les hôtes : envoyées"] == (0, 1)
        assert found["evaluations", "Les hôtes : en retard"] == (1, 1)
        assert found["suites", "Réponses après un an"] == (0, 1)
        assert found["reponses", "Candidatures auxquelles un hôte a répondu"] == (1, 2)
        assert not [label for code, label in found if code == "objectifs"], "one trainee alone is told apart nowhere"

    def test_a_year_and_a_territory_are_theirs_alone(self) -> None:
        """S11: elsewhere and in other years nothing of it is counted."""
        here, elsewhere = factories.territory(), factories.territory()
        host = factories.host(organisation__territory=here)
        start = timezone.localdate() - 400 * DAY
        factories.placement(None, host, start=start, end=start + DAY)
        user = admin()
        key = ("stages", "Terminés")
        assert numbers(user, territory=here, year=start.year)[key] == (1, 1)
        assert numbers(user, territory=here, year=start.year + 2)[key] == (0, 0)
        assert numbers(user, territory=elsewhere)[key] == (0, 0)
        assert numbers(user, territory=elsewhere)["hotes", "Publiés"][0] == 0


class TestPage:
    def test_an_animator_reads_their_territory_whatever_the_address_says(self) -> None:
        """S11: the filter is not even offered; another territory in the address changes nothing."""
        here, elsewhere = factories.territory(slug="ici"), factories.territory(slug="ailleurs")
        for territory, number in ((here, 1), (elsewhere, 3)):
            for _number in range(number):
                factories.host(organisation__territory=territory)
        animator = sign_in(admin(here, Role.ANIMATOR))
        for query in ({}, {"territoire": "ailleurs"}):
            body = text(animator, **query)
            assert here.name in body
            assert 'name="territoire"' not in body
            rows = animator.get(ADDRESS, {**query, "format": "csv"}).getvalue().decode()
            assert "Hôtes;Publiés;1;" in rows
        assert "Hôtes;Publiés;4;" in sign_in(admin()).get(ADDRESS, {"format": "csv"}).getvalue().decode()

    def test_figures_lead_to_the_lists_behind_them(self) -> None:
        """Only where there is something, and only to what the reader may open."""
        factories.practice(state=PracticeState.SUBMITTED)
        queue = f"{reverse('practices:queue')}?state=submitted"
        assert queue in text(sign_in(admin()))
        assert queue not in text(sign_in(admin(role=Role.ANIMATOR)))

    def test_both_formats_and_an_empty_network(self) -> None:
        browser = sign_in(admin())
        assert "Encore rien à compter" in text(browser)
        assert browser.get(ADDRESS, {"format": "xlsx"}).status_code == 200

    def test_the_file_is_in_the_language_of_its_reader(self) -> None:
        """S7: its rows are written while it is sent, after the page's language is put away."""
        factories.host()
        browser = sign_in(admin())
        for language, first, last in (("fr", "Hôtes;Publiés;1;", "Tous les"), ("en", "Hosts;Published;1;", "All terr")):
            browser.cookies[settings.LANGUAGE_COOKIE_NAME] = language
            rows = browser.get(ADDRESS, {"format": "csv"}).getvalue().decode()
            assert first in rows
            assert f";{last}" in rows, "what is said of every row, too"

    def test_as_many_queries_whatever_there_is(self, django_assert_max_num_queries: Any) -> None:
        browser = sign_in(admin())
        browser.get(ADDRESS)
        for _number in range(4):
            factories.placement()
            factories.practice()
        with django_assert_max_num_queries(12):
            browser.get(ADDRESS)
