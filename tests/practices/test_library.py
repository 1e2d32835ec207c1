"""The dated library of texts (A1): who reads which text, versions, commitments followed up."""

from __future__ import annotations

import datetime
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.db.models import Value
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.enums import OrganisationKind, Role
from accounts.errors import Refused
from accounts.models import AuditEntry, User
from accounts.workspace import Workspace
from documents.files import may_read, store
from hosts.versions import Edit
from practices import library_scopes, todos_network
from practices.library_enums import CommitmentState, LibraryAudience, LibraryKind
from practices.models import LibraryCommitment, LibraryDocument, LibraryVersion
from practices.selectors import library as selectors
from practices.services import library as service
from tests import factories
from tests.matrix import sign_in
from tests.practices import makers

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


@pytest.fixture
def space() -> Any:
    """A space of an app above, in which one person reads and another one writes."""
    reader, writer = factories.user(), factories.user()

    def for_alone(person: User) -> Any:
        known = User.objects.filter(pk=person.pk).annotate(key=Value("trial:1"), name=Value("Vis ma vie"))
        return lambda user: known.filter(pk=user.pk)

    library_scopes.register("trial", readable=for_alone(reader), writable=for_alone(writer))
    yield reader, writer
    library_scopes._scopes.pop("trial")


def page(name: str, document: LibraryDocument, **more: Any) -> str:
    return reverse(f"practices:{name}", kwargs={"pk": document.pk, **more})


def test_everybody_reads_a_public_text_and_nobody_a_draft(client: Client) -> None:
    """A1: the list and the page, dated; what is in preparation is the network's own."""
    shown = makers.document(title="Protocole des stages", text="- **Un** engagement\n<script>x</script>")
    hidden = makers.document(title="Note en chantier", published=False)
    listed = client.get(reverse("practices:library")).content.decode()
    assert "Protocole des stages" in listed
    assert "2 mars 2026" in listed
    assert "Note en chantier" not in listed
    body = client.get(page("document", shown)).content.decode()
    assert "<strong>Un</strong>" in body
    assert "<script>x" not in body
    assert client.get(page("document", hidden)).status_code == 404


def test_members_texts_are_for_people_of_an_organisation(client: Client) -> None:
    """A1: reserved to members, in the list and for the file too."""
    made = makers.document(title="Pour les membres", audience=LibraryAudience.MEMBERS)
    file = store(content=b"%PDF-1.4 demo", name="note.pdf", media_type="application/pdf")
    LibraryVersion.objects.filter(document=made).update(file=file)
    member = factories.member(factories.organisation(OrganisationKind.TRAINING), Role.COORDINATOR)
    outside = factories.user()
    assert client.get(page("document", made)).status_code == 404
    assert sign_in(outside).get(page("document", made)).status_code == 404
    assert not may_read(outside, file)
    answer = sign_in(member).get(page("document", made))
    assert answer.status_code == 200
    assert answer["X-Robots-Tag"] == "noindex"
    assert may_read(member, file)
    assert "Pour les membres" not in client.get(reverse("practices:library")).content.decode()


def test_the_texts_of_a_space_are_its_peoples_alone(space: Any) -> None:
    """A1, B12: read and kept by the people an app above names; listed nowhere, not even for administrators."""
    reader, writer = space
    values: dict[str, Any] = {
        "kind": LibraryKind.SPECIFICATIONS,
        "audience": LibraryAudience.SCOPED,
        "scope": "trial:1",
    }
    made = makers.document(actor=writer, title="Cahier des charges", **values)
    admin = makers.editor()
    assert LibraryDocument.objects.published().in_scope("trial:1").get() == made
    for person, readable in ((reader, True), (writer, True), (admin, False), (factories.user(), False)):
        assert LibraryDocument.objects.visible_to(person).filter(pk=made.pk).exists() is readable
        assert made not in selectors.listed(person)
    with pytest.raises(Refused):
        makers.document(actor=reader, title="Un autre", **values)
    with pytest.raises(IntegrityError), transaction.atomic():
        LibraryDocument.objects.filter(pk=made.pk).update(scope="")


