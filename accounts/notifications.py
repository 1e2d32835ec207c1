"""The letters of accounts. Each says one thing, has at most one button, and tells why it was sent."""

from __future__ import annotations

from django.utils import translation
from django.utils.translation import gettext as _

from accounts.mail import Letter
from accounts.models import PersonalLink


def link_code(link: PersonalLink, code: str) -> Letter:
    """The one-time code that shows that the reader of a personal link also reads its mailbox."""
    from accounts.links import purpose_of

    with translation.override(link.language):
        return Letter(
            kind="accounts.link_code",
            to=link.email,
            language=link.language,
            subject=_("%(code)s is your code") % {"code": code},
            lines=[
                _("Here is the code to go on with: %(matter)s.") % {"matter": purpose_of(link).label},
            ],
            code=code,
            after=[_("It is valid for ten minutes. Nobody from our team will ever ask you for it.")],
            reason=_("You get this message because this code was asked for with the link sent to this address."),
        )
