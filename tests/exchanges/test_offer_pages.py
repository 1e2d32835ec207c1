"""Offers and wishes: the fourteen lines, written, published, found; « je voudrais découvrir … » (B4, B6, B16)."""

from __future__ import annotations

import datetime
import io
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from accounts.models import User
from documents import accessible
from exchanges import documents
from exchanges.enums import OfferState, WishState
from exchanges.lines import LABELS, lines
from exchanges.models import ImmersionOffer, ImmersionWish, OfferAttachment
from exchanges.selectors import search
from exchanges.selectors.search import WISHES, Criteria
from exchanges.services import attachments, wishes
from exchanges.services import offers as service
from exchanges.services.offers import WindowData
from exchanges.workflow import NotPossible, ReasonNeeded
from hosts.versions import Edit, StaleEdit
from messaging.models import EmailDelivery
from tests import factories
from tests.exchanges import making

pytestmark = pytest.mark.django_db
# The paper form of BEPRIP, line by line.
FORM = [
    "Nom de la structure d’accueil",
    "Établissement ou lieu concerné",
    "Missions observables",
    "Profils de poste observables",
    "Profil de l’observateur",
    "Périodes possibles",
    "Durée de l’accueil",
    "Contenus proposés (instances, lieux, etc.)",
    "Contact au sein de la structure",
    "Documents d’appui disponibles",
    "Éventuelles conditions particulières",
    "Effets attendus (pour la structure d’accueil)",
    "Effets attendus (pour la personne accueillie)",
    "Fiche rédigée le … par …",
]


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


def marks(page: str) -> dict[str, str]:
    """The hidden fields that a step of the writer carries."""
    return dict(re.findall(r'name="(version|base|page)" value="([^"]*)"', page))


def text_of(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())


def test_the_fourteen_lines_stand_in_the_order_of_the_form() -> None:
    """B6 (fiche offre accueil): all fourteen, always, in order, on screen."""
    space = making.space()
    structure = making.structure(space)
    offer = making.offer(structure, conditions="")
    page = signed_in(making.professional(structure)).get(offer.get_absolute_url()).content.decode()
    places = [page.index(label) for label in FORM]
    assert places == sorted(places)
    assert len(lines(offer)) == len(LABELS) == 14
    assert "Rien n’est indiqué" in page, "an empty line stands too"
    assert "Nadia Ferrand" in page
    assert "Fiche rédigée le" in page
    assert page.count('class="sheet-line"') == 14


def test_the_sheet_as_a_pdf_holds_the_same_lines() -> None:
    """B6: the PDF says what the screen says, in order, and is accessible."""
    structure = making.structure(making.space())
    offer = making.offer(structure, support_details="Plaquette du service")
    made = documents.sheet(offer, "fr")
    said = text_of(made)
    places = [said.index(label.replace("’", "’")) for label in FORM]
    assert places == sorted(places)
    assert offer.title in said
    assert "Plaquette du service" in said
    assert accessible.problems(made) == []
    answer = signed_in(making.professional(structure)).get(reverse("exchanges:offer_pdf", args=[offer.pk]))
    assert answer["Content-Type"] == "application/pdf"
    assert answer.headers["X-Robots-Tag"].startswith("noindex")


