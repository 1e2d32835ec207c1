"""The pieces that every later feature stands on: trace, keys against double sending, access."""

from __future__ import annotations

import threading
import uuid

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template import Context, Template
from django.test import RequestFactory

from accounts import audit
from accounts.access import manager, member_of, public, signed_in, with_role
from accounts.enums import OrganisationKind, Role
from accounts.idempotency import once
from accounts.models import AuditEntry, AuditText, IdempotencyKey, Territory
from accounts.workspace import Workspace
from tests import factories


@pytest.mark.django_db
class TestTrace:
    def test_a_line_says_who_what_and_on_what(self) -> None:
        person = factories.user()
        organisation = factories.organisation()
        entry = audit.record(
            action="membership.ended",
            actor=person,
            target=organisation,
            organisation=organisation,
            data={"role": "tutor", "membership": 3},
            text="Est partie en retraite.",
        )
        entry.refresh_from_db()
        assert (entry.actor, entry.target_type, entry.target_id) == (
            person,
            "accounts.organisation",
            str(organisation.pk),
        )
        assert entry.at is not None
        assert entry.words.text == "Est partie en retraite."

    @pytest.mark.parametrize("change", ["save", "update", "delete", "bulk delete", "raw update", "raw delete"])
    def test_the_database_refuses_any_change(self, change: str) -> None:
        entry = audit.record(action="a.b", actor=None)
        rows = AuditEntry.objects.filter(pk=entry.pk)

        def sql(statement: str) -> None:
            with connection.cursor() as cursor:
                cursor.execute(statement, [entry.pk])

        changes = {
            "save": lambda: entry.save(),
            "update": lambda: rows.update(action="c.d"),
            "delete": lambda: entry.delete(),
            "bulk delete": lambda: rows.delete(),
            "raw update": lambda: sql("UPDATE accounts_auditentry SET data = '{}' WHERE id = %s"),
            "raw delete": lambda: sql("DELETE FROM accounts_auditentry WHERE id = %s"),
        }
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            changes[change]()
        assert AuditEntry.objects.get(pk=entry.pk).action == "a.b"

    @pytest.mark.parametrize("table", ["accounts_auditentry", "accounts_user", "accounts_organisation"])
    def test_the_database_refuses_to_empty_it(self, table: str) -> None:
        """Not even by the cascade of a table that it refers to. Test databases have the guard switched off."""
        entry = audit.record(action="a.b", actor=factories.user())
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("ALTER TABLE accounts_auditentry ENABLE TRIGGER accounts_auditentry_no_truncate")
            with pytest.raises(IntegrityError, match="append-only: TRUNCATE is refused"), transaction.atomic():
                cursor.execute(f"TRUNCATE {table} CASCADE")
        assert AuditEntry.objects.filter(pk=entry.pk).exists()

    def test_what_people_wrote_can_be_erased_beside_it(self) -> None:
        entry = audit.record(action="a.b", actor=None, text="à effacer")
        AuditText.objects.filter(entry=entry).delete()
        assert AuditEntry.objects.filter(pk=entry.pk, words=None).exists()

    @pytest.mark.parametrize(
        "data", [{"name": "Camille Martin"}, {"to": "c@example.org"}, {"x": [{"y": "a sentence"}]}, {"x": 1.5}]
    )
    def test_names_and_sentences_are_refused_as_data(self, data: dict[str, object]) -> None:
        with pytest.raises(ValueError, match="ids and codes"):
            audit.record(action="a.b", actor=None, data=data)

    def test_who_sees_which_lines(self) -> None:
        """S11: a territory's administrator sees the territory; a manager their organisation; others nothing."""
        here = factories.territory()
        mine, other = factories.organisation(territory=here), factories.organisation()
        lines = [audit.record(action="a.b", actor=None, organisation=one) for one in (mine, other, None)]
        network = factories.organisation(OrganisationKind.NETWORK)
        local = factories.organisation(OrganisationKind.NETWORK, territory=Territory.objects.get(pk=here.pk))

        def seen(person: object) -> set[int]:
            return set(AuditEntry.objects.visible_to(person).values_list("pk", flat=True)) & {x.pk for x in lines}

        assert seen(factories.member(network, Role.NETWORK_ADMIN)) == {line.pk for line in lines}
        assert seen(factories.member(local, Role.NETWORK_ADMIN)) == {lines[0].pk}
        assert seen(factories.member(mine, Role.HOST_MANAGER)) == {lines[0].pk}
        assert seen(factories.member(mine, Role.TUTOR)) == set()
        assert seen(factories.user()) == set()
        assert seen(AnonymousUser()) == set()


