"""The pages of the cahier des charges, the tools and the questionnaires, as people use them (B9, B12, B14–B16)."""

from __future__ import annotations

import datetime
import re

import pytest
from django.test import Client
from django.utils import timezone

from accounts.enums import Role
from accounts.workspace import Workspace
from exchanges import culture_todos
from exchanges.culture_enums import Side
from exchanges.library import key
from exchanges.models import CharterVersion, ExchangeSpace, ImageSheet, Structure
from exchanges.services import charters, images, questions
from practices.models import LibraryDocument, LibraryVersion
from tests import factories
from tests.exchanges import making
from tests.exchanges.receiving import Pair, answered

pytestmark = pytest.mark.django_db
ROOT = "/vis-ma-vie-pro"


@pytest.fixture
def space() -> ExchangeSpace:
    return making.space()


def published(space: ExchangeSpace, text: str = "## Durée\nDeux jours.", note: str = "") -> CharterVersion:
    pilot = making.pilot(space)
    charters.write(space_id=space.pk, text=text, note=note, actor=pilot)
    return charters.publish(space_id=space.pk, actor=pilot)


def test_a_manager_reads_and_validates(space: ExchangeSpace, client: Client) -> None:
    """B9: the button is there for those who commit the structure, and gone once it has validated."""
    one, other = making.structure(space), making.structure(space)
    published(space)
    client.force_login(making.professional(one, Role.HOST_MANAGER))
    page = client.get(f"{ROOT}/cahier-des-charges/").content.decode()
    assert f"{ROOT}/cahier-des-charges/1/valider/" in page
    client.post(f"{ROOT}/cahier-des-charges/1/valider/", {"structure": other.pk})
    assert not CharterVersion.objects.get().validations.exists()
    client.post(f"{ROOT}/cahier-des-charges/1/valider/", {"structure": one.pk})
    page = client.get(f"{ROOT}/cahier-des-charges/").content.decode()
    assert f"{ROOT}/cahier-des-charges/1/valider/" not in page
    assert str(other) in page


def test_a_professional_reads_without_committing(space: ExchangeSpace, client: Client) -> None:
    """B9: no button for whoever does not look after the structure."""
    one = making.structure(space)
    published(space)
    client.force_login(making.professional(one))
    page = client.get(f"{ROOT}/cahier-des-charges/").content.decode()
    assert "Deux jours." in page
    assert "valider/" not in page


def test_the_pilot_writes_compares_and_publishes(space: ExchangeSpace, client: Client) -> None:
    """B9: a draft is the pilot's; once in force it can be compared with the one before, and taken along as PDF."""
    published(space)
    client.force_login(making.pilot(space))
    address = f"{ROOT}/cahier-des-charges/ecrire/"
    client.post(address, {"text": "## Durée\nTrois jours.", "note": "Plus long", "base": "## Durée\nDeux jours."})
    assert "Trois" not in client.get(f"{ROOT}/cahier-des-charges/").content.decode()
    data = {"text": "## Durée\nTrois jours.", "note": "Plus long", "base": "## Durée\nTrois jours.", "publish": "1"}
    assert client.post(address, data).status_code == 302
    page = client.get(f"{ROOT}/cahier-des-charges/versions/").content.decode()
    assert "<del>" in page
    assert "Trois" in page
    paper = client.get(f"{ROOT}/cahier-des-charges/2/pdf/")
    assert paper["Content-Type"] == "application/pdf"
    assert paper.content.startswith(b"%PDF-")


def test_another_pilot_wrote_meanwhile(space: ExchangeSpace, client: Client) -> None:
    """B9: 409 with what saving would change; sent again, it is saved."""
    pilot = making.pilot(space)
    charters.write(space_id=space.pk, text="Leur texte", note="", actor=making.pilot(space))
    client.force_login(pilot)
    answer = client.post(f"{ROOT}/cahier-des-charges/ecrire/", {"text": "Mon texte", "base": ""})
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "<del>" in page
    assert "Mon texte" in page
    again = client.post(f"{ROOT}/cahier-des-charges/ecrire/", {"text": "Mon texte", "base": "Leur texte"})
    assert again.status_code == 302


def test_a_name_in_the_cahier_des_charges_is_warned_of(space: ExchangeSpace, client: Client) -> None:
    """B16: what was typed stays; the box confirms it."""
    client.force_login(making.pilot(space))
    answer = client.post(f"{ROOT}/cahier-des-charges/ecrire/", {"text": "Écrire à M. Dupont", "base": ""})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "identifiers_seen" in page
    assert "Écrire à M. Dupont" in page
    assert not CharterVersion.objects.exists()


