"""A link in an e-mail for someone who may have no account: signatory, employer, HR, guardian, invited person.

An app registers a purpose in `AppConfig.ready()`, then issues links. The link's address shows what is asked; opening it
by GET changes nothing, for mail scanners open links too. Where the purpose wants a code, one is sent to the address
the link is bound to, and the session remembers the answer. An expired link offers a new one to the same address.

    links.register("guardian.consent", view=views.consent, send=notifications.ask_consent, label=_("your consent"))
    link = links.issue(purpose="guardian.consent", email=address, target=application)
"""

from __future__ import annotations

import datetime
import functools
import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Any, TypeVar, cast

from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.functional import Promise
from django.utils.translation import get_language

from accounts import mail
from accounts.models import Organisation, PersonalLink, User

CODE_LIFETIME = datetime.timedelta(minutes=10)
CODE_ATTEMPTS = 5
CODES_PER_HOUR = 6
RENEWAL_PAUSE = datetime.timedelta(minutes=5)
SESSION_KEY = "personal_links"
SESSION_LIFETIME = datetime.timedelta(hours=12)

LinkView = Callable[[HttpRequest, PersonalLink], HttpResponse]
View = TypeVar("View", bound=Callable[..., HttpResponseBase])


@dataclass(frozen=True)
class Purpose:
    """What links of one kind are for.

    `view` answers GET and POST at the link's own address; `send` writes to `link.email` with that address, at
    the first issue and at each renewal; `still_wanted` says whether a new link is worth sending.
    """

    name: str
    view: LinkView
    send: Callable[[PersonalLink, str], None]
    label: str | Promise
    lifetime: datetime.timedelta
    code: bool
    still_wanted: Callable[[PersonalLink], bool]


class CodeAnswer(Enum):
    RIGHT = "right"
    WRONG = "wrong"
    EXPIRED = "expired"
    EXHAUSTED = "exhausted"


_purposes: dict[str, Purpose] = {}


def register(
    name: str,
    *,
    view: LinkView,
    send: Callable[[PersonalLink, str], None],
    label: str | Promise,
    lifetime: datetime.timedelta = datetime.timedelta(days=14),
    code: bool = True,
    still_wanted: Callable[[PersonalLink], bool] = lambda link: True,
) -> None:
    """Declares a purpose; once per name."""
    if name in _purposes:
        raise ValueError(f"the purpose {name} is registered already")
    _purposes[name] = Purpose(name, view, send, label, lifetime, code, still_wanted)


def purpose_of(link: PersonalLink) -> Purpose:
    return _purposes[link.purpose]


@transaction.atomic
def issue(
    *,
    purpose: str,
    email: str,
    target: models.Model | None = None,
    language: str | None = None,
    organisation: Organisation | None = None,
    issued_by: User | None = None,
    data: dict[str, Any] | None = None,
) -> PersonalLink:
    """Makes a link for one address and has it sent, if this transaction commits. Its address is in `link.url`, once."""
    link = PersonalLink(
        purpose=purpose,
        email=email.strip(),
        language=language or get_language() or "fr",
        target_type=target._meta.label_lower if target is not None else "",
        target_id=str(target.pk) if target is not None else "",
        organisation=organisation,
        issued_by=issued_by,
        data=data or {},
    )
    return _send_new(link)


def _send_new(link: PersonalLink) -> PersonalLink:
    """Gives the unsaved link its secret, saves its hash only, and has it sent."""
    kind = _purposes[link.purpose]
    token = secrets.token_urlsafe(32)
    link.token_hash = _hash(token)
    link.expires_at = timezone.now() + kind.lifetime
    link.save(force_insert=True)
    # Known now and never again: only its hash is kept.
    link.url = mail.address(reverse("accounts:link", args=[token]))
    kind.send(link, link.url)
    return link


def find(token: str) -> PersonalLink | None:
    """The link of that token, whatever its state."""
    return PersonalLink.objects.select_related("organisation").filter(token_hash=_hash(token)).first()


def get_target(link: PersonalLink) -> models.Model | None:
    """The object the link is about; None when it is gone."""
    from django.apps import apps

    if not link.target_type:
        return None
    model: type[models.Model] = apps.get_model(link.target_type)
    return model._base_manager.filter(pk=link.target_id).first()


@transaction.atomic
def renew(*, link: PersonalLink) -> PersonalLink | None:
    """Sends a new link to the same address in place of `link`; None when the matter is over or the link withdrawn.

    Asked again within a few minutes, it returns the new link already sent.
    """
    link = PersonalLink.objects.select_for_update(of=("self",)).get(pk=link.pk)
    kind = purpose_of(link)
    if link.revoked_at or not kind.still_wanted(link):
        return None
    latest = link.replaced_by
    if latest and latest.is_alive() and timezone.now() - latest.created_at < RENEWAL_PAUSE:
        return latest
    fresh = _send_new(
        PersonalLink(
            purpose=link.purpose,
            email=link.email,
            language=link.language,
            target_type=link.target_type,
            target_id=link.target_id,
            organisation=link.organisation,
            issued_by=link.issued_by,
            data=link.data,
        )
    )
    link.replaced_by = fresh
    link.save(update_fields=["replaced_by"])
    return fresh


