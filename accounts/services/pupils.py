"""Pupils without an e-mail address: their school makes their accounts, and they sign in by its code."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass

from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import audit, limits
from accounts.enums import OrganisationKind
from accounts.errors import Refused
from accounts.models import Organisation, Pupil, User
from accounts.text import fold
from accounts.words import readable_secret, school_code

ATTEMPTS, ATTEMPTS_WITHIN = 5, datetime.timedelta(minutes=15)


@dataclass(frozen=True)
class NewPupil:
    first_name: str
    last_name: str
    group: str = ""


@dataclass(frozen=True)
class Slip:
    """What a pupil is handed on paper. The secret is known here and now only."""

    pupil: Pupil
    secret: str


@transaction.atomic
def create_pupils(*, school: Organisation, by: User, pupils: list[NewPupil], must_change: bool = False) -> list[Slip]:
    """Makes the accounts of a class, all or none; returns the slips, the only place where the secrets stand."""
    school = Organisation.objects.select_for_update().get(pk=school.pk)
    if school.kind != OrganisationKind.TRAINING or not school.is_verified:
        raise Refused(_("Your school can make accounts for its pupils once the network has checked it."))
    _refuse_twins(school, pupils)
    if not school.sign_in_code:
        _give_code(school)
    taken = {value.lower() for value in school.pupils.exclude(identifier="").values_list("identifier", flat=True)}
    slips = [_create(school, by, new, _free_identifier(new, taken), must_change) for new in pupils]
    audit.record(
        action="pupils.created",
        actor=by,
        target=school,
        organisation=school,
        data={"pupils": [slip.pupil.pk for slip in slips]},
    )
    return slips


@transaction.atomic
def reset_secret(*, pupil: Pupil, by: User) -> Slip:
    """Gives the pupil a new secret; the old one and every open session end."""
    pupil = Pupil.objects.select_for_update(of=("self",)).select_related("user", "school").get(pk=pupil.pk)
    if not pupil.uses_code or pupil.user.email:
        raise Refused(_("This person signs in by e-mail, and can choose a new password alone."))
    if pupil.left_at:
        raise Refused(_("This account is closed. Open it again first."))
    secret = _set_secret(pupil.user)
    limits.clear("pupil", pupil.school.sign_in_code, pupil.identifier)
    audit.record(action="pupil.secret_reset", actor=by, target=pupil, organisation=pupil.school)
    return Slip(pupil, secret)


@transaction.atomic
def close_pupil(*, pupil: Pupil, by: User) -> None:
    """The pupil has left the school: no more sign-in by its code. What they did stays."""
    pupil = Pupil.objects.select_for_update(of=("self",)).select_related("user", "school").get(pk=pupil.pk)
    if pupil.left_at:
        return
    pupil.left_at = timezone.now()
    pupil.save(update_fields=["left_at"])
    if pupil.uses_code and not pupil.user.email:
        pupil.user.set_unusable_password()  # which also ends the open sessions
        pupil.user.save(update_fields=["password"])
    audit.record(action="pupil.closed", actor=by, target=pupil, organisation=pupil.school)


@transaction.atomic
def reopen_pupil(*, pupil: Pupil, by: User) -> Slip | None:
    """The pupil is back; where they use the school's code they get a new secret."""
    pupil = Pupil.objects.select_for_update(of=("self",)).select_related("user", "school").get(pk=pupil.pk)
    pupil.left_at = None
    pupil.save(update_fields=["left_at"])
    audit.record(action="pupil.reopened", actor=by, target=pupil, organisation=pupil.school)
    if pupil.uses_code and not pupil.user.email:
        return Slip(pupil, _set_secret(pupil.user))
    return None


@transaction.atomic
def change_school_code(*, school: Organisation, by: User) -> str:
    """Gives the school another code, for instance after the old one was spread."""
    school = Organisation.objects.select_for_update().get(pk=school.pk)
    code = _give_code(school)
    audit.record(action="school.code_changed", actor=by, target=school, organisation=school)
    return code


def authenticate_pupil(*, code: str, identifier: str, secret: str) -> Pupil | None:
    """The pupil with that school's code, identifier and secret. Too many attempts: Refused, known account or not.

    Takes the same time whether the school, the pupil or only the secret is wrong.
    """
    code, identifier = code.strip().upper(), identifier.strip()
    if not limits.hit("pupil", code, identifier, limit=ATTEMPTS, within=ATTEMPTS_WITHIN):
        raise Refused(_("That was too many attempts. Wait a quarter of an hour, or ask your teacher for a new secret."))
    pupil = (
        Pupil.objects.select_related("user", "school")
        .filter(
            school__sign_in_code=code,
            identifier__iexact=identifier,
            left_at__isnull=True,
            user__is_active=True,
            school__verified_at__isnull=False,
        )
        .exclude(identifier="")
        .first()
    )
    if pupil is None:
        make_password(secret)
        return None
    if not pupil.user.check_password(secret) or not _is_only_a_pupil(pupil.user):
        return None
    limits.clear("pupil", code, identifier)
    Pupil.objects.filter(pk=pupil.pk).update(last_sign_in=timezone.now())
    return pupil


def _is_only_a_pupil(user: User) -> bool:
    # Someone who has grown into a role in an organisation signs in by e-mail, with its second factor.
    return not user.is_staff and not user.memberships.current().exists()


def _refuse_twins(school: Organisation, pupils: list[NewPupil]) -> None:
    there = {
        fold(f"{first} {last} {group}")
        for first, last, group in school.pupils.filter(left_at__isnull=True).values_list(
            "user__first_name", "user__last_name", "group"
        )
    }
    for new in pupils:
        name = fold(f"{new.first_name} {new.last_name} {new.group}")
        if name in there:
            raise Refused(
                _("%(name)s is in the list already. Remove the line, or add an initial to tell two people apart.")
                % {"name": f"{new.first_name} {new.last_name}"}
            )
        there.add(name)


def _create(school: Organisation, by: User, new: NewPupil, identifier: str, must_change: bool) -> Slip:
    user = User(first_name=new.first_name, last_name=new.last_name, is_trainee=True, email=None)
    secret = readable_secret()
    user.set_password(secret)
    user.save()
    pupil = Pupil.objects.create(
        school=school, user=user, identifier=identifier, group=new.group, must_change=must_change, created_by=by
    )
    return Slip(pupil, secret)


def _set_secret(user: User) -> str:
    secret = readable_secret()
    user.set_password(secret)
    user.save(update_fields=["password"])
    return secret


def _give_code(school: Organisation) -> str:
    for _attempt in range(20):
        school.sign_in_code = school_code()
        try:
            with transaction.atomic():
                school.save(update_fields=["sign_in_code"])
        except IntegrityError:
            continue
        return str(school.sign_in_code)
    raise RuntimeError("no free school code was found")


def _free_identifier(new: NewPupil, taken: set[str]) -> str:
    first = re.sub(r"[^a-z0-9]+", "-", fold(new.first_name)).strip("-") or "eleve"
    last = re.sub(r"[^a-z0-9]+", "-", fold(new.last_name)).strip("-")
    base = f"{first}.{last}"[:34].strip(".-")
    identifier, number = base, 1
    while identifier in taken:
        number += 1
        identifier = f"{base}{number}"
    taken.add(identifier)
    return identifier
