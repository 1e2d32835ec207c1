"""What accounts write to people. They stand below messaging, which fills `sender` in its `AppConfig.ready()`.

    accounts.mail.sender = deliver      # Callable[[Letter], None], called inside the caller's transaction

A letter may hold a link or a code: whoever stores it until it is sent, stores it sealed.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils.encoding import force_bytes


@dataclass(frozen=True, kw_only=True)
class Letter:
    """An e-mail that is ready to be laid out: one thing asked, one button, who writes and why. Plain text throughout.

    `code` is shown large; `button` is (words, absolute address); `reason` says why the reader gets it.
    """

    kind: str
    to: str
    subject: str
    lines: list[str]
    code: str = ""
    button: tuple[str, str] | None = None
    after: list[str] = field(default_factory=list)
    reason: str = ""
    language: str = "fr"
    user_id: int | None = None

    def as_text(self) -> str:
        """The whole letter as plain text."""
        parts = [*self.lines]
        if self.code:
            parts.append(f"    {self.code}")
        if self.button:
            parts.append("\n".join(self.button))
        parts += self.after
        if self.reason:
            parts.append(f"-- \n{settings.SITE_NAME}\n{self.reason}")
        return "\n\n".join(parts) + "\n"


def send(letter: Letter) -> None:
    """Hands the letter on within the current transaction: it leaves if, and only if, that one commits."""
    sender(letter)


def encrypt(text: str) -> str:
    """`text` for this site's eyes only; the key comes from SECRET_KEY."""
    return _box().encrypt(text.encode()).decode()


def decrypt(sealed: str) -> str:
    """What `encrypt` closed, also under an older SECRET_KEY. ValueError when it is not ours."""
    try:
        return _box().decrypt(sealed.encode()).decode()
    except InvalidToken as error:
        raise ValueError("this was not sealed with a key of this site") from error


def address(path: str) -> str:
    """The absolute address of a path of ours, as e-mails need it."""
    return f"{settings.PUBLIC_URL.rstrip('/')}{path}"


def _send_after_commit(letter: Letter) -> None:
    """Without messaging (a shell, a test of accounts alone): straight to the mail server, after the commit."""
    message = EmailMessage(letter.subject, letter.as_text(), to=[letter.to])
    transaction.on_commit(lambda: message.send())


def _box() -> MultiFernet:
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    keys = [hashlib.sha256(b"accounts.mail" + force_bytes(secret)).digest() for secret in secrets]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(key)) for key in keys])


sender: Callable[[Letter], None] = _send_after_commit
