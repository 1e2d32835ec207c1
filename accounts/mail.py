"""What accounts write to people. They stand below messaging, which fills `sender` in its `AppConfig.ready()`.

    accounts.mail.sender = deliver      # Callable[[Letter], None], called inside the caller's transaction

Links and codes must not lie in the outbox for all to read: `seal` a letter into one string, `unseal` it when sending.
"""

from __future__ import annotations

import base64
import dataclasses
import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, field

from cryptography.fernet import Fernet, MultiFernet
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


def seal(letter: Letter) -> str:
    """The letter as one string that only this site can read."""
    return _box().encrypt(json.dumps(dataclasses.asdict(letter)).encode()).decode()


def unseal(sealed: str) -> Letter:
    """The letter that `seal` closed. ValueError when it is not one of ours."""
    from cryptography.fernet import InvalidToken

    try:
        values = json.loads(_box().decrypt(sealed.encode()))
    except InvalidToken as error:
        raise ValueError("this letter was not sealed with a key of this site") from error
    if values["button"]:
        values["button"] = tuple(values["button"])
    return Letter(**values)


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
