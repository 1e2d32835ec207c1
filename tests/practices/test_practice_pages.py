"""The public page, the PDF, the host's page, one's own pages, validation: what each role reads there."""

from __future__ import annotations

import io
from typing import Any

import pypdf
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.enums import OrganisationKind, Role
from accounts.models import Pupil, User
from documents.accessible import problems
from hosts.models import Sector
from hosts.services.indexing import reindex_institution
from practices.enums import PracticeState
from practices.models import GoodPractice, PracticeEntry
from practices.reference import load_reference
from practices.selectors.search import whole_counts
from practices.services import practices as service
from practices.services.indexing import reindex
from tests import factories

pytestmark = pytest.mark.django_db
S = PracticeState


def page(practice: GoodPractice) -> str:
    return Client().get(reverse("practices:detail", args=[practice.slug])).content.decode()


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_the_first_look_at_a_practice_asks_little_more(django_assert_max_num_queries: Any) -> None:
    """What the process keeps of a practice is not there yet (quality.md; the matrix counts the next looks)."""
    practice = factories.practice(validated=True)
    someone = browser(factories.user())
    with django_assert_max_num_queries(14):
        assert someone.get(reverse("practices:detail", args=[practice.slug])).status_code == 200


def status(client: Client, address: str) -> int:
    """Of a file, which is read to its end."""
    answer = client.get(address)
    assert answer.getvalue()
    return answer.status_code


@pytest.fixture
def validator() -> User:
    return factories.member(factories.organisation(OrganisationKind.NETWORK), Role.PRACTICE_VALIDATOR)


def test_what_did_they_do_does_it_work_whom_to_ask() -> None:
    """E1, E2: the three answers of the page, and who gave it (E25)."""
    host = factories.host(organisation__name="IME Les Tilleuls")
    body = factories.organisation(name="Institut du Levant", kind=OrganisationKind.TRAINING)
    practice = factories.practice(
        author=factories.member(body, Role.COORDINATOR), host=host, organisation=body,
        contact="Le secrétariat, 02 99 00 00 00", other_authors="Anne Riou, éducatrice",
        description="Un **café** est ouvert.\n\n- le mardi\n- sans ordre\n\n<script>alert(1)</script>" + "x" * 60,
        validated=True,
    )  # fmt: skip
    factories.practice(author=practice.author, organisation=body, validated=True)
    words = page(practice)
    assert "<strong>café</strong>" in words
    assert "<script>alert" not in words
    assert "Ce que disent les personnes concernées et les partenaires" in words
    assert reverse("hosts:detail", args=[host.slug]) in words
    assert "02 99 00 00 00" in words
    assert "Anne Riou, éducatrice" in words
    assert str(practice.author) in words
    assert words.count("2 pratiques partagées") == 2
    assert "Institut du Levant" in words


def test_no_pupil_is_named_in_public() -> None:
    """S5: a minor's name is nobody's business, whatever the box says."""
    school = factories.organisation(OrganisationKind.TRAINING)
    pupil = factories.user(first_name="Zoé", last_name="Lagadec", is_trainee=True)
    Pupil.objects.create(school=school, user=pupil, identifier="zoe")
    child = factories.user(first_name="Léo", last_name="Vidal", birth_date=factories.in_days(-365 * 15).date())
    words = page(factories.practice(author=pupil, co_authors=[child], validated=True))
    assert "Lagadec" not in words
    assert "Vidal" not in words
    hidden = factories.practice(author=factories.user(last_name="Discret"), name_shown=False, validated=True)
    assert "Discret" not in page(hidden)


@pytest.mark.parametrize("state", [S.DRAFT, S.SUBMITTED, S.RETURNED, S.ARCHIVED])
def test_only_validated_ones_are_public(state: str) -> None:
    practice = factories.practice(state=state)
    GoodPractice.objects.filter(pk=practice.pk).update(slug="connue")
    assert Client().get(reverse("practices:detail", args=["connue"])).status_code == 404
    assert Client().get(reverse("practices:pdf", args=["connue"])).status_code == 404


def test_pictures_are_read_by_whom_the_sheet_is(validator: User) -> None:
    practice = factories.practice()
    photo = factories.practice_photo(practice)
    assert practice.author is not None
    stranger = factories.user()
    assert status(browser(practice.author), photo.file.url) == 200
    assert status(browser(stranger), photo.file.url) in (403, 404)
    practice = factories.practice_in(practice, S.VALIDATED, by=validator)
    assert status(Client(), photo.file.url) == 200
    assert status(Client(), photo.file.thumbnail_url) == 200
    later = factories.practice_photo(practice, alternative="Ajoutée depuis")
    assert status(Client(), later.file.url) in (302, 403, 404)
    assert page(practice).count("<img") >= 1