def test_a_territory_keeps_its_own_texts() -> None:
    """A1, S11: an animator publishes for their territory, neither elsewhere nor for everywhere."""
    here, elsewhere = factories.territory(), factories.territory()
    animator = makers.editor(Role.ANIMATOR, territory=here)
    assert makers.document(actor=animator, territory=here).territory == here
    for place in (elsewhere, None):
        with pytest.raises(Refused):
            makers.document(actor=animator, territory=place)
    foreign = makers.document(territory=elsewhere)
    assert foreign not in LibraryDocument.objects.kept_by(animator)
    with pytest.raises(Refused):
        service.withdraw(document_id=foreign.pk, actor=animator, reason="Périmé.")


def test_search_kind_territory_and_year(client: Client, django_assert_max_num_queries: Any) -> None:
    """A1: accents do not matter; a territory's readers also find the texts for everywhere."""
    here = factories.territory(name="Drôme", slug="drome")
    actor = makers.editor()
    makers.document(actor=actor, title="Référentiel d’accueil", kind=LibraryKind.FRAMEWORK, territory=here)
    makers.document(
        actor=actor, title="Ce que disent les tuteurs", kind=LibraryKind.NOTE, dated_on=datetime.date(2024, 5, 6)
    )

    def found(**asked: str) -> str:
        with django_assert_max_num_queries(12):
            return client.get(reverse("practices:library"), asked).content.decode()

    assert "Ce que disent les tuteurs" not in found(q="referentiel")
    assert "Référentiel d’accueil" in found(q="referentiel")
    assert "Référentiel d’accueil" not in found(annee="2024")
    assert "Ce que disent les tuteurs" in found(territoire="drome")
    assert "Ce que disent les tuteurs" not in found(genre="framework")
    assert "annee" in found(annee="2024'")
    table = client.get(reverse("practices:library"), {"format": "csv"})
    assert "Référentiel d’accueil" in b"".join(table).decode("utf-8-sig")


def test_a_new_version_is_in_force_and_the_one_before_can_be_read(client: Client) -> None:
    """A1: versions kept."""
    admin = makers.editor()
    made = makers.document(actor=admin, text="Première rédaction")
    paper = SimpleUploadedFile("avenant.csv", b"a;b\n1;2\n", content_type="text/csv")
    refused = sign_in(admin).post(page("version_new", made), {"dated_on": "2026-09-01", "upload": paper})
    assert refused.status_code == 422
    values = {"dated_on": "2026-09-01", "text": "Seconde rédaction", "note": "Un engagement de plus"}
    assert sign_in(admin).post(page("version_new", made), values).status_code == 302
    now = client.get(page("document", made)).content.decode()
    assert "Seconde rédaction" in now
    assert "Première rédaction" not in now
    assert "Un engagement de plus" in now
    before = client.get(page("document_version", made, number=1)).content.decode()
    assert "Première rédaction" in before
    assert "n’est plus en vigueur" in before
    made.refresh_from_db()
    assert made.dated_on == datetime.date(2026, 9, 1)


def test_what_was_never_published_is_not_read_later(client: Client) -> None:
    """A1: what a text said before its first publication, or while it was withdrawn, is its keepers' alone."""
    admin = makers.editor()
    paper = store(content=b"%PDF-1.4 brouillon", name="brouillon.pdf", media_type="application/pdf", user=admin)
    made = makers.document(actor=admin, published=False, text="Brouillon confidentiel")
    LibraryVersion.objects.update(file=paper)
    service.add_version(document_id=made.pk, actor=admin, version={"dated_on": TODAY(), "text": "Publié"})
    service.publish(document_id=made.pk, actor=admin)
    anybody, keeper = factories.user(), sign_in(admin)
    assert client.get(page("document_version", made, number=1)).status_code == 404
    assert "Version 1" not in client.get(page("document", made)).content.decode()
    assert client.get(page("document_version", made, number=2)).status_code == 200
    assert not may_read(anybody, paper)
    assert may_read(admin, paper)
    assert keeper.get(page("document_version", made, number=1)).status_code == 200


