"""What accounts themselves keep about people: declared in the register, given out on demand, forgotten in time."""

from __future__ import annotations

import datetime

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.utils.translation import gettext_lazy as _

from accounts import privacy
from accounts.models import (
    Attempts,
    AuditEntry,
    AuditText,
    IdempotencyKey,
    Invitation,
    PersonalLink,
    Pupil,
    User,
)
from accounts.services import privacy as services

CONTRACT = _("Performance of the service that the person asked for (GDPR art. 6.1.b)")
INTEREST = _("Legitimate interest: a safe and traceable service (GDPR art. 6.1.f)")
PUBLIC_TASK = _("Task of the school, which decides to use the service for its pupils (GDPR art. 6.1.e or f)")


def export_account(user: User) -> object:
    return {
        "number": user.pk,
        "first_name": user.first_name,
        "last_name": user.last_name,
        "email": user.email,
        "email_addresses": list(EmailAddress.objects.filter(user=user).values("email", "verified", "primary")),
        "phone": user.phone,
        "birth_date": user.birth_date,
        "language": user.language,
        "looks_for_a_placement": user.is_trainee,
        "joined_on": user.date_joined,
        "last_sign_in": user.last_login,
        "second_factors": list(Authenticator.objects.filter(user=user).values("type", "created_at", "last_used_at")),
    }


def erase_account(user: User) -> None:
    """The account itself is emptied last, by `erase_person`."""
    if user.email:
        PersonalLink.objects.filter(email__iexact=user.email).delete()
        Invitation.objects.filter(email__iexact=user.email).delete()


def export_memberships(user: User) -> object:
    return [
        {
            "organisation": membership.organisation.name,
            "role": membership.role,
            "since": membership.since,
            "until": membership.until,
        }
        for membership in user.memberships.select_related("organisation").order_by("pk")
    ]


def export_schoolings(user: User) -> object:
    return [
        {
            "school": pupil.school.name,
            "identifier": pupil.identifier,
            "group": pupil.group,
            "since": pupil.created_at,
            "left": pupil.left_at,
        }
        for pupil in user.schoolings.select_related("school").order_by("pk")
    ]


def erase_schoolings(user: User) -> None:
    Pupil.objects.filter(user=user).delete()


def export_trace(user: User) -> object:
    lines = AuditEntry.objects.filter(actor=user).select_related("words").order_by("pk")
    return [
        {
            "at": line.at,
            "action": line.action,
            "object": f"{line.target_type} {line.target_id}".strip(),
            "text": line.words.text if hasattr(line, "words") else "",
        }
        for line in lines
    ]


def erase_trace(user: User) -> None:
    AuditText.objects.filter(entry__actor=user).delete()


def forget_pupils(before: datetime.datetime) -> int:
    """Pupils who left their school, and whose account was made by it."""
    gone = User.objects.filter(schoolings__left_at__lt=before, email__isnull=True, anonymised_at__isnull=True).exclude(
        schoolings__left_at__isnull=True
    )
    count = 0
    for user in gone.distinct():
        services.erase_person(user=user, by=None)
        count += 1
    return count


def register() -> None:
    """Called when the site starts."""
    register_people()
    register_others()
    keep()


def register_people() -> None:
    privacy.register(
        "account",
        label=_("Account"),
        purpose=_("Let the person sign in, be addressed in their language, and be told apart from others."),
        basis=CONTRACT,
        recipients=_("The organisations the person belongs to; a host only once it accepts an application"),
        retention=_("Until erasure, or three years without signing in"),
        export=export_account,
        erase=erase_account,
    )
    privacy.register(
        "memberships",
        label=_("Roles in organisations"),
        purpose=_("Know who may act for which organisation, and who did in the past."),
        basis=CONTRACT,
        recipients=_("The members of the same organisation, the administrators of the network"),
        retention=_("As long as the organisation's records; without a name after erasure"),
        export=export_memberships,
        erase=services.end_memberships,
    )


def register_others() -> None:
    privacy.register(
        "schools",
        label=_("Accounts made by a school"),
        purpose=_("Let pupils without an e-mail address sign in with their school's code."),
        basis=PUBLIC_TASK,
        recipients=_("The teachers and coordinators of that school only"),
        retention=_("Two years after the pupil has left"),
        export=export_schoolings,
        erase=erase_schoolings,
    )
    privacy.register(
        "trace",
        label=_("Trace of decisions"),
        purpose=_("Be able to show who decided what and when: roles, moderation, agreements."),
        basis=INTEREST,
        recipients=_("Network administrators; for their own organisation, those who look after it"),
        retention=_("Kept: numbers and codes only, the words that people wrote are erased with them"),
        export=export_trace,
        erase=erase_trace,
    )


def keep() -> None:
    """How long things stay, to begin with; administrators date new rules on screen."""
    cnil = "CNIL, référentiel relatif à la gestion des activités commerciales, 2022"
    own = "Durée choisie par le réseau"
    privacy.keep("sessions", label=_("Sign-ins that have ended"), days=1, source=own, forget=services.forget_sessions)
    privacy.keep("sent_forms", label=_("Keys of forms already sent"), days=2, source=own, forget=forget_keys)
    privacy.keep("attempts", label=_("Counted attempts to sign in"), days=1, source=own, forget=forget_attempts)
    privacy.keep("links", label=_("Personal links after their end"), days=400, source=own, forget=forget_links)
    privacy.keep(
        "invitations", label=_("Invitations without an answer"), days=400, source=own, forget=forget_invitations
    )
    privacy.keep(
        "accounts.unconfirmed",
        label=_("Accounts whose address was never confirmed"),
        days=30,
        source=own,
        forget=services.forget_unconfirmed,
    )
    privacy.keep(
        "accounts.unused",
        label=_("Accounts without any sign-in (a letter is sent a month before)"),
        days=3 * 365,
        source=cnil,
        forget=services.forget_inactive,
    )
    privacy.keep("pupils.left", label=_("Pupils who left their school"), days=730, source=own, forget=forget_pupils)


def forget_keys(before: datetime.datetime) -> int:
    return IdempotencyKey.objects.filter(created_at__lt=before).delete()[0]


def forget_attempts(before: datetime.datetime) -> int:
    return Attempts.objects.filter(until__lt=before).delete()[0]


def forget_links(before: datetime.datetime) -> int:
    return PersonalLink.objects.filter(expires_at__lt=before).delete()[0]


def forget_invitations(before: datetime.datetime) -> int:
    return Invitation.objects.filter(expires_at__lt=before, accepted_at__isnull=True).delete()[0]
