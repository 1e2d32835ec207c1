from __future__ import annotations

import pytest
from django.core import mail
from django.db import IntegrityError, transaction

from accounts.enums import OrganisationKind, Role
from accounts.models import AuditEntry, Membership
from hosts.enums import HostOrigin, HostState
from hosts.models import HostInstitution, Place
from hosts.services import claims, institutions, moderation, sites
from hosts.versions import Edit, StaleEdit, fingerprint
from hosts.workflow import HOST_ACTIONS, NotPossible, available_actions
from messaging import outbox
from tests import factories

pytestmark = pytest.mark.django_db
SITE = {"address": "3 rue des Lilas", "postcode": "35000", "city": "Rennes", "country": "FR"}


@pytest.fixture
def territory():  # type: ignore[no-untyped-def]
    return factories.territory(departments=["35"])


@pytest.fixture
def animator(territory):  # type: ignore[no-untyped-def]
    return factories.member(factories.organisation(OrganisationKind.NETWORK, territory=territory), Role.ANIMATOR)


@pytest.fixture
def elsewhere():  # type: ignore[no-untyped-def]
    """An animator of another territory."""
    other = factories.territory(departments=["34"])
    return factories.member(factories.organisation(OrganisationKind.NETWORK, territory=other), Role.ANIMATOR)


def sent() -> list[tuple[str, str]]:
    outbox.drain()
    return [(message.to[0], message.subject) for message in mail.outbox]


def create(**fields: object) -> HostInstitution:
    values = {
        "actor": factories.user(),
        "origin": HostOrigin.ITSELF,
        "name": "IME Les Tilleuls",
        "site": SITE,
        **fields,
    }
    return institutions.create_host(**values)  # type: ignore[arg-type]


class TestCreation:
    def test_own_people_become_managers_and_the_territory_is_told(self, territory, animator) -> None:  # type: ignore[no-untyped-def]
        founder = factories.user()
        host = create(actor=founder, siret="732 829 320 00074")
        assert host.state == HostState.PENDING
        assert host.organisation.territory == territory
        assert host.organisation.siret == "73282932000074"
        assert Membership.objects.filter(user=founder, organisation=host.organisation, role=Role.HOST_MANAGER).exists()
        assert [to for to, subject in sent() if "Tilleuls" in subject] == [animator.email]
        assert AuditEntry.objects.get(action="host.created").target_id == str(host.pk)

    def test_a_trainee_who_discovered_it_manages_nothing(self, animator) -> None:  # type: ignore[no-untyped-def]
        """E24, S6."""
        trainee = factories.user(is_trainee=True)
        host = create(actor=trainee, origin=HostOrigin.TRAINEE)
        assert host.discovered_by == trainee
        assert not Membership.objects.filter(user=trainee).exists()
        assert HostInstitution.objects.visible_to(trainee).contains(host)
        assert not HostInstitution.objects.visible_to(factories.user()).contains(host)

    def test_addresses_are_unique(self) -> None:
        assert [create().slug, create().slug, create().slug] == [
            "ime-les-tilleuls-rennes",
            "ime-les-tilleuls-rennes-2",
            "ime-les-tilleuls-rennes-3",
        ]

    def test_without_a_position_the_commune_gives_one(self) -> None:
        place = Place.objects.create(
            code="35238",
            name="Rennes",
            folded="rennes",
            postcodes=["35000"],
            department="35",
            latitude=48.11,
            longitude=-1.68,
        )
        site = create(site={"place": place}).sites.get()
        assert (site.latitude, site.longitude, site.approximate) == (48.11, -1.68, True)
        assert (site.city, site.postcode) == ("Rennes", "35000")

    @pytest.mark.parametrize(
        ("postcode", "code"), [("20000", "2A"), ("20600", "2B"), ("97400", "974"), ("34090", "34")]
    )
    def test_territory_from_the_postcode(self, postcode: str, code: str) -> None:
        territory = factories.territory(departments=[code])
        assert create(site={**SITE, "postcode": postcode}).organisation.territory == territory


