"""Pages of the site: read by all, changed on screen by those who run it (S13), never overwritten."""

from __future__ import annotations

import html
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from accounts.enums import OrganisationKind, Role
from accounts.models import AuditEntry
from accounts.workspace import Workspace
from documents import richtext, site
from documents.models import SitePage, SiteSettings
from documents.reference import SLUGS, TEXTS, delivered
from documents.todo import unfinished_legal_notice
from tests import factories, reference
from tests.matrix import sign_in

pytestmark = pytest.mark.django_db
FILLED = {
    "operator": "Réseau <Ouest> *des* stages",
    "address": "4 quai des Tilleuls, 35000 Rennes",
    "contact_email": "bonjour_@example.org",
    "publication_director": "Camille Martin",
    "hosting_provider": "Hébergeur du Port",
    "hosting_address": "1 rue du Phare, 29200 Brest",
    "conformity": "none",
}


@pytest.fixture
def pages() -> None:
    reference.load()


@pytest.fixture
def admin() -> Client:
    person = factories.member(factories.organisation(OrganisationKind.NETWORK), Role.NETWORK_ADMIN)
    factories.second_factor(person)
    return sign_in(person)


def address(slug: str = "mentions-legales") -> str:
    return reverse("documents:page", kwargs={"slug": slug})


def editing(slug: str = "mentions-legales", language: str = "fr") -> str:
    return reverse("documents:edit_page", kwargs={"slug": slug, "language": language})


def words(response: Any) -> str:
    return html.unescape(response.content.decode())


def page(slug: str = "mentions-legales", language: str = "fr") -> SitePage:
    return SitePage.objects.get(slug=slug, language=language)


@pytest.mark.parametrize("slug", SLUGS)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_page_is_there_in_both_languages(pages: None, client: Client, slug: str, language: str) -> None:
    """Accessibility statement, personal data, cookies, legal notice, how it works."""
    client.post(reverse("set_language"), {"language": language, "next": "/"})
    response = client.get(address(slug))
    assert response.status_code == 200
    title, body = delivered(slug, language)
    assert f"<h1>{html.escape(title)}</h1>" in response.content.decode()
    assert len(body) > 600
    assert "{" not in words(response).split('<article class="prose"')[1].split("</article>")[0]


def test_every_name_in_braces_is_known() -> None:
    texts = [path.read_text() for path in TEXTS.glob("*/*.md")]
    assert len(texts) == 2 * len(SLUGS)
    for text in texts:
        assert not set(site.PLACEHOLDER.findall(text)) - set(site.PLACEHOLDERS)


def test_an_unknown_page_is_not_found(pages: None, client: Client) -> None:
    assert client.get(address("inconnue")).status_code == 404


def test_what_is_missing_is_said_and_then_shown(pages: None, admin: Client, client: Client) -> None:
    """A self-hosted instance says who runs it; what is typed stays text, not markup."""
    assert "pas encore renseigné" in words(client.get(address()))
    response = admin.post(reverse("documents:site_pages"), FILLED, follow=True)
    assert "C’est enregistré." in words(response)
    text = client.get(address()).content.decode()
    assert "Réseau &lt;Ouest&gt; *des* stages" in text
    assert 'href="mailto:bonjour_@example.org"' in words(client.get(address()))
    assert "Hébergeur du Port" in text
    assert AuditEntry.objects.filter(action="site_settings.changed").count() == 1
    assert SiteSettings.objects.count() == 1


def test_conformity_needs_an_audit(pages: None, admin: Client) -> None:
    response = admin.post(reverse("documents:site_pages"), {**FILLED, "conformity": "full"})
    assert "Donnez la date de l’audit" in words(response)
    assert not SiteSettings.objects.exists()


def test_the_accessibility_statement_says_the_state(pages: None, admin: Client, client: Client) -> None:
    assert "<strong>non conforme</strong>" in words(client.get(address("accessibilite")))
    admin.post(reverse("documents:site_pages"), {**FILLED, "conformity": "partial", "audited_on": "2026-05-04"})
    text = words(client.get(address("accessibilite")))
    assert "<strong>partiellement conforme</strong>" in text
    assert "4 mai 2026" in text


