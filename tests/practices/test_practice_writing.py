"""Writing a practice: steps without JavaScript, autosave, two editors, pictures, documents, versions compared."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import User
from practices.differences import MOST, TOKEN, pieces
from practices.enums import PracticeState
from practices.models import Audience, GoodPractice, PracticePhoto
from practices.services import enclosures
from practices.workflow import NotPossible
from tests import factories

S = PracticeState


@pytest.fixture
def author(db: None) -> User:
    return factories.user()


@pytest.fixture
def client(author: User) -> Client:
    browser = Client()
    browser.force_login(author)
    return browser


def step(practice: GoodPractice, name: str) -> str:
    return reverse("practices:write", args=[practice.pk, name])


def version(practice: GoodPractice) -> str:
    practice.refresh_from_db()
    return str(practice.version)


def test_from_the_first_step_to_the_queue(client: Client, author: User) -> None:
    """The whole way by plain forms, as without JavaScript."""
    answer = client.post(reverse("practices:new"), {"origin": "observed"})
    practice = GoodPractice.objects.get()
    assert answer.headers["Location"] == step(practice, "what")
    assert practice.is_observed
    sector, audience = factories.sector(), Audience.objects.create(code="x", name_fr="Enfants")
    what = {
        "version": version(practice),
        "title": "Le café des parents",
        "summary": "Un café ouvert aux parents le mardi.",
        "is_observed": "False",
        "sectors": [sector.pk],
        "audiences": [audience.pk],
    }
    assert client.post(step(practice, "what"), what).headers["Location"] == step(practice, "where")
    where = {"version": version(practice), "structure": "Maison du Pré", "country": "CH", "place": "Lausanne"}
    assert client.post(step(practice, "where"), where).headers["Location"] == step(practice, "story")
    story = {"version": version(practice), "context": "c" * 50, "description": "d" * 100}
    client.post(step(practice, "story"), story)
    assert "Dites ce que cela change" in client.get(step(practice, "review")).content.decode()
    refused = client.post(reverse("practices:act", args=[practice.pk, "submit"]), {"nobody": "1"})
    assert refused.headers["Location"] == step(practice, "review")
    worth = {"version": version(practice), "effects": "e" * 50, "evidence": "measured"}
    assert client.post(step(practice, "worth"), worth).headers["Location"] == step(practice, "pictures")
    people = {"version": version(practice), "languages": ["fr"], "name_shown": "on"}
    assert client.post(step(practice, "people"), people).headers["Location"] == step(practice, "review")
    unconfirmed = client.post(reverse("practices:act", args=[practice.pk, "submit"]))
    assert unconfirmed.status_code == 422
    client.post(reverse("practices:act", args=[practice.pk, "submit"]), {"nobody": "1"})
    practice.refresh_from_db()
    assert (practice.state, practice.city, practice.is_observed) == (S.SUBMITTED, "Lausanne", False)


def test_nobody_s_data_is_asked_for(client: Client, author: User) -> None:
    """B16: every page on which texts are written says that no person who is followed up is told of."""
    practice = factories.practice(author=author)
    for name in ("story", "worth"):
        assert "personnes suivies" in client.get(step(practice, name)).content.decode()


def test_autosave_keeps_what_is_right(client: Client, author: User) -> None:
    practice = factories.practice(author=author)
    data = {"version": version(practice), "page": "p1", "autosave": "1", "context": "Écrit à l’instant."}
    answer = client.post(step(practice, "story"), data)
    assert answer.status_code == 200
    assert "Enregistré à" in answer.content.decode()
    practice.refresh_from_db()
    assert practice.context == "Écrit à l’instant."
    # The same page goes on saving although the version has moved.
    again = client.post(step(practice, "story"), {**data, "context": "Puis ceci."})
    assert again.status_code == 200
    # Sent from another window: said beside the form, not as a page within the page.
    GoodPractice.objects.filter(pk=practice.pk).update(state="submitted", submitted_at=timezone.now())
    late = client.post(step(practice, "story"), {**data, "context": "Trop tard."}).content.decode()
    assert "n’est pas ouverte à l’écriture" in late
    assert "<main" not in late


def test_two_editors(client: Client, author: User) -> None:
    """A stale edit is a 409 that shows both versions and loses nothing."""
    practice = factories.practice(author=author)
    page = client.get(step(practice, "story"))
    marks = {name: page.context["form"].initial[name] for name in ("version", "base", "page")}
    GoodPractice.objects.filter(pk=practice.pk).update(version=7, context="Changé par une collègue.")
    sent = {**marks, "context": "Ma phrase à moi.", "description": practice.description}
    stale = client.post(step(practice, "story"), sent)
    assert stale.status_code == 409
    words = stale.content.decode()
    assert "Changé par une collègue." in words
    assert "Ma phrase à moi." in words
    assert client.post(step(practice, "story"), {**sent, "autosave": "1"}).status_code == 409
    practice.refresh_from_db()
    assert practice.context == "Changé par une collègue."
    client.post(step(practice, "story"), {**sent, "version": "7"})
    practice.refresh_from_db()
    assert practice.context == "Ma phrase à moi."


def test_a_host_of_that_name_is_offered(client: Client, author: User) -> None:
    host = factories.host(organisation__name="IME Les Tilleuls")
    practice = factories.practice(author=author, structure="", city="")
    data = {"version": version(practice), "structure": "les tilleuls", "country": "FR", "place": ""}
    asked = client.post(step(practice, "where"), data)
    assert asked.status_code == 200
    assert "IME Les Tilleuls" in asked.content.decode()
    answer = {**data, "asked": "les tilleuls", "host": host.pk}
    assert client.post(step(practice, "where"), answer).headers["Location"] == step(practice, "story")
    practice.refresh_from_db()
    assert (practice.host, practice.structure, practice.city) == (host, host.name, "Rennes")
    none = {**data, "version": version(practice), "asked": "les tilleuls", "host": ""}
    client.post(step(practice, "where"), none)
    practice.refresh_from_db()
    assert (practice.host, practice.structure) == (None, "les tilleuls")


def test_others_cannot_write(author: User) -> None:
    practice = factories.practice(author=author)
    stranger = Client()
    stranger.force_login(factories.user())
    assert stranger.get(step(practice, "what")).status_code == 404
    assert stranger.post(reverse("practices:act", args=[practice.pk, "submit"]), {"nobody": "1"}).status_code == 404


def test_co_authors_write_too_and_only_colleagues_are_offered(client: Client, author: User) -> None:
    body = factories.organisation()
    factories.member(body, user=author)
    colleague, stranger = factories.member(body), factories.user()
    practice = factories.practice(author=author, organisation=body)
    data = {"version": version(practice), "organisation": body.pk, "languages": ["fr"]}
    refused = client.post(step(practice, "people"), {**data, "co_authors": [stranger.pk]})
    assert refused.status_code == 200
    assert not practice.co_authors.exists()
    client.post(step(practice, "people"), {**data, "co_authors": [colleague.pk]})
    assert list(practice.co_authors.all()) == [colleague]
    other = Client()
    other.force_login(colleague)
    assert other.get(step(practice, "what")).status_code == 200


def upload(name: str = "file", words: str = "alternative") -> dict[str, Any]:
    return {name: SimpleUploadedFile("cafe.png", factories.picture()), words: "Une table et des tasses"}


def test_pictures_have_words(client: Client, author: User) -> None:
    practice = factories.practice(author=author)
    address = reverse("practices:pictures", args=[practice.pk])
    wordless = client.post(address, {**upload(), "alternative": "", "photo": "1"})
    assert wordless.status_code == 200
    assert not practice.photos.exists()
    wrong = client.post(address, {"file": SimpleUploadedFile("a.png", b"no picture"), "alternative": "x", "photo": "1"})
    assert wrong.status_code == 200
    client.post(address, {**upload(), "photo": "1"})
    client.post(address, {**upload(), "photo": "1"})
    first, second = practice.photos.all()
    act = lambda action, **data: client.post(  # noqa: E731
        reverse("practices:file", args=[practice.pk, "photo", second.pk, action]), data
    )
    act("avancer")
    assert list(practice.photos.values_list("pk", flat=True)) == [second.pk, first.pk]
    act("decrire", words="Un jardin")
    second.refresh_from_db()
    assert second.alternative == "Un jardin"
    act("decrire", words=" ")
    second.refresh_from_db()
    assert second.alternative == "Un jardin"
    assert act("inconnu").status_code == 404
    act("supprimer")
    assert [photo.pk for photo in practice.photos.all()] == [first.pk]


def test_a_picture_that_a_version_shows_stays_stored(client: Client, author: User) -> None:
    practice = factories.practice(author=author)
    photo = factories.practice_photo(practice)
    practice = factories.practice_in(practice, S.VALIDATED)
    client.post(reverse("practices:act", args=[practice.pk, "revise"]))
    enclosures.remove(row=photo, actor=author)
    assert practice.photos.get().dropped
    shown = Client().get(photo.file.url)
    assert shown.getvalue()
    assert shown.status_code == 200
    assert "Une table" not in client.get(reverse("practices:pictures", args=[practice.pk])).content.decode()


def test_a_file_that_is_gone_is_not_touched(author: User) -> None:
    """Two clicks, or two colleagues: the second is told, instead of an error."""
    practice = factories.practice(author=author)
    photo = factories.practice_photo(practice)
    PracticePhoto.objects.filter(pk=photo.pk).delete()
    with pytest.raises(NotPossible):
        enclosures.describe(row=photo, actor=author, words="Un jardin")
    with pytest.raises(NotPossible):
        enclosures.move(row=photo, actor=author, earlier=True)
    with pytest.raises(NotPossible):
        enclosures.remove(row=photo, actor=author)
    dropped = factories.practice_photo(practice, dropped=True)
    with pytest.raises(NotPossible):
        enclosures.move(row=dropped, actor=author, earlier=False)


def test_documents_go_along(client: Client, author: User) -> None:
    practice = factories.practice(author=author)
    address = reverse("practices:pictures", args=[practice.pk])
    client.post(address, {**upload("document", "title"), "paper": "1"})
    paper = practice.attachments.get()
    practice = factories.practice_in(practice, S.VALIDATED)
    words = Client().get(reverse("practices:detail", args=[practice.slug])).content.decode()
    assert paper.title in words
    shown = Client().get(paper.file.url)
    assert shown.getvalue()
    assert shown.status_code == 200
    assert client.get(address).status_code == 302  # validated: begin a new version first


def test_versions_are_compared_in_words(client: Client, author: User) -> None:
    practice = factories.practice(author=author, title="Le café des parents", state=S.RETURNED)
    client.post(
        step(practice, "what"),
        {
            "version": version(practice),
            "title": "Le café des familles",
            "summary": practice.summary,
            "is_observed": "True",
            "sectors": list(practice.sectors.values_list("pk", flat=True)),
            "audiences": list(practice.audiences.values_list("pk", flat=True)),
        },
    )
    words = client.get(reverse("practices:versions", args=[practice.pk]), {"de": "1", "a": "0"}).content.decode()
    assert "parents</del>" in words
    assert "familles</ins>" in words
    assert "Observée" in words
    assert client.get(reverse("practices:versions", args=[practice.pk]), {"de": "x", "a": "9"}).status_code == 200


def test_words_are_compared_with_the_space_that_follows() -> None:
    """Half as many tokens; the space that follows a changed word stays."""
    assert TOKEN.findall("\n un mot, puis  d’autres") == ["\n ", "un ", "mot", ", ", "puis  ", "d", "’", "autres"]
    found = [(piece.kind, piece.words) for piece in pieces("le mardi matin", "le jeudi matin")]
    assert found == [("", "le "), ("del", "mardi"), ("ins", "jeudi"), ("", " "), ("", "matin")]


def test_very_long_texts_are_compared_by_lines() -> None:
    lines = [f"Ligne {number} de ce long récit.\n" for number in range(MOST // 4)]
    after = [*lines[:7], "Ligne changée.\n", *lines[8:]]
    found = [piece for piece in pieces("".join(lines), "".join(after)) if piece.kind]
    assert [(piece.kind, piece.words.strip()) for piece in found] == [
        ("del", lines[7].strip()),
        ("ins", "Ligne changée."),
    ]


@given(before=st.text(max_size=80), after=st.text(max_size=80))
def test_a_difference_loses_no_letter(before: str, after: str) -> None:
    """What stays and what was taken away is the old text; what stays and what was added is the new one."""
    found = list(pieces(before, after))
    assert "".join(piece.words for piece in found if piece.kind != "ins") == before
    assert "".join(piece.words for piece in found if piece.kind != "del") == after