def make_request(person: object = None, *, post: dict[str, str] | None = None, **headers: str) -> HttpRequest:
    factory = RequestFactory()
    request = (
        factory.get("/page/?a=1", headers=headers) if post is None else factory.post("/page/", post, headers=headers)
    )
    request.user = person or AnonymousUser()  # type: ignore[assignment]
    request.workspace = Workspace(person)  # type: ignore[attr-defined, arg-type]
    request.session = type("S", (dict,), {"session_key": "abc"})()  # type: ignore[assignment]
    return request


def hello(request: HttpRequest) -> HttpResponse:
    return HttpResponse("hello")


@pytest.mark.django_db
class TestAccess:
    def test_each_says_what_it_asks(self) -> None:
        assert public(hello).access == "public"  # type: ignore[attr-defined]
        assert signed_in(hello).access == "signed in"  # type: ignore[attr-defined]
        assert "host" in member_of(OrganisationKind.HOST)(hello).access  # type: ignore[attr-defined]
        assert "tutor" in with_role(Role.TUTOR)(hello).access  # type: ignore[attr-defined]

    def test_a_visitor_is_led_to_the_sign_in_page_and_back(self) -> None:
        response = signed_in(hello)(make_request())
        assert response.status_code == 302
        assert response.headers["Location"] == "/compte/login/?next=/page/%3Fa%3D1"

    def test_htmx_is_told_to_leave_its_page(self) -> None:
        request = make_request(**{"HX-Request": "true", "HX-Current-URL": "http://testserver/liste/?q=ime"})
        response = signed_in(hello)(request)
        assert response.status_code == 200
        assert response.headers["HX-Redirect"] == "/compte/login/?next=/liste/%3Fq%3Dime"

    def test_a_post_comes_back_to_the_form_and_never_to_another_site(self) -> None:
        ours = signed_in(hello)(make_request(post={}, Referer="http://testserver/form/"))
        theirs = signed_in(hello)(make_request(post={}, Referer="https://evil.example/"))
        assert ours.headers["Location"].endswith("?next=/form/")
        assert theirs.headers["Location"].endswith("?next=/")

    def test_roles_are_those_of_the_organisation_acted_for(self) -> None:
        host = factories.organisation()
        tutor = factories.member(host, Role.TUTOR)
        assert with_role(Role.TUTOR, Role.HOST_MANAGER)(hello)(make_request(tutor)).status_code == 200
        assert member_of(OrganisationKind.HOST)(hello)(make_request(tutor)).status_code == 200
        for view in (manager(hello), with_role(Role.HEAD)(hello), member_of(OrganisationKind.TRAINING)(hello)):
            with pytest.raises(PermissionDenied):
                view(make_request(tutor))

    def test_the_refusal_offers_the_organisation_in_which_one_has_the_role(self) -> None:
        school = factories.organisation(OrganisationKind.TRAINING, name="Zénith")
        person = factories.member(factories.organisation(name="Accueil"), Role.TUTOR)
        factories.member(school, Role.HEAD, user=person)
        request = make_request(person)
        with pytest.raises(PermissionDenied):
            with_role(Role.HEAD)(hello)(request)
        assert request.switch_to == [school]  # type: ignore[attr-defined]