class TestModeration:
    def test_table_is_whole(self) -> None:
        """Every state but the merged one can be left; actions that hurt say why or are undone."""
        left = {state for action in HOST_ACTIONS.values() for state in action.sources}
        assert left == set(HostState.values) - {HostState.MERGED}

    def test_publish_tells_its_people(self, animator) -> None:  # type: ignore[no-untyped-def]
        trainee = factories.user(is_trainee=True)
        host = create(actor=trainee, origin=HostOrigin.TRAINEE)
        moderation.act(institution_id=host.pk, action="publish", actor=animator)
        host.refresh_from_db()
        assert host.state == HostState.PUBLISHED
        assert host.published_at
        assert (trainee.email, "IME Les Tilleuls est en ligne") in sent()
        entry = AuditEntry.objects.get(action="host.publish")
        assert entry.data == {"from": "pending", "to": "published"}
        assert entry.actor == animator

    def test_sending_back_says_why_and_comes_back(self, animator) -> None:  # type: ignore[no-untyped-def]
        founder = factories.user()
        host = create(actor=founder)
        with pytest.raises(moderation.ReasonNeeded):
            moderation.act(institution_id=host.pk, action="send_back", actor=animator, reason="  ")
        moderation.act(institution_id=host.pk, action="send_back", actor=animator, reason="Quelle est la rue ?")
        outbox.drain()
        assert any(
            "Quelle est la rue ?" in str(message.body) for message in mail.outbox if message.to == [founder.email]
        )
        moderation.act(institution_id=host.pk, action="submit", actor=founder)
        host.refresh_from_db()
        assert (host.state, host.state_reason) == (HostState.PENDING, "")

    def test_refusal_can_be_undone(self, animator) -> None:  # type: ignore[no-untyped-def]
        host = create()
        moderation.act(institution_id=host.pk, action="refuse", actor=animator, reason="Hors du champ")
        assert moderation.act(institution_id=host.pk, action="reopen", actor=animator).state == HostState.PENDING

    def test_the_database_demands_a_reason(self) -> None:
        host = create()
        with pytest.raises(IntegrityError), transaction.atomic():
            HostInstitution.objects.filter(pk=host.pk).update(state=HostState.REFUSED)

    def test_another_territory_and_the_host_itself_may_not(self, animator, elsewhere) -> None:  # type: ignore[no-untyped-def]
        """Within their territory only; nobody publishes their own sheet."""
        founder = factories.user()
        host = create(actor=founder)
        for person in (elsewhere, founder, factories.user()):
            with pytest.raises(NotPossible):
                moderation.act(institution_id=host.pk, action="publish", actor=person)
        assert available_actions(host, elsewhere) == []
        assert {action.code for action in available_actions(host, animator)} == {
            "publish",
            "send_back",
            "refuse",
            "merge",
        }

    def test_twice_is_not_possible(self, animator) -> None:  # type: ignore[no-untyped-def]
        host = create()
        moderation.act(institution_id=host.pk, action="publish", actor=animator)
        with pytest.raises(NotPossible):
            moderation.act(institution_id=host.pk, action="publish", actor=animator)


