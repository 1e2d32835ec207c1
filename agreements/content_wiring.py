"""What the content of agreements adds elsewhere: personal links, the card on the placement page. Wired in `ready()`."""

from __future__ import annotations

import datetime

from django.utils.translation import gettext_lazy as _

from accounts import links
from agreements.services.asking import LINK, still_wanted

LIFETIME = datetime.timedelta(days=30)


def register() -> None:
    from agreements.cards import agreement_card, agreement_step, certificate_card, certificate_step
    from agreements.notifications.content import part_link
    from agreements.views import part_pages
    from internships import parts

    links.register(
        LINK,
        view=part_pages.by_link,
        send=part_link,
        label=_("your part of an agreement"),
        lifetime=LIFETIME,
        still_wanted=still_wanted,
    )
    parts.register(agreement_card)
    parts.register(certificate_card)
    parts.register_step(agreement_step)
    parts.register_step(certificate_step)
