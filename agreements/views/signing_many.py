"""Several signatures in one go: a loop over the single command, each in its own transaction."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.addresses import network_address
from accounts.errors import Refused
from accounts.models import PersonalLink, User
from agreements import consent
from agreements.models import AgreementVersion, Signatory, Signature
from agreements.selectors.facts import Facts, facts
from agreements.selectors.signing_page import standing_version
from agreements.services import signing
from agreements.views.stale import stale_page


@dataclass(frozen=True)
class Choice:
    """A signature that could be given, as lists show it."""

    signatory: Signatory
    version: AgreementVersion | None
    facts: Facts
    consent: str
    waits: bool

    @property
    def field(self) -> str:
        """The name of its box; the value is the version and hash that were shown."""
        return f"sign-{self.signatory.pk}"

    @property
    def value(self) -> str:
        return f"{self.version.pk}:{self.version.sha256}" if self.version else ""

    @classmethod
    def of(cls, signatory: Signatory) -> Choice:
        """Of a row of `waiting_for`, which brings what is shown."""
        version = standing_version(signatory.agreement)
        words = consent.sentence(signatory, version) if version else ""
        return cls(signatory, version, facts(signatory.agreement), words, bool(signatory.agreement.unanswered))  # type: ignore[attr-defined]


@dataclass(frozen=True)
class Ticked:
    """A box that was ticked: what the person looked at when they agreed."""

    signatory: Signatory
    version_id: int
    sha256: str


@dataclass
class Outcome:
    signed: list[Signature] = field(default_factory=list)
    refused: list[tuple[Signatory, Refused]] = field(default_factory=list)

    def answer(self, request: HttpRequest, *, here: str) -> HttpResponse:
        """Says what was signed and what was not; alone, a changed version gets its page with the difference."""
        stale = [(who, why) for who, why in self.refused if isinstance(why, signing.StaleVersion)]
        if stale and len(self.refused) == 1 and not self.signed:
            return stale_page(request, stale[0][1], signatory=stale[0][0], here=here)
        if self.signed:
            number = len(self.signed)
            messages.success(
                request,
                ngettext("Your signature is recorded.", "%(count)d signatures are recorded.", number)
                % {"count": number},
            )
        for who, why in self.refused:
            messages.error(request, _("%(number)s: %(why)s") % {"number": who.agreement.number, "why": str(why)})
        return redirect(here)


def chosen(request: HttpRequest, possible: Iterable[Signatory]) -> list[Ticked]:
    """The boxes ticked among the signatures that are the person's to give."""
    found = []
    for signatory in possible:
        version, _colon, sha256 = request.POST.get(f"sign-{signatory.pk}", "").partition(":")
        if version.isdecimal() and sha256:
            found.append(Ticked(signatory, int(version), sha256))
    return found


def sign_all(
    request: HttpRequest,
    ticked: Iterable[Ticked],
    *,
    link: PersonalLink | None = None,
    user: User | None = None,
    code_checked_at: datetime.datetime | None = None,
) -> Outcome:
    """Signs each; one that fails stops no other."""
    outcome = Outcome()
    for one in ticked:
        version = AgreementVersion.objects.select_related("agreement").filter(pk=one.version_id).first()
        words = consent.sentence(one.signatory, version) if version else ""
        try:
            signature = signing.sign(
                signatory_id=one.signatory.pk,
                version_id=one.version_id,
                sha256=one.sha256,
                consent=words,
                link=link,
                user=user,
                address=network_address(request),
                user_agent=request.headers.get("User-Agent", ""),
                code_checked_at=code_checked_at,
            )
        except signing.CodeTooOld:
            raise
        except Refused as refusal:
            outcome.refused.append((one.signatory, refusal))
        else:
            outcome.signed.append(signature)
    return outcome
