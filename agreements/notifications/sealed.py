"""The e-mail to all parties once their agreement is sealed.

The document itself is not attached: it names people, minors among them, and is read behind an account, or behind a
personal link with its code.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar, Self

from accounts import links
from accounts.models import PersonalLink
from agreements.enums import SignatoryState
from agreements.models import Agreement, Signatory
from agreements.notifications.signing import AgreementEmail, page_of
from agreements.selectors.facts import facts, sample
from agreements.selectors.parties import reader_of, readers
from agreements.services.signatories import LINK
from documents import verification


@dataclass(kw_only=True)
class AgreementSealed(AgreementEmail):
    """To those with an account: signed by all, here is the document."""

    kind: ClassVar[str] = "agreements.sealed"
    template: ClassVar[str] = "agreements/email/sealed"
    verify: str

    def extra(self) -> dict[str, Any]:
        return {**super().extra(), "verify": self.verify}

    @classmethod
    def sample(cls) -> Self:
        return cls(facts=sample(), page="/conventions/1/signatures/", verify=verification.address("K7QD2M9X4TVB8HRC"))


@dataclass(kw_only=True)
class AgreementSealedByLink(AgreementSealed):
    """To a signatory without an account, with their personal link."""

    kind: ClassVar[str] = "agreements.sealed_by_link"
    ephemeral: ClassVar[bool] = True


def tell_sealed(agreement: Agreement) -> None:
    """Each party once, at most; to addresses without an account goes a new link."""
    rows = agreement.signatories.exclude(state=SignatoryState.DELEGATED).select_related("user")
    by_address = {row.email.casefold(): row for row in rows if row.email}
    for reader in readers(agreement):
        if reader.user:
            _email(AgreementSealed, agreement, page_of(agreement)).queue(to=reader.user)
        elif row := by_address.get(reader.email.casefold()):
            links.issue(
                purpose=LINK,
                email=row.email,
                target=row,
                language=row.language,
                organisation=agreement.placement.sending_organisation,
            )


def send_copy(link: PersonalLink, url: str, signatory: Signatory) -> None:
    """What a link to a sealed agreement brings along, at first and when a new one is asked for."""
    reader = reader_of(signatory)
    own = reader is not None and reader.email.casefold() == link.email.casefold()
    email = _email(AgreementSealedByLink, signatory.agreement, url)
    email.queue(to=reader.to if reader and own else link.email, language=link.language)


def _email(kind: type[AgreementSealed], agreement: Agreement, page: str) -> AgreementSealed:
    return kind(facts=facts(agreement), agreement=agreement, page=page, verify=verification.address(agreement.code))
