"""The demonstration: an invented world whose dates never grow old, and who can sign in to it (§5)."""

from __future__ import annotations

import datetime
import io
import re
from collections import Counter

import pytest
import time_machine
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db.models import F
from django.test import TestCase, override_settings
from django.urls import reverse
from django.utils import timezone

from accounts.models import Organisation, Territory, User
from agreements.enums import SignatoryState
from agreements.models import Agreement
from config.demo import accounts, texts
from config.demo.crowd import of_town
from config.demo.drawing import SCENES
from documents import seal_report
from exchanges import library
from exchanges.access import seat_in
from exchanges.models import ImmersionOffer, ImmersionWish, RingRun, Structure
from exchanges.selectors import charters, network
from exchanges.selectors.completeness import missing as missing_lines
from hosts.enums import HostState, ImportState, MembershipStatus, OfferState, RowOutcome
from hosts.models import HostInstitution, HostPhoto, ImportBatch, OfferPeriod, PlacementOffer, SearchEntry
from hosts.selectors.twins import likely_twins
from hosts.services import seats
from internships.enums import ApplicationState
from internships.models import Application, PlacementSite
from messaging.models import EmailDelivery
from practices import models as network_models
from practices.models import Article, GoodPractice, Innovation, LibraryCommitment, LibraryDocument, PracticeEntry
from practices.selectors.completeness import missing
from tests import factories

# Everything a visitor may read; addresses of people and institutions must be nobody's.
SAFE_DOMAIN = re.compile(r"@(?:[\w-]+\.)*(?:example\.org|localhost)\b")


def load() -> str:
    out = io.StringIO()
    call_command("load_demo", stdout=out)
    return out.getvalue()


def counts() -> dict[str, int]:
    names = ("accounts", "hosts", "documents", "messaging", "practices", "internships", "agreements", "exchanges")
    return {
        model._meta.label: model._default_manager.count()
        for name in names
        for model in apps.get_app_config(name).get_models()
    }


