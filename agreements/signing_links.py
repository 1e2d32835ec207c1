"""Personal links for signatories: their page, their e-mail, how long they hold. Wired in `AppConfig.ready()`."""

from __future__ import annotations

import datetime

from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from accounts import links
from accounts.models import PersonalLink
from agreements.enums import SignatoryState
from agreements.models import Signatory
from agreements.services.signatories import ACCOUNT_LINK, LINK

# Long enough for a whole summer; an expired link offers a new one at once.
LIFETIME = datetime.timedelta(days=90)
PROOF_LIFETIME = datetime.timedelta(hours=2)


def register() -> None:
    from agreements.notifications.signing import send_request
    from agreements.views import signing_link

    links.register(
        LINK,
        view=signing_link.page,
        send=send_request,
        label=_("your signature"),
        lifetime=LIFETIME,
        still_wanted=still_wanted,
    )
    # Never sent: only its codes are. Whoever typed the address of one is led to the list.
    links.register(
        ACCOUNT_LINK,
        view=lambda request, link: redirect("agreements:to_sign"),
        send=lambda link, url: None,
        label=_("your signature"),
        lifetime=PROOF_LIFETIME,
        still_wanted=lambda link: False,
    )


def still_wanted(link: PersonalLink) -> bool:
    """As long as the signatory stands at that address: also once signed, for their copy."""
    signatory = signatory_of(link)
    return (
        signatory is not None
        and signatory.state != SignatoryState.DELEGATED
        and signatory.email.casefold() == link.email.casefold()
    )


def signatory_of(link: PersonalLink) -> Signatory | None:
    target = links.get_target(link)
    return target if isinstance(target, Signatory) else None