def test_new_readers_read_what_is_in_force_from_then_on(client: Client) -> None:
    """A1: what was for members only stays so; what was public may be read by those that it is restricted to."""
    admin, member = makers.editor(), factories.member(factories.organisation())

    def readers(made: LibraryDocument, audience: str) -> None:
        made.refresh_from_db()
        edit = Edit(made.version)
        service.update(document_id=made.pk, actor=admin, changes={"audience": audience}, edit=edit)

    made = makers.document(actor=admin, audience=LibraryAudience.MEMBERS, text="Entre nous")
    service.add_version(document_id=made.pk, actor=admin, version={"dated_on": TODAY(), "text": "Pour chacun"})
    assert sign_in(member).get(page("document_version", made, number=1)).status_code == 200
    readers(made, LibraryAudience.PUBLIC)
    assert client.get(page("document", made)).status_code == 200
    assert client.get(page("document_version", made, number=1)).status_code == 404
    service.add_version(document_id=made.pk, actor=admin, version={"dated_on": TODAY(), "text": "Encore"})
    assert client.get(page("document_version", made, number=2)).status_code == 200
    readers(made, LibraryAudience.MEMBERS)
    assert sign_in(member).get(page("document_version", made, number=2)).status_code == 200
    assert client.get(page("document_version", made, number=2)).status_code == 404


def test_commitments_are_followed_with_what_shows_them(client: Client) -> None:
    """A1: objective → commitment → who → state → date → evidence; what is kept shows it, the steps stay."""
    admin = makers.editor()
    made = makers.document(actor=admin)
    row = makers.commitment(made, actor=admin)
    follow = page("commitment_follow", made, row=row.pk)
    asked = {"state": CommitmentState.KEPT, "state_on": TODAY().isoformat(), "evidence": ""}
    assert sign_in(admin).post(follow, asked).status_code == 422
    assert sign_in(admin).post(follow, {**asked, "evidence": "Onze offres publiées."}).status_code == 302
    body = client.get(page("document", made)).content.decode()
    assert "Onze offres publiées." in body
    assert "1 engagement sur 1 est tenu" in body
    step = row.steps.get()
    assert (step.source, step.target, step.actor) == (CommitmentState.PLANNED, CommitmentState.KEPT, admin)
    with pytest.raises(Refused):
        service.remove_commitment(document_id=made.pk, commitment_id=row.pk, actor=admin)
    with pytest.raises(IntegrityError), transaction.atomic():
        LibraryCommitment.objects.filter(pk=row.pk).update(evidence="")
    assert AuditEntry.objects.filter(action="library.commitment_followed", actor=admin).count() == 1


def test_a_late_commitment_is_work_for_who_keeps_the_protocol(client: Client) -> None:
    """A1: late ones stand under « à faire » of the network, and are said on the page; not for others."""
    here = factories.territory()
    animator = makers.editor(Role.ANIMATOR, territory=here)
    other = makers.editor(Role.ANIMATOR, territory=factories.territory())
    made = makers.document(territory=here)
    makers.commitment(made, actor=animator, due=TODAY() - datetime.timedelta(days=1))
    assert [todo.count for todo in todos_network.for_editors(Workspace(animator))] == [1]
    assert not list(todos_network.for_editors(Workspace(other)))
    assert "en retard" in client.get(page("document", made)).content.decode()


def test_withdrawn_says_why_and_deleted_only_before() -> None:
    """A1: what was published is withdrawn with a reason, never deleted."""
    admin = makers.editor()
    made = makers.document(actor=admin)
    browser = sign_in(admin)
    withdraw = page("document_act", made, action="retirer")
    assert browser.post(withdraw, {"reason": " "}).status_code == 422
    assert browser.post(withdraw, {"reason": "Remplacé par un autre texte."}).status_code == 302
    assert not LibraryDocument.objects.published().filter(pk=made.pk).exists()
    assert browser.post(page("document_act", made, action="supprimer")).status_code == 422
    draft = makers.document(actor=admin, published=False)
    assert browser.post(page("document_act", draft, action="supprimer")).status_code == 302
    assert not LibraryDocument.objects.filter(pk=draft.pk).exists()


def test_two_editors_of_a_sheet() -> None:
    """A1: the second one to save sees what changed, and loses nothing."""
    admin = makers.editor()
    made = makers.document(actor=admin)
    browser = sign_in(admin)
    shown = browser.get(page("document_edit", made)).content.decode()
    marks = {name: re.search(rf'name="{name}" value="([^"]*)"', shown)[1] for name in ("version", "base", "page")}  # type: ignore[index]
    sent = {"kind": made.kind, "title": "Mon titre", "summary": made.summary, "readers": "public", "territory": ""}
    LibraryDocument.objects.filter(pk=made.pk).update(title="Le leur", version=9)
    answer = browser.post(page("document_edit", made), {**sent, **marks})
    assert answer.status_code == 409
    assert "Le leur" in answer.content.decode()
    assert "Mon titre" in answer.content.decode()
