"""What accounts write (codes, invitations, links) leaves through the same pipe as every other e-mail."""

from __future__ import annotations

from django.conf import settings
from django.utils import translation

from accounts import mail
from accounts.mail import Letter
from messaging.emails import compose, write
from messaging.models import EmailDelivery


def send(letter: Letter) -> None:
    """Queues a letter of accounts in the current transaction; one with a code goes out within seconds."""
    label, address = letter.button or ("", "")
    with translation.override(letter.language):
        words = compose(
            {
                "subject": letter.subject,
                "content": "\n\n".join(letter.lines),
                "code": letter.code,
                "after": letter.after,
                "button_label": label,
                "button_url": address,
                "why": letter.reason,
                "language": letter.language,
                "SITE_NAME": settings.SITE_NAME,
                "PUBLIC_URL": settings.PUBLIC_URL,
            }
        )
    delivery = EmailDelivery(
        kind=letter.kind, to=letter.to, user_id=letter.user_id, language=letter.language, ephemeral=True
    )
    write(delivery, words, urgent=bool(letter.code))


def connect() -> None:
    mail.sender = send
