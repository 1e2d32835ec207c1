from __future__ import annotations

import pytest
from django.core import mail

from accounts.enums import OrganisationKind, Role
from accounts.models import AuditEntry, Membership
from hosts.enums import HostState
from hosts.models import ContactPerson, Favourite, HostInstitution, RegisterEntry, SiteQualification
from hosts.services import claims, merging
from hosts.workflow import NotPossible
from messaging import outbox
from tests import factories

pytestmark = pytest.mark.django_db


class Scene:
    """Two sheets of one host, entered twice: one at the same address, and one more site at the twin's."""

    def __init__(self) -> None:
        self.territory = factories.territory()
        self.club = factories.organisation(OrganisationKind.NETWORK, territory=self.territory)
        self.animator = factories.member(self.club, Role.ANIMATOR)
        own = {"organisation__territory": self.territory}
        self.survivor = factories.host(organisation__name="IME Les Tilleuls", **own)
        self.twin = factories.host(
            organisation__name="Ime les tilleuls",
            organisation__siret="73282932000074",
            presentation="Au bord de l'eau.",
            **own,
        )
        self.same = self.twin.sites.get()
        self.stays = self.survivor.sites.get()
        self.more = factories.site(self.twin, city="Fougères", postcode="35300", latitude=48.35, longitude=-1.2)

    def merge(self, **changed: object) -> HostInstitution:
        pairs = {self.same.pk: self.stays.pk, self.more.pk: None}
        values = {"twin_id": self.twin.pk, "survivor_id": self.survivor.pk, "actor": self.animator, "pairs": pairs}
        return merging.merge(**{**values, **changed})  # type: ignore[arg-type]


@pytest.fixture
def scene() -> Scene:
    return Scene()


def test_everything_moves_to_the_survivor(scene: Scene) -> None:
    """E24: merge by administrators; nothing is lost."""
    twin, survivor = scene.twin, scene.survivor
    offer = factories.offer(twin)
    RegisterEntry.objects.create(site=scene.same, register="finess", identifier="350000001")
    ContactPerson.objects.create(institution=twin, site=scene.same, name="A. Dupont", email="a@example.org")
    ContactPerson.objects.create(institution=survivor, name="B. Martin", email="b@example.org")
    ContactPerson.objects.create(institution=twin, name="B. Martin", email="B@example.org")
    school = factories.organisation(OrganisationKind.TRAINING)
    SiteQualification.objects.create(site=scene.same, school=school)
    SiteQualification.objects.create(site=scene.stays, school=school)
    colleague = factories.member(twin.organisation, Role.TUTOR)
    request = claims.claim(institution=twin, user=factories.user(), function="Éducatrice")

    scene.merge()
    for one in (twin, survivor, offer, scene.same, scene.more, request):
        one.refresh_from_db()
    assert (twin.state, twin.merged_into) == (HostState.MERGED, survivor)
    assert set(survivor.sites.all()) == {scene.stays, scene.more}
    assert offer.institution == survivor
    assert set(offer.sites.all()) == {scene.stays, scene.more}
    assert RegisterEntry.objects.get().site == scene.stays
    assert sorted(survivor.contacts.values_list("name", flat=True)) == ["A. Dupont", "B. Martin"]
    assert scene.stays.qualifications.filter(until__isnull=True).count() == 1
    assert (
        Membership.objects.current()
        .filter(user=colleague, organisation=survivor.organisation, role=Role.TUTOR)
        .exists()
    )
    assert not Membership.objects.current().filter(organisation=twin.organisation).exists()
    assert request.institution == survivor
    assert survivor.presentation == "Au bord de l'eau."
    assert survivor.organisation.siret == "73282932000074"
    assert survivor.sites.filter(is_main=True).count() == 1


def test_what_the_survivor_says_stays(scene: Scene) -> None:
    HostInstitution.objects.filter(pk=scene.survivor.pk).update(presentation="La nôtre.")
    scene.merge()
    scene.survivor.refresh_from_db()
    assert scene.survivor.presentation == "La nôtre."


def test_trace_and_emails(scene: Scene) -> None:
    manager = factories.member(scene.twin.organisation)
    scene.merge()
    entry = AuditEntry.objects.get(action="host.merge")
    assert entry.data["into"] == scene.survivor.pk
    outbox.drain()
    assert [message.to for message in mail.outbox] == [[manager.email]]
    assert "Tilleuls" in mail.outbox[0].subject


def test_followers_are_called_with_the_map_of_sites(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = []
    monkeypatch.setattr(merging, "_followers", [lambda *arguments: seen.append(arguments)])
    scene.merge()
    ((twin, survivor, moved),) = seen
    assert (twin, survivor) == (scene.twin, scene.survivor)
    assert moved == {scene.same.pk: scene.stays, scene.more.pk: scene.more}


def test_favourites_follow(scene: Scene) -> None:
    one, both = factories.user(), factories.user()
    for person, host in ((one, scene.twin), (both, scene.twin), (both, scene.survivor)):
        Favourite.objects.create(user=person, institution=host)
    scene.merge()
    marked = Favourite.objects.order_by("user").values_list("user", "institution")
    assert list(marked) == [(one.pk, scene.survivor.pk), (both.pk, scene.survivor.pk)]


def test_a_chain_of_merges_leads_to_the_last(scene: Scene) -> None:
    older = factories.host(state=HostState.MERGED, merged_into=scene.twin)
    scene.merge()
    older.refresh_from_db()
    assert older.merged_into == scene.survivor


def test_only_a_moderator_of_both(scene: Scene) -> None:
    other = factories.host(organisation__territory=factories.territory())
    for changed in (
        {"actor": factories.member(scene.twin.organisation)},
        {"survivor_id": other.pk},
        {"survivor_id": scene.twin.pk},
    ):
        with pytest.raises(NotPossible):
            scene.merge(**changed)
    scene.merge()
    with pytest.raises(NotPossible):
        scene.merge()


def test_proposed_pairs(scene: Scene) -> None:
    """Same address, or known points 200 m apart at most; an approximate point proves nothing by itself."""
    for site in (scene.same, scene.stays):
        site.address = "3 rue des Lilas"
        site.save()
    assert merging.proposed_pairs(scene.twin, scene.survivor) == {scene.same.pk: scene.stays, scene.more.pk: None}
    scene.same.address = "40 avenue Foch"
    scene.same.save()
    assert merging.proposed_pairs(scene.twin, scene.survivor)[scene.same.pk] is None
