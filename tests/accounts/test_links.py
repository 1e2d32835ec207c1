"""Personal links and one-time codes: one mechanism for whoever has no account (S5, §7.5)."""

from __future__ import annotations

import datetime
import threading
from typing import Any

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from accounts import links, mail
from accounts.links import CodeAnswer
from accounts.models import Organisation, PersonalLink
from tests import factories
from tests.accounts import mailbox

PURPOSE = "test.consent"
ADDRESS = "parent@example.org"


def page(request: HttpRequest, link: PersonalLink) -> HttpResponse:
    if request.method == "POST":
        links.mark_used(link)
    return HttpResponse(f"the page of {link.email}")


def send(link: PersonalLink, url: str) -> None:
    mail.send(
        mail.Letter(
            kind="test", to=link.email, subject="A link", lines=["Please."], button=("Open", url), language="fr"
        )
    )


@pytest.fixture(autouse=True)
def purposes(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """Two purposes of our own, with and without a code; `wanted` says whether the matter is still open."""
    register_purposes(monkeypatch, state := {"wanted": True})
    return state


def register_purposes(monkeypatch: pytest.MonkeyPatch, state: dict[str, Any]) -> None:
    monkeypatch.setattr(links, "_purposes", dict(links._purposes))
    for name, code in ((PURPOSE, True), ("test.open", False)):
        links.register(
            name, view=page, send=send, label="a consent", code=code, still_wanted=lambda link: bool(state["wanted"])
        )


def issue(purpose: str = PURPOSE, **fields: Any) -> tuple[PersonalLink, str]:
    link = links.issue(purpose=purpose, email=ADDRESS, **fields)
    return link, mailbox.link_in(mailbox.latest(ADDRESS))


def opened_browser(path: str) -> Client:
    """A browser that went through the code."""
    client = Client()
    client.post(f"{path}code/")
    code = mailbox.code_in(mailbox.latest(ADDRESS))
    answer = client.post(f"{path}code/", {"code": code})
    assert answer.headers["Location"] == path
    return client


@pytest.mark.django_db
class TestTheLink:
    def test_only_its_hash_is_kept(self) -> None:
        link, path = issue()
        token = path.split("/")[2]
        row = PersonalLink.objects.filter(pk=link.pk).values().get()
        assert token not in str(row)
        assert links.find(token) == link
        assert links.find(token[:-1]) is None

    def test_opening_it_changes_nothing(self) -> None:
        """Mail scanners open links: a GET neither consumes nor notes anything, and sends no code."""
        link, path = issue()
        before = PersonalLink.objects.filter(pk=link.pk).values().get()
        sent = len(mailbox.received())
        for _time in range(3):
            answer = Client().get(path)
            assert answer.status_code == 200
            assert b"p\xe2\x80\xa2\xe2\x80\xa2\xe2\x80\xa2@example.org" in answer.content
            assert ADDRESS.encode() not in answer.content
            assert "no-store" in answer.headers["Cache-Control"]
        assert Client().get(f"{path}code/").status_code == 200
        assert PersonalLink.objects.filter(pk=link.pk).values().get() == before
        assert len(mailbox.received()) == sent

    def test_the_code_comes_by_mail_and_opens_the_page(self) -> None:
        link, path = issue()
        browser = opened_browser(path)
        assert browser.get(path).content == b"the page of parent@example.org"
        assert Client().get(path).content != b"the page of parent@example.org", "another browser has shown no code"
        link.refresh_from_db()
        assert link.opened_at is not None
        assert link.used_at is None
        browser.post(path)
        link.refresh_from_db()
        assert link.used_at is not None

    def test_a_purpose_without_a_code_opens_at_once(self) -> None:
        _link, path = issue("test.open")
        assert Client().get(path).content == b"the page of parent@example.org"

    def test_a_broken_link_says_what_to_do(self) -> None:
        answer = Client().get("/lien/half-of-it/")
        assert answer.status_code == 404
        assert "pas complet" in answer.content.decode()

    def test_an_expired_link_offers_a_new_one_to_the_same_address(self) -> None:
        """§7.5: never a dead end."""
        link, path = issue()
        with time_machine.travel(timezone.now() + datetime.timedelta(days=15), tick=False):
            answer = Client().get(path)
            assert answer.status_code == 410
            assert "Rien n’est perdu" in answer.content.decode()
            answer = Client().post(f"{path}renouveler/")
            assert answer.status_code == 200
            fresh = mailbox.link_in(mailbox.latest(ADDRESS))
            assert fresh != path
            assert Client().get(fresh).status_code == 200
            again = Client().post(f"{path}renouveler/")
            assert again.status_code == 200
            assert mailbox.link_in(mailbox.latest(ADDRESS)) == fresh, "asked twice within minutes: one letter"
        link.refresh_from_db()
        assert link.replaced_by is not None
        assert link.replaced_by.email == ADDRESS

    def test_when_the_matter_is_over_no_new_link_is_offered(self, purposes: dict[str, Any]) -> None:
        _link, path = issue()
        purposes["wanted"] = False
        with time_machine.travel(timezone.now() + datetime.timedelta(days=15), tick=False):
            assert b"renouveler" not in Client().get(path).content
            sent = len(mailbox.received())
            assert Client().post(f"{path}renouveler/").status_code == 410
            assert len(mailbox.received()) == sent

    def test_a_withdrawn_link_is_over(self) -> None:
        host = factories.organisation(name="Maison des Tilleuls")
        link, path = issue(target=host, organisation=host)
        other, other_path = issue(target=factories.organisation())
        browser = opened_browser(path)
        assert links.revoke(purpose=PURPOSE, target=host) == 1
        answer = browser.get(path)
        assert answer.status_code == 410
        assert "Maison des Tilleuls" in answer.content.decode()
        assert browser.post(f"{path}renouveler/").status_code == 410
        assert Client().get(other_path).status_code == 200
        assert links.get_target(link) == host
        other.refresh_from_db()
        assert other.revoked_at is None

    def test_the_target_that_is_gone(self) -> None:
        territory = factories.territory()
        link, _path = issue(target=territory)
        territory.delete()
        assert links.get_target(link) is None

    def test_what_the_browser_opened_ends_after_half_a_day(self) -> None:
        _link, path = issue()
        browser = opened_browser(path)
        with time_machine.travel(timezone.now() + datetime.timedelta(hours=13), tick=False):
            assert b"the page of" not in browser.get(path).content

    def test_further_pages_ask_for_the_opened_link(self, rf: Any) -> None:
        host, other = factories.organisation(), factories.organisation()
        link, path = issue(target=host)
        browser = opened_browser(path)

        @links.with_link(PURPOSE)
        def document(request: HttpRequest) -> HttpResponse:
            return HttpResponse(f"for {request.personal_link.email}")  # type: ignore[attr-defined]

        request = rf.get("/")
        request.session = browser.session
        assert document(request).content == b"for parent@example.org"
        assert document.access == f"link: {PURPOSE}"  # type: ignore[attr-defined]
        assert links.opened(request, PURPOSE, host) == link
        assert links.opened(request, PURPOSE, other) is None
        request.session = Client().session
        with pytest.raises(PermissionDenied):
            document(request)


@pytest.mark.django_db
class TestTheCode:
    def test_it_is_short_lived(self) -> None:
        link, path = issue()
        client = Client()
        client.post(f"{path}code/")
        code = mailbox.code_in(mailbox.latest(ADDRESS))
        with time_machine.travel(timezone.now() + datetime.timedelta(minutes=10, seconds=1), tick=False):
            answer = client.post(f"{path}code/", {"code": code})
            assert answer.status_code == 200
            assert "n’est plus valable" in answer.content.decode()
        assert link.code_hash == ""

    def test_it_serves_once(self) -> None:
        link, path = issue()
        Client().post(f"{path}code/")
        code = mailbox.code_in(mailbox.latest(ADDRESS))
        assert links.check_code(link=link, code=f" {code[:3]} {code[3:]} ") is CodeAnswer.RIGHT
        assert links.check_code(link=link, code=code) is CodeAnswer.EXPIRED

    def test_neither_the_code_nor_a_plain_hash_of_it_is_kept(self) -> None:
        link, _path = issue()
        links.send_code(link=link)
        code = mailbox.code_in(mailbox.latest(ADDRESS))
        link.refresh_from_db()
        import hashlib

        assert link.code_hash not in (code, hashlib.sha256(code.encode()).hexdigest())

    def test_a_code_belongs_to_its_link(self) -> None:
        (one, path), (other, _other_path) = issue(), issue()
        Client().post(f"{path}code/")
        code = mailbox.code_in(mailbox.latest(ADDRESS))
        links.send_code(link=other)
        if code != mailbox.code_in(mailbox.latest(ADDRESS)):
            assert links.check_code(link=other, code=code) is CodeAnswer.WRONG
        assert links.check_code(link=one, code=code) is CodeAnswer.RIGHT

    def test_few_codes_an_hour(self) -> None:
        link, path = issue()
        client = Client()
        for _time in range(links.CODES_PER_HOUR):
            client.post(f"{path}code/")
        sent = len(mailbox.received(ADDRESS))
        answer = client.post(f"{path}code/", follow=True)
        assert "Plusieurs codes ont déjà été envoyés" in answer.content.decode()
        assert len(mailbox.received(ADDRESS)) == sent
        with time_machine.travel(timezone.now() + datetime.timedelta(hours=1, minutes=1), tick=False):
            assert links.send_code(link=link)


class TestAttempts(TestCase):
    """Whatever is tried in whatever order: at most five comparisons a code, and only the right code opens."""

    @given(
        tries=st.lists(
            st.one_of(st.just("RIGHT"), st.from_regex(r"[0-9]{6}", fullmatch=True), st.text(max_size=8)), max_size=9
        )
    )
    @settings(max_examples=60, deadline=None)
    def test_invariants(self, tries: list[str]) -> None:
        sent: list[mail.Letter] = []
        patch = pytest.MonkeyPatch()
        try:
            patch.setattr(mail, "sender", sent.append)
            link = links.issue(purpose=PURPOSE, email=ADDRESS)
            links.send_code(link=link)
            code = sent[-1].code
            answers = []
            for attempt in tries:
                typed = code if attempt == "RIGHT" else attempt
                is_right = "".join(typed.split()) == code
                answer = links.check_code(link=link, code=typed)
                assert not (answer is CodeAnswer.RIGHT and not is_right)
                if is_right and len(answers) < links.CODE_ATTEMPTS and CodeAnswer.RIGHT not in answers:
                    assert answer is CodeAnswer.RIGHT
                answers.append(answer)
            assert answers.count(CodeAnswer.RIGHT) <= 1
            assert CodeAnswer.RIGHT not in answers[links.CODE_ATTEMPTS :]
            link.refresh_from_db()
            assert link.code_attempts <= links.CODE_ATTEMPTS
        finally:
            patch.undo()


@pytest.mark.django_db(transaction=True)
class TestAttemptsAtTheSameMoment:
    def test_every_one_counts(self) -> None:
        """Twenty guesses in parallel are five comparisons."""
        link = links.issue(purpose=PURPOSE, email=ADDRESS)
        links.send_code(link=link)
        answers: list[CodeAnswer] = []
        start = threading.Barrier(20)

        def guess() -> None:
            start.wait()
            try:
                answers.append(links.check_code(link=link, code="no"))
            finally:
                connection.close()

        threads = [threading.Thread(target=guess) for _number in range(20)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert answers.count(CodeAnswer.WRONG) == links.CODE_ATTEMPTS - 1
        assert answers.count(CodeAnswer.EXHAUSTED) == 16
        link.refresh_from_db()
        assert link.code_attempts == links.CODE_ATTEMPTS
        assert Organisation.objects.count() == 0