def test_any_professional_writes_and_the_pilot_publishes() -> None:
    """B6, B8: step by step without JavaScript, sent, returned with a reason, sent again, published."""
    space = making.space()
    structure = making.structure(space)
    writer, pilot = making.professional(structure), making.pilot(space)
    client, run = signed_in(writer), signed_in(pilot)
    client.post(reverse("exchanges:offer_new"))
    offer = ImmersionOffer.objects.get()
    assert run.get(offer.get_absolute_url()).status_code == 404, "a draft is its structure's"
    start = timezone.localdate() + datetime.timedelta(days=10)
    steps: dict[str, dict[str, Any]] = {
        "lieu": {"title": "Deux jours à l’IME"},
        "observer": {
            "observable_missions": "Accompagner un groupe de jeunes.",
            "observable_posts": "Éducatrice",
            "contents": "Réunion d’équipe, atelier.",
        },
        "quand": {
            "least_days": 2, "most_days": 3, "periods-TOTAL_FORMS": 1, "periods-INITIAL_FORMS": 0,
            "periods-0-start": start, "periods-0-end": start + datetime.timedelta(days=30), "periods-0-seats": 2,
        },
        "accueil": {"contact_name": "Nadia Ferrand", "contact_email": "nadia@example.org"},
        "effets": {
            "effects_structure": "Un autre regard.",
            "effects_person": "Savoir orienter.",
            "written_on": timezone.localdate(),
        },
    }  # fmt: skip
    submit = reverse("exchanges:offer_act", args=[offer.pk, "submit"])
    client.post(submit, {"nobody": "1"})
    offer.refresh_from_db()
    assert offer.state == OfferState.DRAFT, "an empty sheet is not sent"
    for step, values in steps.items():
        path = reverse("exchanges:offer_write", args=[offer.pk, step])
        answer = client.post(path, {**marks(client.get(path).content.decode()), **values})
        assert answer.status_code == 302, (step, answer.content.decode()[-3000:])
    client.post(submit, {})
    offer.refresh_from_db()
    assert offer.state == OfferState.DRAFT, "B16 is confirmed first"
    client.post(submit, {"nobody": "1"})
    assert EmailDelivery.objects.filter(kind="exchanges.offer_waits", user=pilot).exists()
    assert "Deux jours à l’IME" in run.get(reverse("exchanges:queue")).content.decode()
    back = reverse("exchanges:offer_act", args=[offer.pk, "send_back"])
    assert run.post(back, {"reason": ""}).status_code == 422
    assert run.post(back, {"reason": "M.Dupont est nommé."}).status_code == 422
    run.post(back, {"reason": "Dites à quelles réunions."})
    assert "Dites à quelles réunions." in client.get(offer.get_absolute_url()).content.decode()
    assert EmailDelivery.objects.filter(kind="exchanges.offer_sent_back", user=writer).exists()
    client.post(submit, {"nobody": "1"})
    run.post(reverse("exchanges:offer_act", args=[offer.pk, "publish"]))
    offer.refresh_from_db()
    assert offer.state == OfferState.PUBLISHED
    assert EmailDelivery.objects.filter(kind="exchanges.offer_published", user=writer).exists()
    assert list(offer.windows.values_list("seats", flat=True)) == [2]
    assert client.post(reverse("exchanges:offer_act", args=[offer.pk, "publish"])).status_code in (302, 404)


def test_four_days_are_refused_where_the_space_allows_three() -> None:
    """B3: « 2 ou 3 jours », as the pilot set it."""
    space = making.space()
    structure = making.structure(space)
    offer = making.offer(structure, state="draft")
    client = signed_in(making.professional(structure))
    path = reverse("exchanges:offer_write", args=[offer.pk, "quand"])
    values = {"least_days": 2, "most_days": 4, "periods-TOTAL_FORMS": 0, "periods-INITIAL_FORMS": 0}
    answer = client.post(path, {**marks(client.get(path).content.decode()), **values})
    assert answer.status_code == 422
    assert "Indiquez de 2 à 3 jours" in answer.content.decode()
    more = client.post(path, {**values, "add_period": "1"})
    assert more.status_code == 200
    assert "periods-0-start" in more.content.decode(), "a period is added without JavaScript"


def test_autosave_and_a_stale_edit_lose_nothing() -> None:
    """§2: two people at one sheet; the second is told, and what is saved as one types stays."""
    space = making.space()
    structure = making.structure(space)
    offer = making.offer(structure, state="draft")
    one, two = signed_in(making.professional(structure)), signed_in(making.professional(structure))
    path = reverse("exchanges:offer_write", args=[offer.pk, "lieu"])
    mine, theirs = marks(one.get(path).content.decode()), marks(two.get(path).content.decode())
    assert one.post(path, {**mine, "title": "Un titre", "autosave": "1"}).status_code == 200
    offer.refresh_from_db()
    assert offer.title == "Un titre"
    stale = two.post(path, {**theirs, "title": "Un autre"})
    assert stale.status_code == 409
    assert "Un titre" in stale.content.decode()
    assert "Un autre" in stale.content.decode()
    seat = making.seat(making.professional(structure), space)
    with pytest.raises(StaleEdit):
        service.update(offer_id=offer.pk, seat=seat, changes={"title": "Trois"}, edit=Edit(1, "0", "p"))


