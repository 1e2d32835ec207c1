"""Grants and requests for them (E5) after they were sent: corrected, withdrawn, cancelled, noted twice."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.enums import OrganisationKind
from accounts.errors import Refused
from internships.models import BudgetLine, GrantDocument, Placement
from internships.services import grants as service
from internships.views import grant_requests
from tests import factories
from tests.accounts.mailbox import latest, latest_code, link_in, received
from tests.internships.test_budget import add, category, status
from tests.internships.test_grants import Fund, at


@pytest.fixture
def fund(db: None) -> Fund:
    return Fund()


def by_link(address: str) -> Client:
    """A browser that opened the latest link sent there, with its code."""
    browser, link = Client(), link_in(latest(address))
    browser.get(link)
    browser.post(f"{link}code/")
    browser.post(f"{link}code/", {"code": latest_code(address)})
    return browser


def test_currency_and_funder_stay_once_somebody_has_asked(fund: Fund) -> None:
    """E5: nobody else comes to read what was sent, no sum changes its money; the rest may still be corrected."""
    save = {"grant": fund.grant, "actor": fund.manager}
    fund.draft()
    assert service.save_grant(**save, values={"currency": "CHF"}).currency == "CHF"
    service.save_grant(**save, values={"currency": "EUR"})
    made = fund.sent()
    values = {
        "funder": fund.organisation.pk, "title": "Bourse des îles", "summary": "x", "amount_max": "800",
        "currency": "CHF", "email": fund.grant.email,
    }  # fmt: skip
    browser, address = fund.client(fund.manager), at("grant_edit", fund.grant.pk)
    answer = browser.post(address, values)
    assert answer.status_code == 422
    assert answer.context["form"].errors.keys() == {"currency"}
    other = factories.organisation(OrganisationKind.FUNDER)
    with pytest.raises(service.Settled) as refusal:
        service.save_grant(**save, values={"funder": other})
    assert refusal.value.field == "funder"
    service.withdraw(application_id=made.pk, actor=fund.trainee)
    assert browser.post(address, values).status_code == 422
    fund.grant.refresh_from_db()
    assert (fund.grant.currency, fund.grant.funder, fund.grant.title) == ("EUR", fund.organisation, "Bourse du large")
    assert browser.post(address, {**values, "currency": "EUR"}).status_code == 302
    fund.grant.refresh_from_db()
    assert fund.grant.title == "Bourse des îles"


def test_a_corrected_address_gets_the_link_and_the_old_one_loses_it(fund: Fund) -> None:
    """E5: whoever should not have got it decides nothing; the right one does."""
    fund.manager.memberships.all().delete()
    made, old = fund.sent(), str(fund.grant.email)
    stranger, told = by_link(old), len(received(old))
    decide = at("grant_request_decide", made.pk, "accorder")
    assert stranger.get(decide).status_code == 200
    with pytest.raises(Refused):
        service.save_grant(grant=fund.grant, actor=fund.manager, values={"email": ""})
    service.save_grant(grant=fund.grant, actor=fund.manager, values={"email": "neuve@example.org"})
    assert stranger.post(decide, {"amount": "300"}).status_code == 403
    assert len(received(old)) == told
    made.refresh_from_db()
    assert made.state == "sent"
    right = by_link("neuve@example.org")
    assert right.post(decide, {"amount": "300"}).status_code == 302
    made.refresh_from_db()
    assert made.state == "granted"
    before = len(received("autre@example.org"))
    service.save_grant(grant=fund.grant, actor=fund.manager, values={"email": "autre@example.org"})
    assert len(received("autre@example.org")) == before
    assert right.get(at("grant_request_by_link", made.pk)).status_code == 403


def with_paper(fund: Fund) -> GrantDocument:
    """A request that was sent with a document and the budget."""
    add(fund.stay, "123.45", label="Train de nuit vers Brest")
    made = fund.draft()
    upload = SimpleUploadedFile("devis.png", factories.picture(), "image/png")
    paper = service.add_document(application_id=made.pk, actor=fund.trainee, upload=upload, label="Devis du train")
    service.send(application_id=made.pk, actor=fund.trainee)
    return paper


def test_what_was_withdrawn_is_no_longer_read(fund: Fund) -> None:
    """E5: the funder keeps the heading; message, budget and documents are the trainee’s alone again."""
    paper = with_paper(fund)
    page = at("grant_request", paper.application_id)
    funder, trainee = fund.client(fund.manager), fund.client(fund.trainee)
    words = ("Pour le train de nuit.", "Train de nuit vers Brest", "Devis du train")
    assert all(one in funder.get(page).content.decode() for one in words)
    assert status(funder, paper.file.url) == 200
    service.withdraw(application_id=paper.application_id, actor=fund.trainee)
    shown = funder.get(page)
    assert shown.status_code == 200
    assert "Bourse du large" in shown.content.decode()
    assert not [one for one in words if one in shown.content.decode()]
    assert status(funder, paper.file.url) == 404
    assert all(one in trainee.get(page).content.decode() for one in words)
    assert status(trainee, paper.file.url) == 200


def test_a_withdrawal_is_told_without_a_link(fund: Fund) -> None:
    """E5: the links sent before open nothing any more, and no new one goes out."""
    fund.manager.memberships.all().delete()
    paper, address = with_paper(fund), str(fund.grant.email)
    browser = by_link(address)
    document = at("grant_paper", paper.application_id, paper.pk)
    assert status(browser, document) == 200
    service.withdraw(application_id=paper.application_id, actor=fund.trainee)
    assert "retire" in latest(address).subject
    assert "/lien/" not in str(latest(address).body)
    assert browser.get(at("grant_request_by_link", paper.application_id)).status_code == 403
    assert status(browser, document) == 403


@pytest.mark.parametrize("state", ["cancelled", "stopped"])
def test_nothing_is_granted_for_a_stay_that_does_not_take_place(fund: Fund, state: str) -> None:
    """E5, E9: said in a sentence; the request can still be refused."""
    made = fund.sent()
    Placement.objects.filter(pk=fund.stay.placement.pk).update(
        state=state, closed_on=fund.stay.placement.start, close_reason="Plus de place."
    )
    browser = fund.client(fund.manager)
    page = browser.post(at("grant_request_act", made.pk, "accorder"), {"amount": "300"}, follow=True)
    assert "aucune bourse ne peut plus être accordée" in page.content.decode()
    made.refresh_from_db()
    assert made.state == "sent"
    assert not BudgetLine.objects.exists()
    assert service.refuse(application_id=made.pk, actor=fund.manager, reason="Annulé.").state == "refused"


def test_a_document_of_a_request_sent_meanwhile_stays(fund: Fund, monkeypatch: pytest.MonkeyPatch) -> None:
    """E5: two windows; the one that comes late is told so, in a sentence."""
    paper = with_paper(fund)
    monkeypatch.setattr(grant_requests, "draft", lambda request, pk: None)
    address = at("grant_paper_remove", paper.application_id, paper.pk)
    page = fund.client(fund.trainee).post(address, follow=True)
    assert page.status_code == 200
    assert "Cette demande est envoyée" in page.content.decode()
    assert GrantDocument.objects.filter(pk=paper.pk).exists()


def test_a_grant_hoped_for_by_hand_is_not_counted_twice(fund: Fund) -> None:
    """E5, E9: once it enters by itself, the page asks whether the line noted before is the same, and takes it out."""
    heading = category("bourse", "income")
    hoped = add(fund.stay, "500", category=heading, label="Bourse espérée")
    add(fund.stay, "70", "70", category=heading, label="Bourse de la ville")
    add(fund.stay, "90", category=heading, label="Bourse suisse", currency="CHF")
    browser, page = fund.client(fund.trainee), fund.stay.address("budget")
    assert browser.get(page).context["twice"] == []
    service.grant(application_id=fund.sent().pk, actor=fund.manager, amount=Decimal(500))
    add(fund.stay, "40", category=heading, label="Bourse d’après")
    shown = browser.get(page)
    assert shown.context["twice"] == [hoped]
    address = fund.stay.address("budget_remove", hoped.pk)
    assert f'action="{address}"' in shown.content.decode()
    assert "Déjà noté" in shown.content.decode()
    assert "Déjà noté" not in browser.post(address, follow=True).content.decode()
    left = set(BudgetLine.objects.values_list("label", flat=True))
    assert left >= {"Bourse de la ville", "Bourse suisse", "Bourse d’après"}
    assert hoped.label not in left
