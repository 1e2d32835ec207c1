"""The letters of accounts. Each says one thing, has at most one button, and tells why it was sent."""

from __future__ import annotations

import datetime

from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from accounts.mail import Letter, address
from accounts.models import Invitation, Organisation, PersonalLink, User


def link_code(link: PersonalLink, code: str) -> Letter:
    """The one-time code that shows that the reader of a personal link also reads its mailbox."""
    from accounts.links import purpose_of

    with translation.override(link.language):
        return Letter(
            kind="accounts.link_code",
            to=link.email,
            language=link.language,
            subject=_("%(code)s is your code") % {"code": code},
            lines=[_("Here is the code to go on with: %(matter)s.") % {"matter": purpose_of(link).label}],
            code=code,
            after=[_("It is valid for ten minutes. Nobody from our team will ever ask you for it.")],
            reason=_("You get this message because this code was asked for with the link sent to this address."),
        )


def invitation(link: PersonalLink, url: str) -> Letter:
    """Asks someone to join an organisation."""
    from accounts.links import get_target

    asked = get_target(link)
    assert isinstance(asked, Invitation)
    with translation.override(link.language):
        inviter = str(asked.invited_by or asked.organisation)
        names = {"inviter": inviter, "organisation": asked.organisation.name}
        if asked.roles:
            lines = [
                _("%(inviter)s invites you to join %(organisation)s.") % names,
                _("Your role there: %(roles)s.") % {"roles": ", ".join(asked.role_words)},
            ]
        else:
            lines = [
                _("%(inviter)s, of %(organisation)s, invites you to look for your placement here.") % names,
                _("You find hosts near your home, and your school helps you on the way."),
            ]
        day = date_format(asked.expires_at, "DATE_FORMAT")
        return Letter(
            kind="accounts.invitation",
            to=link.email,
            language=link.language,
            subject=_("%(inviter)s invites you to join %(organisation)s") % names,
            lines=lines,
            button=(_("See the invitation"), url),
            after=[
                _("The invitation is valid until %(day)s. If it expires, its button offers a new one.") % {"day": day}
            ],
            reason=_("You get this message because %(inviter)s typed your address to invite you.") % names,
        )


def invitation_accepted(asked: Invitation, by: User) -> Letter:
    """Tells the inviter."""
    inviter = asked.invited_by
    assert inviter is not None
    with translation.override(inviter.language):
        names = {"person": str(by), "organisation": asked.organisation.name, "email": asked.email}
        return Letter(
            kind="accounts.invitation_accepted",
            to=inviter.email or "",
            user_id=inviter.pk,
            language=inviter.language,
            subject=_("%(person)s has joined %(organisation)s") % names,
            lines=[_("%(person)s has accepted the invitation that you sent to %(email)s.") % names],
            button=(_("See the members"), address(reverse("accounts:members"))) if asked.roles else None,
            reason=_("You get this message because you sent the invitation."),
        )


def wants_to_join(organisation: Organisation, by: User, manager: User) -> Letter:
    """Tells a manager that someone would like to be invited."""
    with translation.override(manager.language):
        names = {"person": str(by), "organisation": organisation.name, "email": by.email or ""}
        invite = f"{reverse('accounts:members')}?{urlencode({'email': by.email or ''})}#inviter"
        return Letter(
            kind="accounts.wants_to_join",
            to=manager.email or "",
            user_id=manager.pk,
            language=manager.language,
            subject=_("%(person)s would like to join %(organisation)s") % names,
            lines=[
                _("%(person)s (%(email)s) would like to join %(organisation)s.") % names,
                _("If you know this person, invite them. Otherwise you have nothing to do."),
            ],
            button=(_("Invite this person"), address(invite)),
            reason=_("You get this message because you look after %(organisation)s.") % names,
        )


def organisation_verified(organisation: Organisation, manager: User) -> Letter:
    """Good news from the network."""
    with translation.override(manager.language):
        names = {"organisation": organisation.name}
        return Letter(
            kind="accounts.organisation_verified",
            to=manager.email or "",
            user_id=manager.pk,
            language=manager.language,
            subject=_("%(organisation)s is now recognised by the network") % names,
            lines=[_("The network has checked %(organisation)s: everything is open to you.") % names],
            button=(_("Invite your colleagues"), address(reverse("accounts:members"))),
            reason=_("You get this message because you look after %(organisation)s.") % names,
        )


def organisation_refused(organisation: Organisation, manager: User, reason: str) -> Letter:
    """The network's answer, with its reason."""
    with translation.override(manager.language):
        names = {"organisation": organisation.name}
        return Letter(
            kind="accounts.organisation_refused",
            to=manager.email or "",
            user_id=manager.pk,
            language=manager.language,
            subject=_("The network could not recognise %(organisation)s") % names,
            lines=[_("Here is what the network answers:"), reason],
            after=[_("If this is a mistake, complete the page of your organisation and ask for a new check there.")],
            button=(_("Complete our page"), address(reverse("accounts:organisation"))),
            reason=_("You get this message because you look after %(organisation)s.") % names,
        )


def confirm_erasure(link: PersonalLink, url: str) -> Letter:
    """For someone without a password: the mailbox confirms the erasure."""
    with translation.override(link.language):
        return Letter(
            kind="accounts.confirm_erasure",
            to=link.email,
            language=link.language,
            subject=_("Confirm the erasure of your account"),
            lines=[
                _("You asked us to erase your account and your data. Nothing is done yet."),
                _("Open the page below and confirm. It cannot be undone."),
            ],
            button=(_("See what will be erased"), url),
            after=[_("If it was not you, ignore this message: your account stays as it is.")],
            reason=_("You get this message because the erasure of the account with this address was asked for."),
        )


def account_unused(user: User, erased_on: datetime.date) -> Letter:
    """A month's notice before an unused account is erased."""
    with translation.override(user.language):
        day = date_format(erased_on, "DATE_FORMAT")
        return Letter(
            kind="accounts.account_unused",
            to=user.email or "",
            user_id=user.pk,
            language=user.language,
            subject=_("Your account will be erased on %(day)s") % {"day": day},
            lines=[
                _("You have not used your account for a long time. We keep data no longer than it serves."),
                _("To keep your account, sign in before %(day)s. Otherwise you have nothing to do.") % {"day": day},
            ],
            button=(_("Sign in"), address(reverse("account_login"))),
            reason=_("You get this message because you have an account with this address."),
        )