def test_closing_opening_copying_and_periods_of_a_published_offer() -> None:
    """B6: closed and opened by its structure; a copy is a draft; a period in which somebody is expected stays."""
    space = making.space()
    structure, other = making.structure(space), making.structure(space)
    offer = making.offer(structure, taken=1)
    seat, stranger = (making.seat(making.professional(one), space) for one in (structure, other))
    with pytest.raises(NotPossible):
        service.act(offer_id=offer.pk, action="close", seat=stranger)
    with pytest.raises(ReasonNeeded):
        service.act(offer_id=offer.pk, action="send_back", seat=making.seat(making.pilot(space), space))
    service.act(offer_id=offer.pk, action="close", seat=seat)
    assert offer not in ImmersionOffer.objects.open()
    service.act(offer_id=offer.pk, action="reopen", seat=seat)
    assert offer in ImmersionOffer.objects.open()
    window = offer.windows.get()
    with pytest.raises(NotPossible):
        service.set_windows(offer_id=offer.pk, seat=seat, windows=[])
    wider = WindowData(window.start, window.end + datetime.timedelta(days=20), 3, window.pk)
    service.set_windows(offer_id=offer.pk, seat=seat, windows=[wider])
    window.refresh_from_db()
    assert (window.seats, window.taken) == (3, 1)
    copy = service.duplicate(offer_id=offer.pk, seat=seat)
    assert (copy.state, copy.title, copy.windows.get().taken) == (OfferState.DRAFT, offer.title, 0)
    with pytest.raises(NotPossible):
        service.duplicate(offer_id=offer.pk, seat=stranger)


def test_documents_are_read_by_those_who_see_the_sheet() -> None:
    """B6, S5: « documents d'appui », for the professionals of the space only."""
    space = making.space()
    structure = making.structure(space)
    offer = making.offer(structure, state="draft")
    seat = making.seat(making.professional(structure), space)
    upload = SimpleUploadedFile("plan.png", factories.picture(), "image/png")
    attachments.add(offer_id=offer.pk, seat=seat, upload=upload, title="Plan d’accès")
    paper = OfferAttachment.objects.get()
    colleague, stranger = making.professional(making.structure(space)), factories.user()
    assert attachments.may_read(seat.user, paper.file)
    assert not attachments.may_read(colleague, paper.file), "a draft is its structure's"
    ImmersionOffer.objects.filter(pk=offer.pk).update(state="published", published_at=timezone.now())
    assert attachments.may_read(colleague, paper.file)
    assert not attachments.may_read(stranger, paper.file)


def test_other_sectors_come_first_and_ones_own_structure_last() -> None:
    """B4: crossing sectors is the purpose; the page says why."""
    space = making.space()
    health, school = factories.sector(name_fr="Sanitaire"), factories.sector(name_fr="Éducatif")
    mine = making.structure(space, sector=health)
    own, same = making.offer(mine), making.offer(making.structure(space, sector=health))
    other = making.offer(making.structure(space, sector=school), start=timezone.localdate() + datetime.timedelta(40))
    person = making.professional(mine)
    seat = making.seat(person, space)
    assert list(search.run(seat, Criteria()).rows) == [other, same, own]
    assert search.suggestions(seat, 4) == [other, same]
    page = signed_in(person).get(reverse("exchanges:discover")).content.decode()
    assert "un autre secteur que le vôtre" in page
    assert "Croiser les secteurs" in page


def test_offers_are_found_by_words_sector_place_period_and_days() -> None:
    """B6: French stems and accents folded; every filter narrows."""
    space = making.space()
    youth, law = factories.sector(name_fr="Jeunesse"), factories.sector(name_fr="Judiciaire")
    agde, lunel = making.structure(space, sector=youth), making.structure(space, sector=law)
    agde.institution.sites.update(city="Agde", latitude=43.31, longitude=3.47)
    lunel.institution.sites.update(city="Lunel", latitude=43.68, longitude=4.13)
    today = timezone.localdate()
    one = making.offer(agde, title="L’accueil des élèves", end=today + datetime.timedelta(days=25))
    two = making.offer(lunel, title="La réparation pénale", start=today + datetime.timedelta(days=60), least_days=3)
    seat = making.seat(making.pilot(space), space)

    def found(**asked: Any) -> set[ImmersionOffer]:
        return set(search.run(seat, Criteria(**asked)).rows)

    assert found() == {one, two}
    assert found(q="eleve") == {one}
    assert found(q="réparations") == {two}
    assert found(q="Lunel") == {two}
    assert found(q="licorne") == set()
    assert found(sectors=(youth.pk,)) == {one}
    assert found(days=2) == {one}
    assert found(first=today + datetime.timedelta(days=50)) == {two}
    assert found(structure=agde.pk) == {one}
    centre = search.Centre("Agde", 43.31, 3.47, False)
    assert found(centre=centre, radius=10) == {one}
    assert found(centre=centre, radius=100) == {one, two}
    assert search.run(seat, Criteria(q="eleve")).sectors == {youth.pk: 1}


