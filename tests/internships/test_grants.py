"""« Bourses de stage » (E5): published by funders, asked for by trainees, decided once, told both ways."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import privacy
from accounts.enums import OrganisationKind, Role
from accounts.errors import Refused
from accounts.models import AuditEntry, User
from accounts.workspace import Workspace
from hosts.models import Level
from internships import grant_todos
from internships.grant_workflow import NotPossible
from internships.models import BudgetLine, Grant, GrantApplication, GrantDocument
from internships.selectors import grants as selectors
from internships.services import budget
from internships.services import grants as service
from messaging import reminders
from tests import factories
from tests.accounts.mailbox import latest, latest_code, link_in, received
from tests.internships.test_budget import add, status
from tests.internships.test_planning import Stay

DAY = datetime.timedelta(days=1)


class Fund:
    """A funder with somebody in it, its grant, and a trainee with a stay."""

    def __init__(self, **fields: Any) -> None:
        self.stay = Stay()
        self.trainee = self.stay.trainee
        self.organisation = factories.organisation(OrganisationKind.FUNDER, name="Fondation des Embruns")
        self.manager = factories.member(self.organisation, Role.GRANT_MANAGER)
        self.grant: Grant = factories.grant(self.organisation, **{"title": "Bourse du large", **fields})

    def draft(self) -> GrantApplication:
        made = service.begin(grant=self.grant, placement=self.stay.placement, actor=self.trainee)
        return service.write(
            application_id=made.pk, actor=self.trainee, amount_asked=Decimal("650"), message="Pour le train de nuit."
        )

    def sent(self) -> GrantApplication:
        return service.send(application_id=self.draft().pk, actor=self.trainee)

    def client(self, user: User) -> Client:
        return self.stay.client(user)


@pytest.fixture
def fund(db: None) -> Fund:
    return Fund()


def at(name: str, *args: Any) -> str:
    return reverse(f"internships:{name}", args=args)


def test_the_list_is_public_and_says_how_much_and_until_when(fund: Fund) -> None:
    """E5: open ones first, those whose time is over on demand, drafts never."""
    over = factories.grant(fund.organisation, title="Bourse passée", deadline=timezone.localdate() - DAY)
    factories.grant(fund.organisation, title="Brouillon", state="draft", published_at=None)
    page = Client().get(at("grants")).content.decode()
    assert "Bourse du large" in page
    assert "jusqu’à 800,00\u00a0€" in page
    assert "Bourse passée" not in page
    assert "Brouillon" not in page
    assert "Bourse passée" in Client().get(at("grants"), {"past": "on"}).content.decode()
    shown = Client().get(at("grant", over.pk))
    assert shown.status_code == 200
    assert at("grant_apply", over.pk) not in shown.content.decode()


def test_search_and_filters(fund: Fund) -> None:
    """E5: by words without accents, kind, level, country; an empty list of a grant means all."""
    kind, level = factories.kind(), Level.objects.create(code="master", name_fr="Master")
    values = {
        "funder": fund.organisation,
        "title": "Séjour à Liège",
        "summary": "x",
        "email": "a@example.org",
        "amount_max": Decimal(100),
        "countries": ["BE"],
        "kinds": [kind],
        "levels": [level],
    }
    service.save_grant(grant=Grant(), actor=fund.manager, values=values)
    made = Grant.objects.get(title="Séjour à Liège")
    service.publish(grant_id=made.pk, actor=fund.manager)

    def found(**query: Any) -> set[str]:
        return {one.title for one in Client().get(at("grants"), query).context["page"]}

    assert found(q="sejour liege") == {"Séjour à Liège"}
    assert found(q="embruns") == {"Séjour à Liège"}
    assert found(country="BE") == {"Séjour à Liège", "Bourse du large"}
    assert found(country="IT") == {"Bourse du large"}
    assert found(kind=kind.pk) == {"Séjour à Liège", "Bourse du large"}
    assert found(kind=factories.kind().pk) == {"Bourse du large"}
    assert found(level=level.pk) == {"Séjour à Liège", "Bourse du large"}


def test_a_funder_writes_and_publishes_on_screen(fund: Fund) -> None:
    """E5: draft, read as trainees will, published, closed; another funder's is a 404, a host's manager gets a 403."""
    browser = fund.client(fund.manager)
    values = {
        "funder": fund.organisation.pk, "title": "Bourse de printemps", "summary": "Pour partir en mars.",
        "amount_min": "200", "amount_max": "1 200,505", "currency": "EUR", "papers": "Devis\n\nLettre\nLettre",
        "deadline": (timezone.localdate() + 30 * DAY).isoformat(), "countries": ["FR", "BE"],
    }  # fmt: skip
    assert browser.post(at("grant_new"), {**values, "amount_min": "5000"}).context["form"].errors.keys() == {
        "amount_min"
    }
    assert browser.post(at("grant_new"), values).status_code == 302
    made = Grant.objects.get(title="Bourse de printemps")
    assert (made.state, made.amount_max, made.documents_asked) == (
        "draft",
        Decimal("1200.51"),
        ["Devis", "Lettre"],
    )
    assert Client().get(at("grant", made.pk)).status_code == 404
    assert browser.get(at("grant", made.pk)).status_code == 200
    browser.post(at("grant_act", made.pk, "publier"))
    assert Client().get(at("grant", made.pk)).status_code == 200
    page = browser.get(at("grant_edit", made.pk)).content.decode()
    assert 'value="1200,51"' in page or 'value="1\u202f200,51"' in page
    browser.post(at("grant_act", made.pk, "clore"))
    made.refresh_from_db()
    assert made.state == "closed"
    stranger = factories.member(factories.organisation(OrganisationKind.FUNDER), Role.GRANT_MANAGER)
    assert fund.client(stranger).get(at("grant_edit", made.pk)).status_code == 404
    assert fund.client(fund.stay.manager).get(at("grant_new")).status_code == 403
    assert AuditEntry.objects.filter(action__startswith="grant.", target_id=str(made.pk)).count() == 3


def test_a_grant_that_nobody_would_answer_is_not_published(db: None) -> None:
    """E5: somebody of the funder, or an address."""
    lonely = factories.grant(state="draft", published_at=None, email="")
    writer = factories.user()
    with pytest.raises(Refused):
        service.publish(grant_id=lonely.pk, actor=writer)
    over = factories.grant(state="draft", published_at=None, deadline=timezone.localdate() - DAY)
    with pytest.raises(Refused):
        service.publish(grant_id=over.pk, actor=writer)


def test_conditions_are_data_and_are_checked(fund: Fund) -> None:
    """E5: kind, level, country, length; each said, met or not, and a request that misses one is not sent."""
    other = factories.kind()
    strict = factories.grant(fund.organisation, kinds=[other], countries=["BE"], least_days=60)
    assert [one.met for one in selectors.checks(strict, fund.stay.placement)] == [False, False, False]
    assert all(one.met for one in selectors.checks(fund.grant, fund.stay.placement))
    made = service.begin(grant=strict, placement=fund.stay.placement, actor=fund.trainee)
    service.write(application_id=made.pk, actor=fund.trainee, amount_asked=Decimal(1), message="Oui")
    with pytest.raises(Refused, match="Belgique"):
        service.send(application_id=made.pk, actor=fund.trainee)
    suited = selectors.suited(fund.stay.placement)
    assert suited == [fund.grant]
    page = fund.client(fund.trainee).get(at("grant_apply", strict.pk)).content.decode()
    assert "non remplie" in page


def test_the_way_from_a_grant_to_the_budget(fund: Fund) -> None:
    """E5: asked from the page, with what is lacking said; granted, it enters the budget by itself."""
    Grant.objects.filter(pk=fund.grant.pk).update(documents_asked=["Devis"])
    add(fund.stay, "900")
    fund.stay.objective("Conduire un entretien")
    browser = fund.client(fund.trainee)
    answer = browser.post(at("grant_apply", fund.grant.pk), {"placement": fund.stay.placement.pk}, follow=True)
    made = GrantApplication.objects.get()
    assert len(answer.context["missing"]) == 3
    again = browser.post(at("grant_apply", fund.grant.pk), {"placement": fund.stay.placement.pk})
    assert again["Location"] == at("grant_request", made.pk)
    assert browser.post(at("grant_request_edit", made.pk), {"amount_asked": "801", "message": "x"}).status_code == 422
    browser.post(at("grant_request_edit", made.pk), {"amount_asked": "650", "message": "Le train."})
    paper = SimpleUploadedFile("devis.png", factories.picture(), "image/png")
    browser.post(at("grant_paper_add", made.pk), {"label": "Devis", "file": paper})
    assert browser.get(at("grant_request", made.pk)).context["missing"] == []
    funder = fund.client(fund.manager)
    assert funder.get(at("grant_request", made.pk)).status_code == 404
    browser.post(at("grant_request_act", made.pk, "envoyer"), {"yes": "1"})
    assert "Bourse du large" in latest(str(fund.manager.email)).body
    assert "650,00" in latest(str(fund.trainee.email)).body
    page = funder.get(at("grant_request", made.pk)).content.decode()
    assert "Conduire un entretien" in page
    assert "−900,00" in page
    document = GrantDocument.objects.get()
    assert status(funder, document.file.url) == 200
    assert status(fund.client(fund.stay.manager), document.file.url) == 404
    funder.post(at("grant_request_act", made.pk, "accorder"), {"amount": "500,00", "answer": "Versée en mars."})
    line = BudgetLine.objects.get(side="income")
    assert (line.planned, line.actual, line.grant_application_id) == (Decimal("500.00"), None, made.pk)
    assert "500,00" in latest(str(fund.trainee.email)).subject
    with pytest.raises(Refused):
        budget.remove_line(line_id=line.pk, actor=fund.trainee)
    browser.post(reverse("internships:budget_line", args=[fund.stay.placement.pk, line.pk]), {"actual": "480"})
    line.refresh_from_db()
    assert (line.planned, line.actual) == (Decimal("500.00"), Decimal("480.00"))
    steps = (
        AuditEntry.objects.filter(action__startswith="grant_request.").order_by("pk").values_list("action", flat=True)
    )
    assert list(steps) == ["grant_request.begun", "grant_request.send", "grant_request.grant"]


def test_the_deadline_is_kept(fund: Fund) -> None:
    """E5: on the last day yes, the day after no; neither begun nor sent."""
    made = fund.draft()
    today = timezone.localdate()
    Grant.objects.filter(pk=fund.grant.pk).update(deadline=today - DAY)
    with pytest.raises(Refused, match="terminé"):
        service.send(application_id=made.pk, actor=fund.trainee)
    Grant.objects.filter(pk=fund.grant.pk).update(deadline=today)
    service.send(application_id=made.pk, actor=fund.trainee)
    Grant.objects.filter(pk=fund.grant.pk).update(opens_on=today + DAY, deadline=today + 2 * DAY)
    fund.grant.refresh_from_db()
    other = factories.placement(fund.trainee, start=today + 200 * DAY)
    with pytest.raises(Refused):
        service.begin(grant=fund.grant, placement=other, actor=fund.trainee)


def test_refused_with_a_reason_and_asked_again(fund: Fund) -> None:
    """E5: no without a reason is no answer; afterwards another request may be written."""
    made = fund.sent()
    with pytest.raises(Refused):
        service.refuse(application_id=made.pk, actor=fund.manager, reason="  ")
    service.refuse(application_id=made.pk, actor=fund.manager, reason="Budget épuisé.")
    assert "Budget épuisé." in latest(str(fund.trainee.email)).body
    assert not BudgetLine.objects.exists()
    with pytest.raises(NotPossible):
        service.grant(application_id=made.pk, actor=fund.manager, amount=Decimal(10))
    assert fund.draft().pk != made.pk


def test_withdrawn_by_the_trainee(fund: Fund) -> None:
    """E5: the funder is told of what it had received, and can decide no more."""
    made = fund.sent()
    service.withdraw(application_id=made.pk, actor=fund.trainee)
    assert "Bourse du large" in latest(str(fund.manager.email)).body
    answer = fund.client(fund.manager).get(at("grant_request_act", made.pk, "accorder"))
    assert answer.status_code == 302
    draft = fund.draft()
    before = len(received(str(fund.manager.email)))
    service.withdraw(application_id=draft.pk, actor=fund.trainee)
    assert len(received(str(fund.manager.email))) == before


def test_who_may_do_what(fund: Fund) -> None:
    """E5: the trainee does not decide, the funder does not withdraw, others see nothing."""
    made = fund.sent()
    for user, action in ((fund.trainee, "accorder"), (fund.manager, "retirer"), (fund.stay.teacher, "accorder")):
        assert fund.client(user).post(at("grant_request_act", made.pk, action), {"amount": "5"}).status_code == 404
    with pytest.raises(NotPossible):
        service.grant(application_id=made.pk, actor=fund.trainee, amount=Decimal(5))
    admin = factories.member(factories.organisation(OrganisationKind.NETWORK), Role.NETWORK_ADMIN)
    assert not GrantApplication.objects.visible_to(admin).exists()
    with pytest.raises(Refused):
        service.grant(application_id=made.pk, actor=fund.manager, amount=Decimal("800.01"))
    made.refresh_from_db()
    assert made.state == "sent"


def test_a_funder_without_account_decides_by_its_link(db: None) -> None:
    """E5: a personal link and a code; opening it decides nothing."""
    fund = Fund()
    fund.manager.memberships.all().delete()
    made = fund.sent()
    address = str(fund.grant.email)
    browser, link = Client(), link_in(latest(address))
    browser.get(link)
    browser.post(f"{link}code/")
    browser.post(f"{link}code/", {"code": latest_code(address)})
    page = browser.get(at("grant_request_by_link", made.pk))
    assert page.status_code == 200
    made.refresh_from_db()
    assert made.state == "sent"
    answer = browser.post(at("grant_request_decide", made.pk, "accorder"), {"amount": "300", "answer": ""})
    assert answer.status_code == 302
    made.refresh_from_db()
    assert (made.state, made.amount_granted, made.decided_by) == ("granted", Decimal("300.00"), None)
    assert Client().get(at("grant_request_by_link", made.pk)).status_code == 403


def test_what_waits_is_under_a_faire(fund: Fund) -> None:
    """E5: the draft for the trainee, the request for the funder."""
    made = fund.draft()
    assert len(list(grant_todos.trainee(Workspace(fund.trainee)))) == 1
    assert not list(grant_todos.funder(Workspace(fund.manager)))
    service.send(application_id=made.pk, actor=fund.trainee)
    assert not list(grant_todos.trainee(Workspace(fund.trainee)))
    assert len(list(grant_todos.funder(Workspace(fund.manager)))) == 1


def test_reminders_go_out_once(fund: Fund) -> None:
    """E5: before the last day to the trainee; after a fortnight to the funder; twice run, once sent."""
    made, now = fund.draft(), timezone.now()
    Grant.objects.filter(pk=fund.grant.pk).update(deadline=timezone.localdate() + 5 * DAY)
    reminders.send_due(now)
    reminders.send_due(now)
    assert sum("Bourse du large" in one.body for one in received(str(fund.trainee.email))) == 1
    service.send(application_id=made.pk, actor=fund.trainee)
    before = len(received(str(fund.manager.email)))
    reminders.send_due(now + 40 * DAY)
    reminders.send_due(now + 40 * DAY)
    assert len(received(str(fund.manager.email))) == before + 1


def test_the_database_holds_the_states(fund: Fund) -> None:
    """E5: granted says how much, refused says why, one active request a stay and grant."""
    made = fund.sent()
    rows = GrantApplication.objects.filter(pk=made.pk)
    for values in ({"state": "granted"}, {"state": "refused"}, {"amount_granted": Decimal(3)}):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**values)
    with pytest.raises(IntegrityError), transaction.atomic():
        GrantApplication.objects.create(grant=fund.grant, placement=fund.stay.placement, person=fund.trainee)


def test_lists_ask_a_constant_number_of_questions(fund: Fund, django_assert_max_num_queries: Any) -> None:
    """E5: as many queries for fifty grants as for one; the same for the funder's requests."""
    kinds = [factories.kind(), factories.kind()]
    for _number in range(30):
        made = factories.grant(fund.organisation, kinds=kinds)
        GrantApplication.objects.create(
            grant=made, placement=fund.stay.placement, person=fund.trainee, state="sent",
            sent_at=timezone.now(), amount_asked=Decimal(5),
        )  # fmt: skip
    with django_assert_max_num_queries(12):
        Client().get(at("grants"))
    browser = fund.client(fund.manager)
    with django_assert_max_num_queries(12):
        assert browser.get(at("grant_requests")).context["page"].paginator.count == 30
    with django_assert_max_num_queries(12):
        browser.get(at("grants_ours"))


def test_it_is_given_out_and_erased(fund: Fund) -> None:
    """E5: what was written goes; that a sum was granted stays with the funder."""
    made = fund.sent()
    service.grant(application_id=made.pk, actor=fund.manager, amount=Decimal(100))
    processing = next(one for one in privacy.processings() if one.name == "grant_requests")
    assert "Pour le train de nuit." in str(processing.export(fund.trainee))
    processing.erase(fund.trainee)
    made.refresh_from_db()
    assert (made.message, made.told, made.amount_granted) == ("", {}, Decimal("100.00"))