def make_territory(request: HttpRequest) -> HttpResponse:
    if not request.POST.get("name"):
        return HttpResponse("a name, please")
    made = Territory.objects.create(name=request.POST["name"], slug=uuid.uuid4().hex)
    return HttpResponseRedirect(f"/territory/{made.pk}/")


@pytest.mark.django_db
class TestOnce:
    def test_the_tag_gives_a_new_key_each_time(self) -> None:
        template = Template("{% idempotency_key %}{% idempotency_key %}")
        assert len(set(template.render(Context()).split("<input "))) == 3

    def test_the_second_sending_gets_the_first_answer(self) -> None:
        person, key = factories.user(), uuid.uuid4().hex
        first = once(make_territory)(make_request(person, post={"name": "Hérault", "idempotency_key": key}))
        second = once(make_territory)(make_request(person, post={"name": "Hérault", "idempotency_key": key}))
        assert first.headers["Location"] == second.headers["Location"]
        assert Territory.objects.filter(name="Hérault").count() == 1

    def test_another_person_or_key_is_another_sending(self) -> None:
        key = uuid.uuid4().hex
        answers = {
            once(make_territory)(make_request(person, post={"name": name, "idempotency_key": used})).headers["Location"]
            for person, name, used in [
                (factories.user(), "A", key),
                (factories.user(), "B", key),
                (factories.user(), "C", uuid.uuid4().hex),
            ]
        }
        assert len(answers) == 3

    def test_a_form_sent_back_with_errors_keeps_its_key(self) -> None:
        person, key = factories.user(), uuid.uuid4().hex
        assert once(make_territory)(make_request(person, post={"idempotency_key": key})).status_code == 200
        assert not IdempotencyKey.objects.exists()
        answer = once(make_territory)(make_request(person, post={"name": "Hérault", "idempotency_key": key}))
        assert answer.status_code == 302

    def test_a_crash_forgets_both_the_work_and_the_key(self) -> None:
        def crash(request: HttpRequest) -> HttpResponse:
            make_territory(request)
            raise RuntimeError("mid-way")

        person, key = factories.user(), uuid.uuid4().hex
        with pytest.raises(RuntimeError):
            once(crash)(make_request(person, post={"name": "Hérault", "idempotency_key": key}))
        assert not IdempotencyKey.objects.exists()
        assert not Territory.objects.filter(name="Hérault").exists()


@pytest.mark.django_db(transaction=True)
class TestOnceUnderConcurrency:
    @staticmethod
    def send_together(view: object, person: object, key: str) -> list[str]:
        answers: list[str] = []
        start = threading.Barrier(6)

        def send(number: int) -> None:
            start.wait()
            try:
                response = view(make_request(person, post={"name": f"T{number}", "idempotency_key": key}))  # type: ignore[operator]
                answers.append(response.headers["Location"])
            finally:
                connection.close()

        threads = [threading.Thread(target=send, args=(number,)) for number in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return answers

    def test_six_at_the_same_moment_make_one_row(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("accounts.idempotency.messages.warning", lambda *args: None)
        answers = self.send_together(once(make_territory), factories.user(), uuid.uuid4().hex)
        assert len(answers) == 6
        assert len(set(answers)) == 1
        assert Territory.objects.count() == 1

    def test_control_without_the_lock_of_the_key_there_would_be_six(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """The row of the key is what the others wait for: without it, all find that nothing was sent before."""

        class Unlocked:
            location = ""

            def save(self, **fields: object) -> None: ...

        looked = threading.Barrier(6, timeout=60)

        def unlocked(**fields: object) -> tuple[Unlocked, bool]:
            looked.wait()
            return Unlocked(), True

        monkeypatch.setattr(IdempotencyKey.objects, "get_or_create", unlocked)
        answers = self.send_together(once(make_territory), factories.user(), uuid.uuid4().hex)
        assert len(set(answers)) == 6
        assert Territory.objects.count() == 6

    def test_control_without_the_key_there_would_be_six(self) -> None:
        self.send_together(make_territory, factories.user(), uuid.uuid4().hex)
        assert Territory.objects.count() == 6