def test_wishes_are_made_found_withdrawn_and_made_again() -> None:
    """B6: offers *and* wishes; one's own to change; the name of the person is for the pilot."""
    space = making.space()
    sector = factories.sector(name_fr="Judiciaire")
    making.structure(space, sector=sector)
    structure = making.structure(space)
    person, reader = making.professional(structure, last_name="Ferrand"), making.professional(structure)
    client = signed_in(person)
    start = timezone.localdate() + datetime.timedelta(days=9)
    data = {
        "text": "Je voudrais suivre un éducateur de la protection judiciaire.", "post": "Éducateur", "days": "3",
        "sectors": [sector.pk], "periods-TOTAL_FORMS": "1", "periods-INITIAL_FORMS": "0",
        "periods-0-start": start, "periods-0-end": start + datetime.timedelta(days=30),
    }  # fmt: skip
    assert client.post(reverse("exchanges:wish_new"), data).status_code == 302
    wish = ImmersionWish.objects.get()
    seat = making.seat(reader, space)
    assert list(search.run(seat, Criteria(kind=WISHES, q="éducateurs", days=3)).rows) == [wish]
    assert not search.run(seat, Criteria(kind=WISHES, days=2)).rows.exists()
    assert search.run(seat, Criteria(kind=WISHES)).sectors == {sector.pk: 1}
    page = signed_in(reader).get(wish.get_absolute_url()).content.decode()
    assert "Ferrand" not in page
    assert "Ferrand" in signed_in(making.pilot(space)).get(wish.get_absolute_url()).content.decode()
    with pytest.raises(NotPossible):
        wishes.withdraw(wish_id=wish.pk, seat=seat)
    client.post(reverse("exchanges:wish_move", args=[wish.pk, "retirer"]))
    assert signed_in(reader).get(wish.get_absolute_url()).status_code == 404
    client.post(reverse("exchanges:wish_move", args=[wish.pk, "rouvrir"]))
    wish.refresh_from_db()
    assert wish.state == WishState.OPEN
    wishes.served(wish_id=wish.pk, actor=None)
    assert not ImmersionWish.objects.open().exists()


def test_lists_leave_as_tables() -> None:
    """§2: what is filtered is what is exported."""
    space = making.space()
    structure = making.structure(space)
    making.offer(structure, title="Une immersion à exporter")
    making.wish(structure, text="Je voudrais voir un greffe.")
    client = signed_in(making.professional(structure))
    path = reverse("exchanges:discover")
    rows = b"".join(client.get(path, {"format": "csv"}).streaming_content).decode()
    assert "Une immersion à exporter" in rows
    wished = b"".join(client.get(path, {"format": "csv", "liste": "souhaits"}).streaming_content).decode()
    assert "Je voudrais voir un greffe." in wished
    assert client.get(path, {"format": "xlsx"})["Content-Type"].startswith("application/vnd")


def test_the_list_keeps_its_queries_as_it_grows(django_assert_max_num_queries: Any) -> None:
    """quality.md: constant, at most twelve."""
    space = making.space()
    for _number in range(4):
        structure = making.structure(space, sector=factories.sector())
        making.offer(structure)
        making.wish(structure, structures=[making.structure(space)], sectors=[factories.sector()])
    client = signed_in(making.pilot(space))
    path = reverse("exchanges:discover")
    client.get(path)
    for query in ({}, {"liste": "souhaits"}, {"q": "accueil jeunes"}):
        with django_assert_max_num_queries(12):
            assert client.get(path, query).status_code == 200


def test_an_empty_list_says_what_to_do_next() -> None:
    """§5: no dead end, in French and in English."""
    client = signed_in(making.professional(making.structure(making.space())))
    path = reverse("exchanges:discover")
    assert "Aucune offre ne convient" in client.get(path, {"q": "licorne"}).content.decode()
    assert "Aucun souhait ne convient" in client.get(path, {"liste": "souhaits"}).content.decode()
    client.cookies["django_language"] = "en"
    english = client.get(path, {"q": "licorne"}).content.decode()
    assert "No offer suits, this time" in english or "Aucune offre" in english
    assert client.get(reverse("exchanges:our_offers")).status_code == 200
    assert client.get(reverse("exchanges:my_wishes")).status_code == 200