def revoke(*, purpose: str, target: models.Model, email: str | None = None) -> int:
    """Withdraws every living link of that purpose and object (and address); returns how many."""
    links = PersonalLink.objects.filter(
        purpose=purpose, target_type=target._meta.label_lower, target_id=str(target.pk), revoked_at__isnull=True
    )
    if email is not None:
        links = links.filter(email__iexact=email)
    return links.update(revoked_at=timezone.now(), code_hash="")


def mark_used(link: PersonalLink) -> None:
    """Notes that what the link was for is done. Its page stays, to say so."""
    PersonalLink.objects.filter(pk=link.pk, used_at__isnull=True).update(used_at=timezone.now())


# The one-time code


@transaction.atomic
def send_code(*, link: PersonalLink) -> bool:
    """Sends a fresh six-digit code to the link's address; False when too many were asked for within the hour."""
    from accounts.notifications import link_code

    link = PersonalLink.objects.select_for_update(of=("self",)).get(pk=link.pk)
    now = timezone.now()
    if link.codes_since is None or now - link.codes_since >= datetime.timedelta(hours=1):
        link.codes_since, link.codes_sent = now, 0
    if link.codes_sent >= CODES_PER_HOUR:
        return False
    code = f"{secrets.randbelow(10**6):06d}"
    link.code_hash = _code_hash(link, code)
    link.code_expires_at = now + CODE_LIFETIME
    link.code_attempts = 0
    link.codes_sent += 1
    link.save(update_fields=["code_hash", "code_expires_at", "code_attempts", "codes_sent", "codes_since"])
    mail.send(link_code(link, code))
    return True


@transaction.atomic
def check_code(*, link: PersonalLink, code: str) -> CodeAnswer:
    """Compares a code; each comparison counts, also a right one too late. A right code serves once."""
    link = PersonalLink.objects.select_for_update(of=("self",)).get(pk=link.pk)
    if not link.code_hash or link.code_expires_at is None or timezone.now() >= link.code_expires_at:
        return CodeAnswer.EXPIRED
    if link.code_attempts >= CODE_ATTEMPTS:
        return CodeAnswer.EXHAUSTED
    link.code_attempts += 1
    right = constant_time_compare(link.code_hash, _code_hash(link, "".join(code.split())))
    if right:
        link.code_hash = ""
        link.code_checked_at = timezone.now()
        link.opened_at = link.opened_at or link.code_checked_at
    link.save(update_fields=["code_attempts", "code_hash", "opened_at", "code_checked_at"])
    if right:
        return CodeAnswer.RIGHT
    return CodeAnswer.EXHAUSTED if link.code_attempts >= CODE_ATTEMPTS else CodeAnswer.WRONG


# What the session remembers


def mark_opened(request: HttpRequest, link: PersonalLink) -> None:
    """This browser has shown that it may use the link. Only a POST may call it."""
    request.session.cycle_key()
    opened = request.session.get(SESSION_KEY, {})
    request.session[SESSION_KEY] = {**opened, str(link.pk): int(timezone.now().timestamp())}


def is_opened(request: HttpRequest, link: PersonalLink) -> bool:
    since = request.session.get(SESSION_KEY, {}).get(str(link.pk), 0)
    return link.is_alive() and timezone.now().timestamp() - since < SESSION_LIFETIME.total_seconds()


def opened(request: HttpRequest, purpose: str, target: models.Model | None = None) -> PersonalLink | None:
    """The living link of that purpose (and object) which this browser opened; the latest when there are several."""
    numbers = [int(number) for number in request.session.get(SESSION_KEY, {})]
    links = PersonalLink.objects.filter(pk__in=numbers, purpose=purpose).order_by("-pk")
    for link in links:
        if is_opened(request, link) and (target is None or link.points_at(target)):
            return link
    return None


def with_link(purpose: str) -> Callable[[View], View]:
    """Access decorator for the further pages of a link (a document, a thank-you): this browser opened one of them.

    Sets `request.personal_link`; the view checks with `link.points_at` what it is about.
    """

    def decorate(view: View) -> View:
        @functools.wraps(view)
        def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
            link = opened(request, purpose)
            if link is None:
                raise PermissionDenied
            request.personal_link = link  # type: ignore[attr-defined]
            return view(request, *args, **kwargs)

        guarded.access = f"link: {purpose}"  # type: ignore[attr-defined]
        return cast(View, guarded)

    return decorate


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _code_hash(link: PersonalLink, code: str) -> str:
    # Six digits are soon guessed from a bare hash: this one needs the site's secret key.
    return salted_hmac("accounts.links.code", f"{link.pk}:{code}", algorithm="sha256").hexdigest()
