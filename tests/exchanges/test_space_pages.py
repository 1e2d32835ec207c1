"""The pages of the space as people use them: the 404, the pilot, structures that join (B2, B3, B5, B7, B8, B11)."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.enums import OrganisationKind, Role
from accounts.models import User
from accounts.workspace import Workspace
from exchanges.access import within
from exchanges.enums import StructureState
from exchanges.models import ExchangeSpace, Structure
from exchanges.services.attachments import may_read
from messaging.inbox import todos
from messaging.models import EmailDelivery
from tests import factories
from tests.exchanges import making

pytestmark = pytest.mark.django_db
HOME = "/vis-ma-vie-pro/"


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_everybody_else_meets_a_404_that_offers_to_sign_in() -> None:
    """B7, B11: anonymous, student, other host and administrator of the network; the destination is kept."""
    space = making.space()
    offer = making.offer(making.structure(space))
    path = reverse("exchanges:offer", args=[offer.pk])
    answer = Client().get(f"{path}?q=1")
    page = answer.content.decode()
    assert answer.status_code == 404
    assert answer.headers["X-Robots-Tag"].startswith("noindex")
    assert f"{reverse('account_login')}?next={quote(path, safe='')}%3Fq%3D1" in page
    assert offer.title not in page
    assert space.name not in page
    student, other = factories.user(is_trainee=True), factories.member(factories.host().organisation)
    admin = factories.member(factories.organisation(OrganisationKind.NETWORK), Role.PRACTICE_VALIDATOR)
    for outsider in (student, other, admin):
        answer = signed_in(outsider).get(path)
        assert answer.status_code == 404
        assert "Se connecter avec un autre compte" in answer.content.decode()
        assert signed_in(outsider).post(reverse("exchanges:offer_act", args=[offer.pk, "close"])).status_code == 404


def test_a_link_of_a_letter_leads_through_sign_in_to_its_page() -> None:
    """B7: whoever is written to comes to the page, signed in or not."""
    space = making.space()
    pilot = making.pilot(space)
    waiting = making.structure(space, state=StructureState.ASKED, decided_at=None)
    manager = factories.member(waiting.organisation)
    signed_in(pilot).post(reverse("exchanges:structure_act", args=[waiting.pk, "approve"]))
    letter = EmailDelivery.objects.get(kind="exchanges.structure_approved", user=manager)
    door = f"/compte/login/?next={quote(HOME, safe='')}"
    assert door in letter.text
    assert signed_in(manager).get(door, follow=True).request["PATH_INFO"] == HOME


def test_the_space_is_in_no_sitemap_and_no_public_search() -> None:
    """B7: nothing of it is found from outside."""
    structure = making.structure(making.space())
    offer = making.offer(structure, title="Une immersion que nul moteur ne trouve")
    sitemaps = Client().get("/sitemap.xml").content.decode()
    assert "vis-ma-vie-pro" not in sitemaps
    assert offer.title not in Client().get(reverse("hosts:search"), {"q": "immersion moteur"}).content.decode()


def test_the_entry_is_shown_to_those_with_a_seat_only() -> None:
    """B7: members, known employees and the pilot see it in the navigation; others don't."""
    space = making.space()
    structure = making.structure(space)
    employed = factories.user()
    factories.employment(employed, structure.organisation, agreed_at=timezone.now(), recognised_at=timezone.now())
    entry = f'href="{HOME}"'
    account = reverse("accounts:profile")
    for person in (making.professional(structure), employed, making.pilot(space)):
        assert entry in signed_in(person).get(account).content.decode()
    for person in (factories.user(is_trainee=True), factories.member(factories.host().organisation)):
        assert entry not in signed_in(person).get(account).content.decode()


def test_a_pilot_opens_the_space_of_the_network_and_sets_its_rules() -> None:
    """B2, B3, B5, B8: name, picture, days, reciprocity, territory, rings."""
    network = factories.organisation(OrganisationKind.NETWORK, name="Maison des adolescents")
    territory = factories.territory(name="Hérault")
    client = signed_in(factories.member(network, Role.EXCHANGE_PILOT))
    assert client.get(HOME, follow=True).request["PATH_INFO"] == reverse("exchanges:found")
    client.post(reverse("exchanges:found"), {"name": "Vis ma vie pro !"})
    space = ExchangeSpace.objects.get(pilot=network)
    values = {
        "name": "Vis ma vie", "introduction": "Aller **voir**.", "image_words": "La maison", "territory": territory.pk,
        "least_days": 1, "most_days": 4, "reciprocity_required": "False", "ring_size": 4,
        "picture": SimpleUploadedFile("maison.png", factories.picture(), "image/png"),
    }  # fmt: skip
    assert client.post(reverse("exchanges:settings"), values).status_code == 302
    space.refresh_from_db()
    assert (space.name, space.least_days, space.most_days, space.ring_size) == ("Vis ma vie", 1, 4, 4)
    assert not space.reciprocity_required
    assert space.territory == territory
    assert space.image is not None
    page = client.get(HOME).content.decode()
    assert "<strong>voir</strong>" in page
    assert "Maison des adolescents" in page
    assert may_read(network.memberships.get().user, space.image)
    assert not may_read(factories.user(), space.image), "the picture too is for those with a seat"
    assert Client().get(space.image.url).status_code in (302, 404)
    wrong = client.post(reverse("exchanges:settings"), {**values, "picture": "", "least_days": 5, "most_days": 2})
    assert wrong.status_code == 422
    assert client.get(reverse("exchanges:found")).status_code == 404, "one space for each network"


