"""Every e-mail of the product, rendered in both languages: a subject, one button at most, who writes and why."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from django.conf import settings

from accounts.models import User
from messaging.emails import REGISTRY, Email

KINDS = [kind for kind in sorted(REGISTRY) if not REGISTRY[kind].__module__.startswith("tests")]


class Outline(HTMLParser):
    """Counts what an e-mail program would show."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if tag == "a":
            self.links.append(dict(attributes).get("href") or "")


def test_there_are_e_mails_to_look_at() -> None:
    """A guard proves that it guarded."""
    assert "messaging.new_message" in KINDS


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("kind", KINDS)
def test_each_e_mail_is_complete_in_both_languages(kind: str, language: str) -> None:
    email: Email = REGISTRY[kind].sample()
    words = email.render(recipient=User(first_name="Alix", email="alix@example.org"), language=language)
    other = email.render(recipient=None, language="en" if language == "fr" else "fr")
    assert words.subject
    assert words.subject != other.subject
    assert len(words.subject) <= 150
    assert not re.search(r"\{[{%]|None", words.text + words.html + words.subject)
    outline = Outline()
    outline.feed(words.html)
    assert outline.tags.count("h1") == 1
    assert "script" not in outline.tags
    assert "img" not in outline.tags, "nothing of an e-mail is fetched from anywhere"
    assert all(link.startswith((settings.PUBLIC_URL, "mailto:")) for link in outline.links), outline.links
    if email.button():
        assert settings.PUBLIC_URL in words.text
        label = words.text.split(settings.PUBLIC_URL, 1)[0].strip().splitlines()[-1]
        assert len(label) > 3, "the button has words"
    why = words.text.split("\n-- \n", 1)[1].splitlines()
    assert len([line for line in why if line.strip()]) >= 2, "the reader is told why"