def test_the_tools_stay_within_the_space(space: ExchangeSpace, client: Client) -> None:
    """B12: dated, downloadable, not for a structure that does not take part, nor in the public library."""
    document = LibraryDocument.objects.create(
        kind="agreement_model", title="Convention d’immersion", summary="Modèle", audience="scoped", scope=key(space)
    )
    day = datetime.date(2027, 1, 5)
    document.current = LibraryVersion.objects.create(document=document, number=1, dated_on=day, text="Article 1")
    document.dated_on, document.published_at, document.state = day, timezone.now(), "published"
    document.save()
    client.force_login(making.professional(making.structure(space)))
    page = client.get(f"{ROOT}/outils/").content.decode()
    assert "Convention d’immersion" in page
    assert client.get(f"{ROOT}/outils/{document.pk}/pdf/").content.startswith(b"%PDF-")
    assert client.get(document.get_absolute_url()).status_code == 200
    assert "Convention d’immersion" not in client.get("/bibliotheque/").content.decode()
    client.force_login(making.professional(making.structure(making.space())))
    assert client.get(f"{ROOT}/outils/{document.pk}/pdf/").status_code == 404
    assert client.get(document.get_absolute_url()).status_code == 404


def test_three_minutes_before_an_immersion(client: Client) -> None:
    """B14, B16: the form refuses what is missing and what names somebody, keeps what was typed, and is kept once."""
    pair = Pair()
    images.open_due()
    client.force_login(pair.visitor)
    address = f"{ROOT}/regards/{pair.immersion.pk}/avant/"
    page = client.get(address).content.decode()
    assert str(pair.hosts) in page
    assert "personnes accompagnées" in page
    sheet = ImageSheet.objects.get(side=Side.VISITOR)
    data = {f"q_{one.position}": "3" for one in sheet.version.questions.filter(type="scale")}
    words = sheet.version.questions.filter(type="text").first()
    assert words is not None
    wrong = client.post(address, {**data, f"q_{words.position}": "Suivre la petite Léa"})
    assert wrong.status_code == 422
    assert "Suivre la petite Léa" in wrong.content.decode()
    assert client.post(address, data).status_code == 302
    sheet.refresh_from_db()
    assert sheet.is_sent
    assert client.get(address).status_code == 302


def test_after_an_immersion_both_sides_compare(client: Client) -> None:
    """B15: before and after, what was expected and what happened; sharing is a button."""
    pair = Pair()
    answered(pair, Side.VISITOR)
    client.force_login(pair.visitor)
    address = f"{ROOT}/regards/{pair.immersion.pk}/"
    page = client.get(address).content.decode()
    assert pair.offer.effects_person in page
    assert pair.offer.effects_structure not in page
    answered(pair, Side.HOST)
    assert pair.offer.effects_structure in client.get(address).content.decode()
    client.post(f"{address}partage/partager/")
    assert ImageSheet.objects.filter(shared_at__isnull=False).count() == 2


def test_what_waits_is_a_faire(space: ExchangeSpace) -> None:
    """B9, B14: the questionnaire of one's side, and the version to validate; nothing once it is done."""
    pair = Pair(space)
    images.open_due()
    published(space)
    visitor, manager = Workspace(pair.visitor), Workspace(pair.writer)
    assert [todo.url for todo in culture_todos.images(visitor)] == [
        f"{ROOT}/regards/{pair.immersion.pk}/avant/?espace={pair.immersion.space_id}"
    ]
    assert not list(culture_todos.charter(visitor))
    assert len(list(culture_todos.images(manager))) == 1
    (todo,) = culture_todos.charter(manager)
    assert todo.url == f"{ROOT}/cahier-des-charges/?espace={space.pk}"
    charters.validate(structure_id=pair.hosts.pk, number=1, actor=pair.writer)
    assert not list(culture_todos.charter(Workspace(pair.writer)))


def test_a_draft_that_was_published_meanwhile_can_still_be_written_on(space: ExchangeSpace, client: Client) -> None:
    """B9: the next version begins with the one in force; saving again after the warning saves."""
    pilot = making.pilot(space)
    published(space)
    client.force_login(pilot)
    address = f"{ROOT}/cahier-des-charges/ecrire/"
    sent = {"text": "Quatre jours.", "note": "Plus long.", "base": "Un brouillon que quelqu’un a publié."}
    warned = client.post(address, sent)
    assert warned.status_code == 409
    assert client.post(address, {**sent, "base": warned.context["form"]["base"].value()}).status_code == 302


