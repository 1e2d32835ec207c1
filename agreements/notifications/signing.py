"""E-mails while an agreement is being signed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, ClassVar, Self

from django.db import models
from django.urls import reverse

from accounts import links
from accounts.models import PersonalLink, User
from agreements.capacities import capacity_words
from agreements.enums import AgreementState, Capacity
from agreements.models import Agreement, Signatory
from agreements.selectors.facts import Facts, facts, sample
from agreements.selectors.leading import leader_of
from agreements.selectors.parties import Reader, reader_of, readers, steward_readers
from internships.enums import Sender
from messaging.emails import Email


@dataclass(kw_only=True)
class AgreementEmail(Email):
    """About one agreement. `page` is where an account sees it; empty for those who have none."""

    facts: Facts
    agreement: Agreement | None = field(default=None, repr=False)
    page: str = ""

    def button(self) -> str:
        return self.page

    def about(self) -> models.Model | None:
        return self.agreement

    def extra(self) -> dict[str, Any]:
        one = self.facts
        return {
            "number": one.number,
            "trainee": one.trainee,
            "host": one.host,
            "start": one.start,
            "end": one.end,
            "amends": one.is_amendment,
        }

    @classmethod
    def sample(cls) -> Self:
        return cls(facts=sample(), page="/conventions/1/signatures/")


@dataclass(kw_only=True)
class SignatureAsked(AgreementEmail):
    """To a signatory whose turn it is, with their personal link."""

    kind: ClassVar[str] = "agreements.signature_asked"
    template: ClassVar[str] = "agreements/email/signature_asked"
    ephemeral: ClassVar[bool] = True
    capacity: str
    asked_by: str
    again: bool = False

    def extra(self) -> dict[str, Any]:
        return {**super().extra(), "capacity_words": capacity_words(self.sender, self.capacity)}

    @property
    def sender(self) -> str:
        return self.agreement.placement.kind.sender if self.agreement else Sender.SCHOOL

    @classmethod
    def sample(cls) -> Self:
        return cls(facts=sample(), page="/lien/abc/", capacity=Capacity.TUTOR, asked_by="Lycée Jean-Jaurès")


@dataclass(kw_only=True)
class SignatureOnPaper(AgreementEmail):
    """To those who lead: it is the turn of somebody without an address."""

    kind: ClassVar[str] = "agreements.signature_on_paper"
    template: ClassVar[str] = "agreements/email/signature_on_paper"
    name: str

    @classmethod
    def sample(cls) -> Self:
        return cls(facts=sample(), page="/conventions/1/signatures/", name="Sacha Petit")


@dataclass(kw_only=True)
class SignatureDeclined(AgreementEmail):
    """To all: somebody does not sign, and why."""

    kind: ClassVar[str] = "agreements.signature_declined"
    template: ClassVar[str] = "agreements/email/signature_declined"
    name: str
    reason: str

    @classmethod
    def sample(cls) -> Self:
        reason = "Les horaires ne correspondent pas à ce que nous avions prévu."
        return cls(facts=sample(), page="/conventions/1/signatures/", name="Sacha Petit", reason=reason)


@dataclass(kw_only=True)
class SignaturePassedOn(AgreementEmail):
    """To whoever was to sign, and to those who lead: somebody else signs in their place."""

    kind: ClassVar[str] = "agreements.signature_passed_on"
    template: ClassVar[str] = "agreements/email/signature_passed_on"
    before: str
    after: str

    @classmethod
    def sample(cls) -> Self:
        return cls(facts=sample(), page="/conventions/1/signatures/", before="Sacha Petit", after="Noa Leroy")


@dataclass(kw_only=True)
class VersionVoided(AgreementEmail):
    """To those who were asked: the agreement is being changed, their signature counts no more."""

    kind: ClassVar[str] = "agreements.version_voided"
    template: ClassVar[str] = "agreements/email/version_voided"
    reason: str

    @classmethod
    def sample(cls) -> Self:
        return cls(facts=sample(), page="/conventions/1/signatures/", reason="La date de fin avance d’une semaine.")


# The purpose of a signatory's personal link.
LINK = "agreement.sign"


def page_of(agreement: Agreement) -> str:
    """Where an account follows who signs."""
    return reverse("agreements:signatures", args=[agreement.pk])


def send_request(link: PersonalLink, url: str) -> None:
    """Writes to a signatory with their link: at the first request and at each renewal."""
    signatory = Signatory.objects.select_related("agreement__placement__person").get(pk=link.target_id)
    agreement = signatory.agreement
    if agreement.state == AgreementState.SEALED:
        from agreements.notifications.sealed import send_copy

        send_copy(link, url, signatory)
        return
    email = SignatureAsked(
        facts=facts(agreement),
        agreement=agreement,
        page=url,
        capacity=signatory.capacity,
        asked_by=leader_of(agreement.placement)[1],
        again=bool(link.data.get("again")),
    )
    reader = reader_of(signatory)
    if reader and reader.email.casefold() == link.email.casefold():
        email.queue(to=reader.to, language=link.language)
    else:
        email.queue(to=link.email, language=link.language)


def remind(signatory: Signatory) -> None:
    """Asks again as the start nears, with a new link; those who sign on paper are known to whoever leads."""
    agreement = signatory.agreement
    if not signatory.email:
        tell_on_paper(agreement, signatory)
        return
    links.issue(
        purpose=LINK,
        email=signatory.email,
        target=signatory,
        language=signatory.language,
        organisation=agreement.placement.sending_organisation,
        data={"again": True},
    )


def tell_on_paper(agreement: Agreement, signatory: Signatory) -> None:
    for reader in steward_readers(agreement):
        _to(reader, SignatureOnPaper, agreement, name=signatory.name)


def tell_declined(agreement: Agreement, signatory: Signatory) -> None:
    everybody = readers(agreement, but=[signatory.email])
    for reader in everybody:
        _to(reader, SignatureDeclined, agreement, name=signatory.name, reason=signatory.decline_reason)


def tell_delegated(agreement: Agreement, before: Signatory, after: Signatory, by: User | None) -> None:
    """The first one is told unless they did it themselves; those who lead are told unless they did it."""
    first = reader_of(before)
    own = first is not None and (by is None or (by.email or "").casefold() == first.email.casefold())
    told: dict[str, Reader] = {one.email: one for one in steward_readers(agreement) if one.user != by}
    if first and not own:
        told[first.email] = first
    for reader in told.values():
        _to(reader, SignaturePassedOn, agreement, before=before.name, after=after.name)


def tell_voided(agreement: Agreement, asked: Iterable[Signatory], reason: str) -> None:
    for reader in readers(agreement, signatories=asked):
        _to(reader, VersionVoided, agreement, reason=reason)


def _to(reader: Reader, email: type[AgreementEmail], agreement: Agreement, **fields: Any) -> None:
    """Writes to one reader; the button is for those who can sign in."""
    page = page_of(agreement) if reader.user else ""
    made = email(facts=facts(agreement), agreement=agreement, page=page, **fields)
    made.queue(to=reader.to, language=reader.language)


@dataclass(kw_only=True)
class AgreementCancelled(AgreementEmail):
    """To all: the agreement is cancelled, and why."""

    kind: ClassVar[str] = "agreements.cancelled"
    template: ClassVar[str] = "agreements/email/cancelled"
    reason: str
    was_signed: bool

    @classmethod
    def sample(cls) -> Self:
        return cls(
            facts=sample(), page="/conventions/1/signatures/", reason="Le stage n’aura pas lieu.", was_signed=True
        )


def tell_cancelled(agreement: Agreement, *, was_signed: bool) -> None:
    """To everybody who signs; of an agreement nobody was asked to sign yet, to the trainee and those who lead."""
    asked = list(agreement.signatories.filter(asked_at__isnull=False).select_related("user"))
    for reader in readers(agreement, signatories=None if was_signed else asked):
        _to(reader, AgreementCancelled, agreement, reason=agreement.cancel_reason, was_signed=was_signed)


@dataclass(kw_only=True)
class AmendmentNotApplied(AgreementEmail):
    """To those who lead: all have signed, but the placement could not be changed so."""

    kind: ClassVar[str] = "agreements.amendment_not_applied"
    template: ClassVar[str] = "agreements/email/amendment_not_applied"
    reason: str

    @classmethod
    def sample(cls) -> Self:
        reason = "Un autre stage couvre une partie de ces jours."
        return cls(facts=sample(), page="/conventions/1/signatures/", reason=reason)


def tell_not_applied(agreement: Agreement, reason: str) -> None:
    for reader in steward_readers(agreement):
        _to(reader, AmendmentNotApplied, agreement, reason=reason)