def test_preview_publishes_nothing(pages: None, admin: Client, client: Client) -> None:
    before = page()
    data = {"title": before.title, "body": "## Neuf\n\nTexte neuf.", "version": before.version, "preview": "1"}
    response = admin.post(editing(), data)
    assert "<h2>Neuf</h2>" in words(response)
    assert "Aperçu, pas encore publié" in words(response)
    assert "Texte neuf." not in words(client.get(address()))
    assert page().version == before.version


def test_a_change_is_public_traced_and_kept(pages: None, admin: Client, client: Client) -> None:
    """S13. Loading the reference again leaves what people wrote."""
    data = {"title": "Qui sommes-nous", "body": "Écrivez à {contact}.", "version": page().version}
    response = admin.post(editing(), data, follow=True)
    assert "<h1>Qui sommes-nous</h1>" in words(response)
    assert AuditEntry.objects.filter(action="site_page.changed", target_id=str(page().pk)).exists()
    call_command("load_reference", verbosity=0)
    assert "<h1>Qui sommes-nous</h1>" in words(client.get(address()))
    assert "Modifiée par" in words(admin.get(reverse("documents:site_pages")))
    original = words(admin.get(editing() + "?origine=1"))
    assert delivered("mentions-legales", "fr")[1].splitlines()[0] in original


def test_a_newer_text_of_the_software_replaces_an_untouched_one(pages: None) -> None:
    assert site.bring(slug="cookies", language="fr", title="Cookies", body="Plus court.", position=3)
    assert page("cookies").body == "Plus court."
    assert not site.bring(slug="cookies", language="fr", title="Cookies", body="Plus court.", position=3)


def test_two_editors_at_once(pages: None, admin: Client) -> None:
    """The second one sees that the page changed, keeps their text, and may then publish it."""
    version = page().version
    admin.post(editing(), {"title": "A", "body": "Premier texte.", "version": version})
    response = admin.post(editing(), {"title": "B", "body": "Second texte.", "version": version})
    assert response.status_code == 409
    assert "Second texte." in words(response)
    assert page().body == "Premier texte."
    admin.post(editing(), {"title": "B", "body": "Second texte.", "version": version + 1})
    assert page().body == "Second texte."


@pytest.mark.parametrize("role", [Role.ANIMATOR, Role.PRACTICE_VALIDATOR])
def test_only_administrators_change_pages(pages: None, role: str) -> None:
    client = sign_in(factories.member(factories.organisation(OrganisationKind.NETWORK), role))
    assert client.get(editing()).status_code == 403
    assert client.post(editing(), {"title": "x", "body": "y", "version": 1}).status_code == 403
    assert "Modifier cette page" not in words(client.get(address()))


def test_administrators_are_told_what_is_missing() -> None:
    person = factories.member(factories.organisation(OrganisationKind.NETWORK), Role.NETWORK_ADMIN)
    (todo,) = unfinished_legal_notice(Workspace(person))
    assert "hébergeur" in todo.detail
    SiteSettings.objects.create(pk=1, **FILLED)
    assert not list(unfinished_legal_notice(Workspace(person)))
    assert not list(unfinished_legal_notice(Workspace(factories.user())))


@pytest.mark.parametrize(
    "attack",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[clic](javascript:alert(1))",
        '<p style="position:fixed">x</p>',
        "<iframe src='https://example.org'></iframe>",
        "<form action='https://example.org'><input name=q></form>",
    ],
)
def test_text_from_people_is_cleaned(attack: str) -> None:
    clean = richtext.render(f"Avant\n\n{attack}\n\nAprès")
    assert "Avant" in clean
    assert "Après" in clean
    for bad in ("<script", "<img", "onerror", "javascript:", "style=", "<iframe", "<form", "<input"):
        assert bad not in clean


def test_text_from_people_keeps_its_shape() -> None:
    clean = richtext.render("# Titre\n\n| a | b |\n| --- | --- |\n| 1 | 2 |\n\n- un\n- [deux](https://example.org)")
    assert "<h2>Titre</h2>" in clean
    assert '<th scope="col">a</th>' in clean
    assert '<a href="https://example.org" rel="noopener">deux</a>' in clean


def test_one_row_of_settings_at_most() -> None:
    from django.db import IntegrityError

    with pytest.raises(IntegrityError):
        SiteSettings.objects.create(pk=2)