def test_related_practices_and_hosts() -> None:
    sector = Sector.objects.create(code="s", name_fr="Social")
    practice = factories.practice(sectors=[sector], host=factories.host(), validated=True)
    close = factories.practice(title="Une pratique proche", sectors=[sector], validated=True)
    factories.practice(title="Un brouillon proche", sectors=[sector])
    host = factories.host(organisation__name="Foyer du Port", sector=sector)
    reindex_institution(host)
    words = page(practice)
    assert close.title in words
    assert "Un brouillon proche" not in words
    assert reverse("hosts:detail", args=[host.slug]) in words


def test_the_host_shows_its_practices() -> None:
    host = factories.host()
    shown = factories.practice(title="Vue chez cet hôte", host=host, validated=True)
    factories.practice(title="Pas encore validée", host=host)
    words = Client().get(reverse("hosts:detail", args=[host.slug])).content.decode()
    assert reverse("practices:detail", args=[shown.slug]) in words
    assert "Pas encore validée" not in words
    assert "pratiques" not in Client().get(
        reverse("hosts:detail", args=[factories.host().slug])
    ).content.decode().split("<main")[1].split("</main")[0].replace("/pratiques/", "")


def alternatives(document: pypdf.PdfReader) -> list[str]:
    """The words that stand for the pictures, from the tree of the document's structure."""
    found: list[str] = []
    seen: list[Any] = [document.trailer["/Root"]["/StructTreeRoot"]]  # type: ignore[index]
    while seen:
        node = seen.pop().get_object()
        if isinstance(node, dict):
            found += [str(node["/Alt"])] if "/Alt" in node else []
            below = node.get("/K", [])
            seen += [one for one in (below if isinstance(below, list) else [below]) if not isinstance(one, int)]
    return found


def test_on_paper() -> None:
    """A PDF/UA document with the pictures' words."""
    practice = factories.practice(title="Le goûter")
    factories.practice_photo(practice, alternative="Une table dressée")
    practice = factories.practice_in(practice, S.VALIDATED)
    answer = Client().get(reverse("practices:pdf", args=[practice.slug]))
    assert answer.headers["Content-Type"] == "application/pdf"
    document = pypdf.PdfReader(io.BytesIO(answer.content))
    text = "".join(sheet.extract_text() for sheet in document.pages)
    assert "Le goûter" in text
    assert "Douze parents viennent" in text
    assert practice.slug in text
    assert not problems(answer.content)
    assert "Une table dressée" in str(alternatives(document))


def test_queries_of_the_pages_are_constant() -> None:
    sector = factories.sector()
    practice = factories.practice(sectors=[sector], host=factories.host(sector=sector))
    factories.practice_photo(practice)
    practice = factories.practice_in(practice, S.VALIDATED)
    address = reverse("practices:detail", args=[practice.slug])

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert Client().get(address).status_code == 200
        return len(captured)

    queries()
    first = queries()
    for _number in range(6):
        factories.practice(sectors=[sector], validated=True, host=factories.host(sector=sector))
    assert abs(queries() - first) <= 4  # what is related comes in, whatever its number
    full = queries()
    for _number in range(4):
        factories.practice(sectors=[sector], validated=True, host=factories.host(sector=sector))
    assert queries() == full


def test_the_queue_and_the_sheet_beside_the_checklist(validator: User) -> None:
    """The validator reads what was sent, ticks the points, and decides; data about persons is pointed at (B16)."""
    load_reference()
    first = factories.practice(title="Première", state=S.SUBMITTED)
    factories.practice(title="Deuxième", state=S.SUBMITTED)
    factories.practice(title="Brouillon")
    client = browser(validator)
    words = client.get(reverse("practices:queue")).content.decode()
    assert words.index("Première") < words.index("Deuxième")
    assert "Brouillon" not in words
    address = reverse("practices:examine", args=[first.pk])
    shown = client.get(address).content.decode()
    assert "Rien sur des personnes suivies" in shown
    assert "Douze parents viennent" in shown
    refused = client.post(address, {"action": "validate", "met": ["effets"], "version": "1"})
    assert refused.status_code == 422
    assert "Cochez chaque point" in refused.content.decode()
    client.post(address, {"action": "send_back", "reason": "Dites combien.", "version": "1"})
    first.refresh_from_db()
    assert (first.state, first.state_reason) == (S.RETURNED, "Dites combien.")
    assert "Dites combien." in browser(first.author).get(reverse("practices:sheet", args=[first.pk])).content.decode()


