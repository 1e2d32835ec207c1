"""Whether a document is authentic: anyone may ask, by its code or with its file, and learns nothing about people.

Apps that make documents register how theirs are found. What they answer (`Verified`) holds numbers, dates, states and
hashes, never a name.
"""

from __future__ import annotations

import datetime
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from django.conf import settings
from django.db.models import TextChoices
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

Words = str | Promise

# Crockford's alphabet: no I, L, O or U, which are misread. Sixteen characters are eighty bits.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 16
MISREAD = str.maketrans("OIL", "011")


class Standing(TextChoices):
    """What a document is worth today."""

    PENDING = "pending", pgettext_lazy("document", "Not signed by everyone yet")
    IN_FORCE = "in_force", pgettext_lazy("document", "In force")
    REPLACED = "replaced", pgettext_lazy("document", "Replaced")
    CANCELLED = "cancelled", pgettext_lazy("document", "Cancelled")


class Role(TextChoices):
    """What a known file is to its document."""

    SEALED = "sealed", _("the sealed original")
    SIGNED = "signed", _("the original as it was signed, before the seal")
    FORMER = "former", _("a former version, which was replaced")


@dataclass(frozen=True)
class KnownFile:
    """A file of the document, by the SHA-256 of its bytes."""

    sha256: str
    role: Role


@dataclass(frozen=True)
class Related:
    """Another document that goes with it: an amendment, the agreement it amends, what replaced it."""

    what: Words
    number: str
    code: str = ""
    standing: Standing | None = None


@dataclass(frozen=True, kw_only=True)
class Verified:
    """What the public page says of a document. No name, no place, nothing that tells who a person is."""

    code: str
    kind: Words
    number: str
    standing: Standing
    dates: Sequence[tuple[Words, datetime.date | datetime.datetime]] = ()
    files: Sequence[KnownFile] = ()
    related: Sequence[Related] = ()
    time_stamped: bool = False

    KINDS: ClassVar[dict[str, str]] = {"in_force": "done", "pending": "waiting"}

    @property
    def standing_kind(self) -> str:
        """The colour of the state, as `components/state.html` names it."""
        return self.KINDS.get(self.standing, "stopped")

    @property
    def standing_words(self) -> Words:
        return self.standing.label

    def file(self, sha256: str) -> KnownFile | None:
        return next((known for known in self.files if known.sha256 and known.sha256 == sha256), None)


Find = Callable[[str], Verified | None]
_finders: dict[str, tuple[Find, Find | None]] = {}


def register(kind: str, find: Find, find_file: Find | None = None) -> None:
    """Adds a kind of document: `find(code)`, and `find_file(sha256)` for files that come without their code."""
    _finders[kind] = (find, find_file)


def new_code() -> str:
    """A random code for a new document, as it is stored: 16 characters, none of which is misread."""
    return "".join(secrets.choice(ALPHABET) for _place in range(LENGTH))


def shown(code: str) -> str:
    """The code as people read it, in groups of four: `K7QD-2M9X-4TVB-8HRC`."""
    return "-".join(code[place : place + 4] for place in range(0, len(code), 4)) if len(code) == LENGTH else code


def typed(code: str) -> str:
    """What was typed as codes are stored: no spaces or dashes, capitals, O for 0 and the like put right."""
    return "".join(character for character in code.upper() if character.isalnum()).translate(MISREAD)


def address(code: str) -> str:
    """The whole address of the public page, as the QR code on the document carries it."""
    return f"{settings.PUBLIC_URL}{reverse('documents:verify', kwargs={'code': shown(code)})}"


def find(code: str) -> Verified | None:
    """The document of that code, however it was typed."""
    for one in dict.fromkeys((typed(code), code)):
        for by_code, _by_file in _finders.values():
            if one and (found := by_code(one)):
                return found
    return None


def find_file(sha256: str) -> Verified | None:
    """The document that a file of this hash belongs to."""
    for _by_code, by_file in _finders.values():
        if by_file and (found := by_file(sha256)):
            return found
    return None
