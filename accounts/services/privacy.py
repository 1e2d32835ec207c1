"""One's data in a file, one's erasure, and forgetting what has served."""

from __future__ import annotations

import datetime
import io
import json
import logging
import zipfile

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.sessions.models import Session
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import audit, mail, notifications, privacy
from accounts.enums import MANAGING_ROLES
from accounts.errors import Refused
from accounts.models import Membership, Organisation, RetentionRule, User
from accounts.services.members import has_other_manager, leave

logger = logging.getLogger(__name__)


def export_data(*, user: User) -> bytes:
    """A ZIP with one JSON file per kind of processing, and a page that says what each is."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        lines = [_("Your data, as of %(day)s.") % {"day": timezone.localdate().isoformat()}, ""]
        for part in privacy.processings():
            name = f"{part.name}.json"
            data = json.dumps(part.export(user), cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)
            archive.writestr(name, data)
            lines.append(f"{name}: {part.label}. {part.purpose}".rstrip())
        archive.writestr(_("READ-ME.txt"), "\n".join(lines) + "\n")
    return content.getvalue()


def what_keeps(user: User) -> list[Organisation]:
    """The organisations that nobody else looks after: their manager hands over before being erased."""
    managed = Organisation.objects.filter(
        pk__in=Membership.objects.current().filter(user=user, role__in=MANAGING_ROLES).values("organisation_id")
    )
    return [
        organisation
        for organisation in managed
        if not has_other_manager(organisation, user) and organisation.memberships.exclude(user=user).exists()
    ]


@transaction.atomic
def erase_person(*, user: User, by: User | None) -> None:
    """Erases the person for good: name, address, words. What belongs to organisations stays, without their name.

    Refused while an organisation with other members would be left without anyone to look after it.
    """
    user = User.objects.select_for_update().get(pk=user.pk)
    if user.anonymised_at is not None:
        return
    kept = what_keeps(user)
    if kept:
        names = ", ".join(organisation.name for organisation in kept)
        raise Refused(_("Hand over first: nobody else looks after %(names)s.") % {"names": names})
    for part in privacy.processings():
        part.erase(user)
    anonymise(user)
    audit.record(action="person.erased", actor=by, target=user)


def anonymise(user: User) -> None:
    """Empties the account. Its number stays, for the trace and for what organisations keep."""
    user.email = None
    user.first_name, user.last_name, user.phone, user.birth_date = "", "", "", None
    user.is_active = user.is_staff = user.is_superuser = user.is_trainee = False
    user.anonymised_at = timezone.now()
    user.set_unusable_password()
    user.save()
    user.groups.clear()
    user.user_permissions.clear()
    EmailAddress.objects.filter(user=user).delete()
    Authenticator.objects.filter(user=user).delete()


def end_memberships(user: User) -> None:
    """Ends every role; an organisation of one's own alone is left without members."""
    for membership in user.memberships.filter(until__isnull=True).select_related("organisation"):
        if has_other_manager(membership.organisation, user):
            leave(organisation=membership.organisation, leaver=user, by=user)
        else:
            membership.until = timezone.localdate()
            membership.save(update_fields=["until"])


@transaction.atomic
def set_retention(*, rule: RetentionRule, by: User) -> RetentionRule:
    """Dates a new rule; what was kept by the older one is forgotten by the new one from its day on."""
    rule.save()
    audit.record(action="retention.changed", actor=by, target=rule, data={"matter": rule.matter, "days": rule.days})
    return rule


def forget_expired() -> dict[str, int]:
    """Forgets every kind of data past its time, by the rules in force today; returns how many of each.

    One matter that fails is reported and does not keep the others.
    """
    rules = {rule.matter: rule.days for rule in RetentionRule.objects.in_force()}
    now, gone = timezone.now(), {}
    for name, matter in privacy.matters().items():
        before = now - datetime.timedelta(days=rules.get(name, matter.days))
        try:
            with transaction.atomic():
                gone[name] = matter.forget(before)
        except Exception:
            logger.exception("could not forget: %s", name)
    return gone


# What accounts themselves keep for a time


def forget_sessions(before: datetime.datetime) -> int:
    return Session.objects.filter(expire_date__lt=before).delete()[0]


def forget_unconfirmed(before: datetime.datetime) -> int:
    """Accounts whose address was never confirmed: whoever made them never came in."""
    never_in = User.objects.filter(
        date_joined__lt=before,
        last_login__isnull=True,
        is_active=True,
        email__isnull=False,
        anonymised_at__isnull=True,
        memberships__isnull=True,
        schoolings__isnull=True,
    ).exclude(emailaddress__verified=True)
    count = 0
    for user in never_in:
        erase_person(user=user, by=None)
        count += 1
    return count


WARNING = datetime.timedelta(days=30)


def forget_inactive(before: datetime.datetime) -> int:
    """Accounts unused since `before`: first a letter, a month later the erasure, unless the person came back."""
    now, count = timezone.now(), 0
    unused = User.objects.filter(
        last_login__lt=before, is_active=True, is_staff=False, is_superuser=False, anonymised_at__isnull=True
    )
    for user in unused.filter(warned_at__isnull=True, email__isnull=False):
        user.warned_at = now
        user.save(update_fields=["warned_at"])
        mail.send(notifications.account_unused(user, erased_on=(now + WARNING).date()))
    due = unused.filter(warned_at__lt=now - WARNING) | unused.filter(email__isnull=True)
    for user in due.distinct():
        try:
            with transaction.atomic():
                erase_person(user=user, by=None)
        except Refused:
            continue  # the last manager of an organisation with members: the network is there for that
        count += 1
    return count