def test_the_validator_sees_what_changed(validator: User) -> None:
    practice = factories.practice(validated=True, description="Un café est ouvert le mardi matin. " * 4)
    author = practice.author
    assert author is not None
    client = browser(author)
    client.post(reverse("practices:act", args=[practice.pk, "revise"]))
    practice.refresh_from_db()
    service.update(
        practice_id=practice.pk,
        actor=author,
        changes={"description": "Un café est ouvert le jeudi matin. " * 4},
        edit=_edit(practice),
    )
    service.act(practice_id=practice.pk, action="submit", actor=author)
    shown = browser(validator).get(reverse("practices:examine", args=[practice.pk])).content.decode()
    assert "mardi</del>" in shown
    assert "jeudi</ins>" in shown


def test_personal_words_are_pointed_at(validator: User) -> None:
    practice = factories.practice(
        effects="Kevin, 12 ans, vient chaque semaine. Appelez le 06 12 34 56 78 pour le voir et en parler."
    )
    practice = factories.practice_in(practice, S.SUBMITTED)
    shown = browser(validator).get(reverse("practices:examine", args=[practice.pk])).content.decode()
    assert "Kevin, 12 ans" in shown.split("notice--warning")[1]
    assert "06 12 34 56 78" in shown.split("notice--warning")[1]


def test_mine_says_what_i_gave() -> None:
    author = factories.user()
    practice = factories.practice(title="Validée", author=author, validated=True)
    factories.practice(title="En cours", author=author)
    factories.practice(title="Celle d’une autre")
    words = browser(author).get(reverse("practices:mine")).content.decode()
    assert "Validée" in words
    assert "En cours" in words
    assert "Celle d’une autre" not in words
    assert "pratique que j’ai partagée" in words
    assert reverse("practices:detail", args=[practice.slug]) in words
    only = browser(author).get(reverse("practices:mine"), {"state": "draft"}).content.decode()
    assert "En cours" in only
    assert reverse("practices:detail", args=[practice.slug]) not in only


def test_practices_are_a_step_of_the_trainee_s_home() -> None:
    """E2, E26: the network's expertise comes before any stay."""
    client = browser(factories.user(is_trainee=True))
    assert "Regarder ce que d’autres font bien" not in client.get("/").content.decode()
    factories.practice(validated=True)
    whole_counts.forget()
    assert "Regarder ce que d’autres font bien" in client.get("/").content.decode()


def test_the_home_page_counts_practices() -> None:
    """E1: the figure stands there once there is one."""
    from django.core.cache import caches

    caches["memory"].clear()
    assert "bonne pratique validée" not in Client().get("/").content.decode()
    factories.practice(validated=True)
    caches["memory"].clear()
    assert "bonne pratique validée" in Client().get("/").content.decode()


@pytest.mark.parametrize("action", ["validate", "send_back"])
def test_only_the_version_that_was_read_is_decided_on(validator: User, action: str) -> None:
    """E1: taken back, changed and sent again while the validator reads: the new text is not public unread."""
    practice = factories.practice(title="Le goûter", state=S.SUBMITTED)
    author = practice.author
    assert author is not None
    client, address = browser(validator), reverse("practices:examine", args=[practice.pk])
    assert 'name="version" value="1"' in client.get(address).content.decode()
    _rewrite(practice, author, "Le souper")
    service.act(practice_id=practice.pk, action="submit", actor=author)
    for read in ("1", "", "9"):
        stale = client.post(address, {"action": action, "reason": "Dites combien.", "version": read})
        assert stale.status_code == 409
        assert "a changé entre-temps" in stale.content.decode()
    assert "Le souper" in stale.content.decode()
    practice.refresh_from_db()
    assert (practice.state, practice.published) == (S.SUBMITTED, None)
    client.post(address, {"action": action, "reason": "Dites combien.", "version": "2"})
    practice.refresh_from_db()
    assert practice.state == (S.VALIDATED if action == "validate" else S.RETURNED)