class TestEditing:
    def edit(self, host: HostInstitution, *fields: str, page: str = "") -> Edit:
        return Edit(host.version, fingerprint(host, fields), page)

    def test_save_and_search_follows(self, monkeypatch: pytest.MonkeyPatch) -> None:
        host, person, seen = factories.host(), factories.user(), []
        monkeypatch.setattr(institutions, "reindex_institution", lambda one: seen.append(one.pk))
        changes = {"presentation": "Une maison au calme.", "organisation__name": "Maison neuve"}
        institutions.update_host(institution_id=host.pk, actor=person, changes=changes, edit=self.edit(host, *changes))
        host.refresh_from_db()
        assert (host.presentation, host.organisation.name, host.version) == ("Une maison au calme.", "Maison neuve", 2)
        assert seen == [host.pk]
        assert AuditEntry.objects.get(action="host.edited").data == {"fields": ["organisation__name", "presentation"]}

    def test_the_second_editor_is_stopped(self) -> None:
        """quality.md: versions for optimistic editing."""
        host, person = factories.host(), factories.user()
        mine = self.edit(host, "presentation")
        institutions.update_host(institution_id=host.pk, actor=person, changes={"presentation": "A"}, edit=mine)
        with pytest.raises(StaleEdit):
            institutions.update_host(institution_id=host.pk, actor=person, changes={"presentation": "B"}, edit=mine)
        host.refresh_from_db()
        assert host.presentation == "A"

    def test_another_section_or_the_same_words_or_ones_own_page_are_no_conflict(self) -> None:
        host, person = factories.host(), factories.user()
        one, other = self.edit(host, "presentation", page="p1"), self.edit(host, "activity")

        def save(edit: Edit, **changes: str) -> None:
            institutions.update_host(institution_id=host.pk, actor=person, changes=changes, edit=edit)

        save(one, presentation="A")
        save(other, activity="IME")
        save(Edit(1), presentation="A")
        host.refresh_from_db()
        save(self.edit(host, "presentation", page="p2"), presentation="B")
        save(Edit(1, page="p2"), presentation="C")
        host.refresh_from_db()
        assert (host.presentation, host.activity) == ("C", "IME")

    def test_many_to_many_counts_as_a_change(self) -> None:
        from hosts.models import Occupation

        host, person = factories.host(), factories.user()
        first, second = (Occupation.objects.create(code=f"o{i}", name_fr=f"Métier {i}") for i in (1, 2))
        mine = self.edit(host, "occupations")
        institutions.update_host(institution_id=host.pk, actor=person, changes={"occupations": [first]}, edit=mine)
        with pytest.raises(StaleEdit):
            institutions.update_host(institution_id=host.pk, actor=person, changes={"occupations": [second]}, edit=mine)


class TestSites:
    def test_moving_the_main_site_changes_the_territory(self, territory) -> None:  # type: ignore[no-untyped-def]
        herault = factories.territory(departments=["34"])
        host = create()
        assert host.organisation.territory == territory
        data = {"postcode": "34000", "city": "Montpellier"}
        sites.update_site(site_id=host.sites.get().pk, actor=None, data=data)
        host.organisation.refresh_from_db()
        assert host.organisation.territory == herault

    def test_closing_the_main_site_makes_another_main(self) -> None:
        host, person = create(), factories.user()
        first = host.sites.get()
        with pytest.raises(sites.LastSite):
            sites.close_site(site_id=first.pk, actor=person)
        second = sites.add_site(institution=host, actor=person, data={"city": "Rennes", "postcode": "35200"})
        sites.close_site(site_id=first.pk, actor=person)
        second.refresh_from_db()
        first.refresh_from_db()
        assert (second.is_main, first.is_main, first.active) == (True, False, False)


class TestClaims:
    def test_managers_answer_and_the_person_joins(self) -> None:
        host, person = factories.host(), factories.user()
        manager = factories.member(host.organisation)
        request = claims.claim(institution=host, user=person, function="Éducatrice")
        assert claims.claim(institution=host, user=person, function="Éducatrice") == request
        assert [to for to, _ in sent()] == [manager.email]
        claims.answer(claim_id=request.pk, actor=manager, accept=True)
        assert Membership.objects.current().filter(user=person, organisation=host.organisation).exists()
        with pytest.raises(NotPossible):
            claims.answer(claim_id=request.pk, actor=manager, accept=False)

    def test_without_a_manager_the_territory_is_asked(self, territory, animator, elsewhere) -> None:  # type: ignore[no-untyped-def]
        host, person = create(actor=None, origin=HostOrigin.NETWORK, published=True), factories.user()
        request = claims.claim(institution=host, user=person, function="Directeur")
        assert [to for to, _ in sent()] == [animator.email]
        for stranger in (elsewhere, person):
            with pytest.raises(NotPossible):
                claims.answer(claim_id=request.pk, actor=stranger, accept=True)
        claims.answer(claim_id=request.pk, actor=animator, accept=False)
        assert not Membership.objects.filter(user=person).exists()
