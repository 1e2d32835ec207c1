"""Every e-mail that is declared can be written, in both languages, with one button and the reason it was sent."""

from __future__ import annotations

import pytest

from messaging.emails import REGISTRY, Email
from tests import factories

pytestmark = pytest.mark.django_db


def kinds() -> list[str]:
    return sorted(REGISTRY)


def test_there_are_emails_to_look_at() -> None:
    assert kinds()


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("kind", kinds())
def test_it_can_be_written(kind: str, language: str) -> None:
    email: Email = REGISTRY[kind].sample()
    words = email.render(recipient=factories.user(language=language), language=language)
    assert words.subject
    assert "\n" not in words.subject
    assert len(words.subject) <= 120
    assert len(words.text) > 80
    assert "{" not in words.text
    assert "None" not in words.text
    assert "<html" in words.html.lower()
    assert "http://testserver" in words.text or not email.button()
    assert "<script" not in words.html
    assert words.html.count('class="button"') + words.html.count("data-button") <= 1