def test_validators_read_what_was_sent_not_what_is_typed(validator: User) -> None:
    """E1: once the sheet is taken back, its authors write without anybody reading over their shoulders."""
    practice = factories.practice(title="Le goûter", state=S.SUBMITTED)
    author = practice.author
    assert author is not None
    practice = _rewrite(practice, author, "À demi écrit")
    photo = factories.practice_photo(practice, alternative="Pas encore envoyée")
    client = browser(validator)
    addresses = [reverse(f"practices:{name}", args=[practice.pk]) for name in ("sheet", "versions", "examine")]
    for address in addresses:
        words = client.get(address).content.decode()
        assert "Le goûter" in words
        assert "À demi écrit" not in words
        assert "Pas encore envoyée" not in words
    compared = client.get(addresses[1], {"de": "1", "a": "0"}).content.decode()
    assert "demi" not in compared
    assert 'value="0"' not in compared
    assert client.get(photo.file.url).status_code in (403, 404)
    assert "À demi écrit" in browser(author).get(addresses[0]).content.decode()
    service.act(practice_id=practice.pk, action="submit", actor=author)
    assert status(client, photo.file.url) == 200
    service.act(practice_id=practice.pk, action="send_back", actor=validator, reason="Dites combien.")
    practice.refresh_from_db()
    service.update(practice_id=practice.pk, actor=author, changes={"title": "Xylographie"}, edit=_edit(practice))
    words = client.get(reverse("practices:queue"), {"state": S.RETURNED}).content.decode()
    assert "À demi écrit" in words
    assert "Xylographie" not in words


def test_people_of_unknown_age_are_named_as_staff_only() -> None:
    """S5: nobody knows that they are of age."""
    body = factories.organisation()
    alone = factories.user(last_name="Zabulon")
    gone = factories.member(body, Role.TUTOR, last_name="Zachary")
    gone.memberships.update(since=factories.in_days(-9).date(), until=factories.in_days(-1).date())
    staff = factories.member(body, Role.TUTOR, last_name="Zadkine")
    adult = factories.user(last_name="Zampano", birth_date=factories.in_days(-365 * 30).date())
    young = factories.member(body, Role.TUTOR, last_name="Zerbino", birth_date=factories.in_days(-365 * 16).date())
    words = page(factories.practice(author=alone, co_authors=[gone, staff, adult, young], validated=True))
    assert [name for name in ("Zabulon", "Zachary", "Zadkine", "Zampano", "Zerbino") if name in words] == [
        "Zadkine",
        "Zampano",
    ]


def test_the_organisation_is_the_version_s(validator: User) -> None:
    """E1: on whose behalf it is told changes for readers once a validator has read it, like the rest."""
    old, new = factories.organisation(name="Institut du Levant"), factories.organisation(name="Institut du Ponant")
    practice = factories.practice(organisation=old, validated=True)
    author = practice.author
    assert author is not None
    practice = service.act(practice_id=practice.pk, action="revise", actor=author)
    service.update(practice_id=practice.pk, actor=author, changes={"organisation": new}, edit=_edit(practice))
    reindex([practice.pk])
    assert "Levant" in page(practice)
    assert "Ponant" not in page(practice)
    assert PracticeEntry.objects.get().organisation == old
    service.act(practice_id=practice.pk, action="submit", actor=author)
    shown = browser(validator).get(reverse("practices:examine", args=[practice.pk])).content.decode()
    assert "Au nom de" in shown
    assert "Ponant</ins>" in shown
    service.act(practice_id=practice.pk, action="validate", actor=validator)
    assert "Ponant" in page(practice)
    assert PracticeEntry.objects.get().organisation == new


def test_versions_that_do_not_say_for_whom_keep_the_sheet_s() -> None:
    """Versions made before organisations were frozen: theirs is written down when the sheet opens again."""
    body = factories.organisation(name="Institut du Levant")
    practice = factories.practice(organisation=body, validated=True)
    version = practice.published
    assert version is not None
    assert practice.author is not None
    del version.content["organisation"]
    version.save()
    reindex([practice.pk])
    assert "Institut du Levant" in page(practice)
    assert PracticeEntry.objects.get().organisation == body
    author = practice.author
    practice = service.act(practice_id=practice.pk, action="revise", actor=author)
    service.update(practice_id=practice.pk, actor=author, changes={"organisation": None}, edit=_edit(practice))
    assert "Institut du Levant" in page(practice)
    assert service.act(practice_id=practice.pk, action="discard", actor=author).organisation == body


def test_the_validator_reads_who_wrote_it(validator: User) -> None:
    """Co-authors too, also where their names are not for readers."""
    colleague = factories.user(last_name="Coautrice")
    practice = factories.practice(co_authors=[colleague], name_shown=False, state=S.SUBMITTED)
    shown = browser(validator).get(reverse("practices:examine", args=[practice.pk])).content.decode()
    assert str(practice.author) in shown
    assert "Coautrice" in shown


def _rewrite(practice: GoodPractice, author: User, title: str) -> GoodPractice:
    taken = service.act(practice_id=practice.pk, action="withdraw", actor=author)
    return service.update(practice_id=practice.pk, actor=author, changes={"title": title}, edit=_edit(taken))


def _edit(practice: GoodPractice) -> Any:
    from hosts.versions import Edit

    return Edit(practice.version)