def test_a_question_is_moved_as_it_was_seen(space: ExchangeSpace, client: Client) -> None:
    """B14: sent twice it moves once; another pilot's change in between moves no other question."""
    pilot = making.pilot(space)
    draft = questions.begin(space_id=space.pk, actor=pilot)
    first, second, third = draft.questions.all()[:3]
    client.force_login(pilot)
    root = f"{ROOT}/pilotage/questions/"
    page = client.get(root).content.decode()
    assert page.count(f'name="question" value="{second.pk}"') == 3
    keys = re.findall(r'questions/3/monter/".*?name="([^"]+)" value="([0-9a-f]{32})"', page)
    twice = {**dict(keys), "question": third.pk}
    assert len(twice) == 2
    client.post(f"{root}3/monter/", twice)
    client.post(f"{root}3/monter/", twice)
    assert list(draft.questions.all()[:3]) == [first, third, second]
    client.post(f"{root}3/retirer/", {"question": third.pk})
    assert list(draft.questions.all()[:2]) == [first, second]
    before = draft.questions.count()
    client.post(f"{root}2/retirer/", {"question": third.pk})
    client.post(f"{root}2/retirer/")
    assert draft.questions.count() == before


def test_the_pilot_writes_the_questions(space: ExchangeSpace, client: Client) -> None:
    """B14: on screen, by somebody who does not program: change, preview, put in use."""
    client.force_login(making.pilot(space))
    root = f"{ROOT}/pilotage/questions/"
    assert client.get(root).status_code == 200
    assert client.get(f"{root}apercu/0/").status_code == 200
    data = {"subject": "missions", "type": "text", "label_fr": "Que fait-elle le mardi ?"}
    assert client.post(f"{root}ajouter/", data).status_code == 302
    assert client.post(f"{root}ajouter/", {**data, "type": "scale"}).status_code == 422
    assert "Que fait-elle le mardi" in client.get(root).content.decode()
    eighth = space.image_versions.get().questions.get(position=8)
    client.post(f"{root}8/monter/", {"question": eighth.pk})
    client.post(f"{root}version/publier/")
    version = space.image_versions.get()
    assert not version.is_draft
    assert version.questions.get(position=7).label_fr == "Que fait-elle le mardi ?"
    assert client.get(f"{root}apercu/1/").status_code == 200


def test_the_list_reads_in_a_constant_number_of_queries(client: Client, django_assert_max_num_queries: object) -> None:
    """B14: one immersion or three."""
    pair = Pair()
    images.open_due()
    Pair(pair.space, asks=pair.asks, hosts=pair.hosts)
    Pair(pair.space, asks=pair.asks, hosts=pair.hosts)
    client.force_login(pair.writer)
    with django_assert_max_num_queries(12):  # type: ignore[operator]
        page = client.get(f"{ROOT}/regards/").content.decode()
    assert page.count(f"{ROOT}/regards/") >= 3


def test_who_asks_to_take_part_accepts_the_cahier_des_charges(space: ExchangeSpace, client: Client) -> None:
    """B9: its text stands on the page, the box is needed, and the structure is among those that validated."""
    published(space)
    host = factories.host()
    client.force_login(factories.member(host.organisation, Role.HOST_MANAGER))
    assert "Deux jours." in client.get(f"{ROOT}/participer/").content.decode()
    assert client.post(f"{ROOT}/participer/", {"space": space.pk}).status_code == 422
    assert not Structure.objects.exists()
    sent = {"space": space.pk, "accepts": "on"}
    unread = client.post(f"{ROOT}/participer/", {**sent, f"charter_{space.pk}": 7})
    assert unread.status_code == 422, "one accepts the version that one read"
    assert f'name="charter_{space.pk}" value="1"' in unread.content.decode(), "the page shows the one in force"
    assert not Structure.objects.exists()
    assert client.post(f"{ROOT}/participer/", {**sent, f"charter_{space.pk}": 1}).status_code == 302
    assert CharterVersion.objects.get().validations.get().structure.institution == host


def test_the_request_leads_to_the_questionnaire(client: Client) -> None:
    """B14: from the page of the immersion, for the two who answer; not for human resources, who read the request."""
    pair = Pair()
    images.open_due()
    address = f"{ROOT}/regards/{pair.immersion.pk}/avant/"
    for person, shown in ((pair.visitor, True), (pair.writer, True), (making.hr(pair.asks), False)):
        client.force_login(person)
        page = client.get(pair.immersion.get_absolute_url())
        assert page.status_code == 200
        assert (address in page.content.decode()) is shown