def test_a_host_asks_to_take_part_and_the_pilot_answers() -> None:
    """B7, B8: asked, told, refused with a reason, asked again, approved; each side is told."""
    territory = factories.territory(departments=["35"])
    space = making.space(territory=territory)
    pilot = making.pilot(space)
    host = factories.host(organisation__territory=territory)
    manager, tutor = factories.member(host.organisation), factories.member(host.organisation, Role.TUTOR)
    join = reverse("exchanges:join")
    assert signed_in(tutor).get(join).status_code == 404, "who neither manages nor speaks for it does not ask"
    client = signed_in(manager)
    assert space.name in client.get(join).content.decode()
    sent = client.post(join, {"space": space.pk, "words": "Nos équipes se croisent peu.", "funding_body": "ANFH"})
    assert sent.status_code == 302
    structure = Structure.objects.get(institution=host)
    assert structure.state == StructureState.ASKED
    assert EmailDelivery.objects.filter(kind="exchanges.structure_asks", user=pilot).exists()
    waiting = within(space.pk, reverse("exchanges:structures"))
    assert [one.count for one in todos(Workspace(pilot)) if one.url == waiting] == [1]
    run = signed_in(pilot)
    assert "Nos équipes se croisent peu." in run.get(reverse("exchanges:structures")).content.decode()
    refuse = reverse("exchanges:structure_act", args=[structure.pk, "refuse"])
    assert run.post(refuse, {"reason": " "}).status_code == 422, "a refusal says why"
    named = run.post(refuse, {"reason": "La situation de Léa, 14 ans, est dans votre fiche."})
    assert named.status_code == 422, "B16: reasons are read by others too"
    assert "Léa, 14 ans" in named.content.decode()
    run.post(refuse, {"reason": "Complétez d’abord votre fiche."})
    assert EmailDelivery.objects.filter(kind="exchanges.structure_refused", user=manager).exists()
    assert client.get(HOME).status_code == 404
    assert "Complétez d’abord votre fiche." in client.get(join).content.decode()
    client.post(join, {"space": space.pk, "words": "C’est fait."})
    run.post(reverse("exchanges:structure_act", args=[structure.pk, "approve"]))
    assert signed_in(tutor).get(HOME).status_code == 200, "the whole team enters"
    client.post(reverse("exchanges:join_act", args=[structure.pk, "financeur"]), {"funding_body": "Uniformation"})
    structure.refresh_from_db()
    assert structure.funding_body == "Uniformation", "B13: noted by those who look after it"
    client.post(reverse("exchanges:join_act", args=[structure.pk, "leave"]))
    assert signed_in(tutor).get(HOME).status_code == 404
    assert EmailDelivery.objects.filter(kind="exchanges.structure_left", user=pilot).exists()
    assert list(structure.steps.values_list("action", flat=True)) == ["leave", "approve", "ask", "refuse", "ask"]


def test_a_space_takes_structures_of_its_territory() -> None:
    """B5: à l’échelle du département, which the pilot sets; a host from elsewhere is not offered it."""
    space = making.space(territory=factories.territory(departments=["34"]))
    far = factories.host(organisation__territory=factories.territory(departments=["35"]))
    manager = factories.member(far.organisation)
    page = signed_in(manager).get(reverse("exchanges:join")).content.decode()
    assert space.name not in page
    assert "Pas encore d’espace" in page
    answer = signed_in(manager).post(reverse("exchanges:join"), {"space": space.pk})
    assert answer.status_code == 422
    assert not Structure.objects.exists()


def test_words_about_somebody_stop_the_form_once() -> None:
    """B16: what looks like a person's data is warned of before it is saved."""
    space = making.space()
    structure = making.structure(space)
    client = signed_in(making.professional(structure))
    text = "Je suis Kevin D., né le 3 mars 2010, et voudrais en parler."
    data = {"text": text, "days": "2", "periods-TOTAL_FORMS": "0", "periods-INITIAL_FORMS": "0"}
    answer = client.post(reverse("exchanges:wish_new"), data)
    assert answer.status_code == 422
    assert "identifiers_seen" in answer.content.decode()
    assert not structure.wishes.exists()
    free = {**data, "text": "Je voudrais suivre une infirmière scolaire."}
    assert client.post(reverse("exchanges:wish_new"), free).status_code == 302
    assert structure.wishes.get().days == 2


def test_an_empty_space_says_each_thing_once() -> None:
    """The title of « no offer of another structure » stood above what one owes as well."""
    page = signed_in(making.professional(making.structure(making.space()))).get(HOME).content.decode()
    assert page.count("Pas encore d’offre d’une autre structure") == 1
    assert "Qui sollicite une immersion en offre une en retour" in page