@override_settings(DEMO=True)
class TestLoadedWorld(TestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        call_command("load_reference", verbosity=0)
        load()

    def test_loading_again_changes_nothing(self) -> None:
        """§5: `make run` loads it at every start."""
        before = counts()
        assert "already" in load()
        assert counts() == before

    def test_two_territories_six_rich_hosts_and_a_few_hundred_more(self) -> None:
        """§5, E3: some members, some with an offer, a few abroad."""
        assert set(Territory.objects.values_list("slug", flat=True)) >= {"ille-et-vilaine", "herault"}
        hosts = HostInstitution.objects.published()
        assert 340 <= hosts.count() <= 400
        share = hosts.filter(membership_status=MembershipStatus.MEMBER).count() / hosts.count()
        assert 0.3 < share < 0.5
        offering = hosts.filter(offers__state=OfferState.PUBLISHED).distinct().count() / hosts.count()
        assert 0.25 < offering < 0.45
        assert hosts.filter(sites__country="BE").count() >= 5
        assert not hosts.filter(sites__latitude=None).exists()
        assert hosts.filter(organisation__territory__slug="herault").count() > 80

    def test_trainees_at_each_stage(self) -> None:
        """Issue 3, §4: searching, applying, accepted, agreeing, one waiting for its last signature, sealed ones."""
        states = Counter(Application.objects.values_list("state", flat=True))
        assert states[ApplicationState.SENT] >= 2
        assert states[ApplicationState.ACCEPTED] == states[ApplicationState.REFUSED] == 1
        # Those of exchanges between professionals are counted with these.
        agreements = Agreement.objects.originals().exclude(placement__kind__code="immersion")
        assert Counter(agreements.values_list("state", flat=True)) == {"sealed": 2, "signing": 2, "preparing": 1}
        waiting = agreements.get(placement__person__email=accounts.account("student").email)
        left = waiting.signatories.exclude(state=SignatoryState.SIGNED)
        assert [one.email for one in left] == [accounts.account("director").email]
        for agreement in agreements.filter(state="sealed").select_related("version_in_force__sealed_file"):
            version = agreement.version_in_force
            assert version is not None
            assert version.sealed_file is not None
            assert seal_report.validate(version.sealed_file.read()).good
            assert version.signatures.count() == 5
        amendment = Agreement.objects.get(amends__isnull=False)
        assert amendment.state == "sealed"
        assert amendment.placement.end == agreements.exclude(placement=amendment.placement).get(
            state="sealed"
        ).placement.end + datetime.timedelta(days=7)

    def test_thirty_practices_and_three_on_their_way(self) -> None:
        """E1: validated ones of many sectors and places, with pictures; one in the queue, one sent back, one draft."""
        public = GoodPractice.objects.public()
        assert public.count() == PracticeEntry.objects.count() == 30
        assert PracticeEntry.objects.exclude(picture=None).count() >= 6
        assert PracticeEntry.objects.values("department").distinct().count() >= 15
        assert PracticeEntry.objects.values_list("sectors", flat=True).distinct().count() >= 10
        assert 8 <= PracticeEntry.objects.filter(observed=True).count() <= 22
        assert not PracticeEntry.objects.filter(point=None).exists()
        states = Counter(GoodPractice.objects.exclude(pk__in=public).values_list("state", flat=True))
        assert states == {"submitted": 1, "returned": 1, "draft": 1}
        assert not [practice for practice in public if missing(practice)]

    def test_innovations_texts_articles_and_testimonials(self) -> None:
        """E16, S12, T14, A1: one published, one with its interview to come; a protocol with its commitments."""
        told = Innovation.objects.order_by("state")
        assert [one.state for one in told] == ["planned", "published"]
        assert told[0].interview_at
        assert told[0].interview_at > timezone.now()
        assert Article.objects.published().count() == 3
        assert Counter(network_models.Testimonial.objects.values_list("state", flat=True))["published"] == 4
        texts_of_network = LibraryDocument.objects.unscoped().published()
        assert texts_of_network.count() == 6
        assert LibraryCommitment.objects.filter(document__in=texts_of_network).count() == 6

    def test_rich_hosts_have_pictures_with_words_and_offers_of_all_sorts(self) -> None:
        """§5: pictures made for it, whose alternative says what they show; full, past, draft and half-time offers."""
        rich = HostInstitution.objects.filter(organisation__name__in=[text["name"] for text in texts.rich_hosts()])
        assert rich.count() == 6
        for host in rich:
            photos = HostPhoto.objects.filter(institution=host).select_related("file")
            assert photos.count() >= 2
            for photo in photos:
                assert len(photo.alternative) > 40
                answer = self.client.get(photo.file.url)
                assert (answer.status_code, answer["Content-Type"]) == (200, "image/webp")
                assert len(answer.getvalue()) > 10_000
            assert 2 <= host.offers.count() <= 5
            assert host.presentation.count("\n\n") >= 2
            assert host.contacts.exists()
        today = timezone.localdate()
        offers = PlacementOffer.objects.filter(institution__in=rich)
        assert offers.filter(state=OfferState.DRAFT).exists()
        assert offers.filter(time_share=50).exists()
        assert offers.open().count() >= 12
        gone = offers.filter(state=OfferState.PUBLISHED).exclude(pk__in=offers.open().values("pk"))
        assert gone.exclude(periods__end__gte=today).exists(), "an offer of the past"
        assert gone.filter(periods__end__gte=today).exists(), "a full offer"

    def test_every_seat_taken_is_held_by_a_placement(self) -> None:
        """An offer that is full has people behind it: `manage.py recount` finds nothing to mend."""
        assert seats.recount() == []
        assert OfferPeriod.objects.filter(taken=F("capacity")).count() > 10
        assert OfferPeriod.objects.filter(taken__gt=0).exclude(offer__state=OfferState.PUBLISHED).count() == 0

    def test_search_knows_them(self) -> None:
        """§4: the index is written once, for hosts with and without an offer."""
        assert SearchEntry.objects.shown().filter(offer__isnull=False).count() > 100
        assert SearchEntry.objects.shown().values("institution").distinct().count() > 300
        assert SearchEntry.objects.filter(city="Fougères", title__contains="adolescents").exists()

    def test_dates_follow_today(self) -> None:
        """§5: two years later every offer is over; starting again brings them back; a visitor's own stays."""
        open_now = PlacementOffer.objects.open().count()
        assert open_now > 80
        own = factories.offer(HostInstitution.objects.published().first())
        mine = OfferPeriod.objects.get(offer=own)
        with time_machine.travel(timezone.now() + datetime.timedelta(days=2 * 365 + 1), tick=False):
            assert PlacementOffer.objects.open().count() == 0
            assert re.search("moved by 10[45] weeks", load())
            assert abs(PlacementOffer.objects.open().count() - open_now) < 15
            assert SearchEntry.objects.shown().filter(offer__isnull=False).count() > 100
            assert OfferPeriod.objects.filter(start__week_day=2, end__week_day=6).count() > 200
            mine.refresh_from_db()
            assert mine.end < timezone.localdate()
            assert seats.recount() == []
            held = PlacementSite.objects.exclude(period=None).filter(placement__application=None)
            assert held.exclude(start=F("period__start"), end=F("period__end")).count() == 0
            assert all(one.placement.days == [(one.start, one.end)] for one in held.select_related("placement"))
            assert "moved" not in load()

    def test_a_young_world_is_left_alone(self) -> None:
        with time_machine.travel(timezone.now() + datetime.timedelta(days=10), tick=False):
            assert "moved" not in load()

    def test_every_account_with_an_address_signs_in(self) -> None:
        """§5: one table, used by the sign-in page and by the terminal."""
        for one in accounts.everyone():
            if not one.email:
                continue
            self.client.logout()
            answer = self.client.post(reverse("account_login"), {"login": one.email, "password": accounts.PASSWORD})
            assert answer.status_code == 302, one.key
            if one.second_factor:
                assert answer["Location"].startswith(reverse("mfa_authenticate"))
                assert "_auth_user_id" not in self.client.session, "the password alone is not enough"
                assert re.search(r"<code>\d{6}</code>", self.client.get(reverse("mfa_authenticate")).content.decode())
                answer = self.client.post(reverse("mfa_authenticate"), {"code": accounts.current_code()})
                assert answer.status_code == 302, one.key
            assert int(self.client.session["_auth_user_id"]) == User.objects.get(email=one.email).pk, one.key

    def test_the_pupil_signs_in_by_the_code_of_the_school(self) -> None:
        """§2, S5: without any address."""
        one = accounts.account("pupil")
        answer = self.client.post(
            reverse("accounts:pupil_sign_in"),
            {"code": accounts.SCHOOL_CODE, "identifier": one.identifier, "secret": accounts.PASSWORD},
        )
        assert answer.status_code == 302
        assert User.objects.get(pk=self.client.session["_auth_user_id"]).first_name == one.first_name

    def test_something_waits_for_those_who_act(self) -> None:
        """§2 « À faire »: the page is alive for the host, the moderators and the administrator."""
        for key, words in {
            "manager": "Les Petits Caboteurs",
            "animator": reverse("hosts:moderation"),
            "admin": reverse("hosts:moderation"),
        }.items():
            self.client.force_login(User.objects.get(email=accounts.account(key).email))
            page = self.client.get(reverse("messaging:inbox"), follow=True).content.decode()
            assert words in page, key

    def test_a_sheet_that_waits_has_a_likely_twin(self) -> None:
        """E24: what the moderator's comparison is shown with."""
        waiting = HostInstitution.objects.get(organisation__name="Crèche Petits Caboteurs")
        assert waiting.state == HostState.PENDING
        place = waiting.sites.get().place
        twins = likely_twins(name=str(waiting), place=place, exclude=waiting)
        assert str(twins[0].institution) == "Multi-accueil Les Petits Caboteurs"

    def test_one_import_is_done_and_the_next_has_lines_to_mend(self) -> None:
        """E3: the administrator finds a report, and something to mend."""
        done, checked = ImportBatch.objects.order_by("created_at")
        assert (done.state, done.count("created"), done.count("error")) == (ImportState.DONE, done.total, 0)
        assert checked.state == ImportState.CHECKED
        assert checked.count("error") >= 2
        assert checked.rows.filter(outcome=RowOutcome.ERROR).exists()

    def test_rings_of_exchanges_wait_for_the_pilot(self) -> None:
        """Demo (B1, B2): at least one ring is proposed, ahead, within the periods offered; nobody has been told."""
        run = RingRun.objects.get()
        assert run.state == "optimal"
        rings = list(run.rings.prefetch_related("legs__window"))
        assert rings
        assert {ring.state for ring in rings} == {"proposed"}
        for leg in [leg for ring in rings for leg in ring.legs.all()]:
            assert leg.window is not None
            assert timezone.localdate() < leg.first_day
            assert leg.window.start <= leg.first_day <= leg.last_day <= leg.window.end
        assert not EmailDelivery.objects.filter(kind__startswith="exchanges.ring").exists()

    def test_the_space_of_exchanges_is_alive(self) -> None:
        """B4, B6: twelve structures over the eight sectors, thirty offers, twenty-five wishes; one offer waits."""
        structures = Structure.objects.approved()
        codes = set(structures.values_list("institution__sector__code", flat=True))
        assert structures.count() == 12
        assert codes == {
            *("sanitaire", "educatif", "social", "judiciaire", "medico-social", "culturel", "information-jeunes"),
            "socio-educatif",
        }
        assert ImmersionOffer.objects.open().count() == 30
        assert ImmersionOffer.objects.filter(state="submitted").count() == 1
        assert not [one for one in ImmersionOffer.objects.all() if missing_lines(one)]
        assert ImmersionWish.objects.open().count() == 25
        for key, role in {"exchanger": "tutor", "exchanger2": "tutor", "exchange_hr": "hr"}.items():
            person = User.objects.get(email=accounts.account(key).email)
            assert seat_in(person, structures[0].space), key
            assert person.memberships.get().role == role

    def test_the_space_of_exchanges_has_a_past(self) -> None:
        """B9, B12, B14, B15: ten structures of twelve validated, both sides answered, a network with links, texts."""
        space = Structure.objects.approved()[0].space
        charter = charters.current(space)
        assert charter is not None
        standing = charters.standing(charter)
        assert (len(standing.validations), len(standing.missing)) == (10, 2)
        found, figures = network.read(space)
        assert len(found.links) == 5
        assert all(link.both_ways for link in found.links)
        assert 0 < figures.crossing < figures.partnerships
        assert figures.changed
        assert len(figures.means) == 3
        assert len(figures.effects) == 2
        assert len(library.documents_of(space)) == 3

    def test_names_no_real_address(self) -> None:
        """§5: invented people only."""
        for address in User.objects.exclude(email=None).values_list("email", flat=True):
            assert SAFE_DOMAIN.search(address), address
        for one in HostInstitution.objects.prefetch_related("contacts"):
            assert not one.website or ".example.org" in one.website
            for contact in one.contacts.all():
                assert not contact.email or SAFE_DOMAIN.search(contact.email)
        assert not Organisation.objects.exclude(siret="").exists()

    def test_the_terminal_lists_accounts_and_mailbox(self) -> None:
        """§5: what `make run` says once the site answers."""
        out = io.StringIO()
        call_command("announce", "http://localhost:8108", stdout=out)
        said = out.getvalue()
        for one in accounts.everyone():
            assert (one.email or one.identifier) in said
        assert "http://localhost:8108/demo/courrier/" in said
        assert "Ctrl-C" in said

    def test_the_sign_in_page_lists_everyone(self) -> None:
        """§5: by role, with the code of the second factor."""
        page = self.client.get(reverse("account_login")).content.decode()
        for one in accounts.everyone():
            assert (one.email or one.identifier) in page
        assert accounts.PASSWORD in page
        assert re.search(r"<code>\d{6}</code>", page)


@pytest.mark.django_db
def test_refuses_where_there_is_no_demonstration() -> None:
    """Invented people never mix with real ones."""
    with pytest.raises(CommandError, match="DEMO"):
        call_command("load_demo")
    assert not User.objects.exists()


@pytest.mark.django_db
def test_the_sign_in_page_of_a_real_site_lists_nobody(client) -> None:  # type: ignore[no-untyped-def]
    page = client.get(reverse("account_login")).content.decode()
    assert accounts.PASSWORD not in page


@pytest.mark.django_db
def test_is_not_loaded_beside_other_people(settings) -> None:  # type: ignore[no-untyped-def]
    settings.DEMO = True
    factories.user()
    assert "people of its own" in load()
    assert not HostInstitution.objects.exists()


@pytest.mark.django_db
def test_a_real_site_announces_its_address_only(settings) -> None:  # type: ignore[no-untyped-def]
    factories.user(email=accounts.account("admin").email)
    assert settings.DEMO is False
    out = io.StringIO()
    call_command("announce", "https://stages.example.org", stdout=out)
    assert "https://stages.example.org/" in out.getvalue()
    assert accounts.PASSWORD not in out.getvalue()


def test_every_picture_is_used_once() -> None:
    used = [photo["scene"] for text in texts.rich_hosts() for photo in text["photos"]]
    assert sorted(used) == sorted(SCENES)


@pytest.mark.parametrize(
    ("town", "words"),
    [("Rennes", "de Rennes"), ("Le Rheu", "du Rheu"), ("Les Matelles", "des Matelles"), ("Acigné", "d’Acigné")],
)
def test_the_name_of_a_town_hall(town: str, words: str) -> None:
    assert of_town(town) == words
