"""The demonstration: loaded once, never old, never on top of real people, and open to whoever reads its page."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from accounts.models import Organisation, Territory, User
from config.demo import accounts, pictures, world
from hosts.enums import HostState, OfferState
from hosts.models import HostInstitution, HostPhoto, OfferPeriod, PlacementOffer, SearchEntry
from tests import factories


@pytest.fixture(scope="class")
def _loaded(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The whole world, once for these tests, taken back at the end."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_reference", verbosity=0)
        world.load()
        yield
        transaction.set_rollback(True)
    connection.close()


def counts() -> tuple[int, ...]:
    models = (User, Organisation, HostInstitution, PlacementOffer, OfferPeriod, SearchEntry)
    return tuple(model.objects.count() for model in models)


@pytest.mark.django_db
class TestWorld:
    @pytest.fixture(autouse=True)
    def _world(self, _loaded: None) -> None:
        """Each test sees the world, and undoes what it changes."""

    def test_it_holds_what_the_issue_asks_for(self) -> None:
        assert Territory.objects.count() == 2
        rich = HostPhoto.objects.values("institution").distinct().count()
        assert rich == 6
        assert HostInstitution.objects.filter(state=HostState.PUBLISHED).count() > 300
        assert HostInstitution.objects.filter(state=HostState.PENDING).count() >= 3
        assert Organisation.objects.filter(kind="training").count() == 2
        assert PlacementOffer.objects.open().count() > 150
        assert PlacementOffer.objects.filter(state=OfferState.DRAFT).exists()

    def test_everything_published_can_be_found(self) -> None:
        published = HostInstitution.objects.filter(state=HostState.PUBLISHED)
        indexed = SearchEntry.objects.values("institution").distinct().count()
        assert indexed == published.count()

    def test_each_picture_says_what_it_shows(self) -> None:
        assert not HostPhoto.objects.filter(alternative="").exists()

    def test_a_second_loading_changes_nothing(self) -> None:
        before = counts()
        assert "up to date" in world.load()
        assert counts() == before

    def test_its_dates_never_grow_old(self) -> None:
        network = Organisation.objects.get(name=world.NETWORK)
        first = OfferPeriod.objects.earliest("pk")
        Organisation.objects.filter(pk=network.pk).update(created_at=network.created_at - datetime.timedelta(days=23))
        assert "3 weeks" in world.load()
        moved = OfferPeriod.objects.get(pk=first.pk)
        assert moved.start - first.start == datetime.timedelta(weeks=3)
        assert moved.start.weekday() == first.start.weekday()
        assert "up to date" in world.load()

    def test_whoever_reads_the_page_can_enter(self, settings: Any) -> None:
        settings.DEMO = True
        page = Client().get(reverse("account_login")).content.decode()
        assert accounts.PASSWORD in page
        for account in accounts.ACCOUNTS:
            assert account.address in page

    def test_the_page_tells_nothing_elsewhere(self) -> None:
        page = Client().get(reverse("account_login")).content.decode()
        assert accounts.PASSWORD not in page
        assert accounts.DOMAIN not in page

    def test_a_trainee_enters_with_the_password_shown(self, settings: Any) -> None:
        settings.DEMO = True
        client = Client()
        form = {"login": accounts.ACCOUNTS[0].address, "password": accounts.PASSWORD}
        client.post(reverse("account_login"), form)
        assert client.session.get("_auth_user_id")

    def test_an_administrator_enters_with_the_code_shown(self, settings: Any) -> None:
        settings.DEMO = True
        admin = next(one for one in accounts.ACCOUNTS if one.second_factor)
        client = Client()
        client.post(reverse("account_login"), {"login": admin.address, "password": accounts.PASSWORD})
        assert not client.session.get("_auth_user_id"), "the password alone is not enough"
        assert accounts.current_code() in client.get(reverse("mfa_authenticate")).content.decode()
        client.post(reverse("mfa_authenticate"), {"code": accounts.current_code()})
        assert client.session.get("_auth_user_id")

    def test_the_terminal_lists_the_accounts(self, settings: Any, capsys: pytest.CaptureFixture[str]) -> None:
        settings.DEMO = True
        call_command("announce", "http://localhost:8000")
        said = capsys.readouterr().out
        assert "http://localhost:8000" in said
        assert all(account.address in said for account in accounts.ACCOUNTS)


@pytest.mark.django_db
def test_it_is_not_loaded_on_top_of_real_people() -> None:
    factories.user()
    assert "people of its own" in world.load()
    assert not User.objects.filter(email__endswith=accounts.DOMAIN).exists()


def test_a_site_that_is_no_demonstration_refuses() -> None:
    with pytest.raises(CommandError, match="DEMO=1"):
        call_command("load_demo")


@pytest.mark.parametrize("scene", ["school", "lighthouse"])
def test_a_picture_is_the_same_each_time(scene: str) -> None:
    one = pictures.draw(scene, 1)
    assert one == pictures.draw(scene, 1)
    assert one[:8] == b"\x89PNG\r\n\x1a\n"
