"""E-mails about remarks before signature, both ways (T10)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar, Self

from accounts.models import User
from agreements.enums import RemarkKind, Standing
from agreements.models import AgreementRemark
from agreements.notifications.signing import AgreementEmail, page_of
from agreements.selectors.facts import facts, sample
from agreements.selectors.parties import Reader, reader_of, steward_readers
from agreements.selectors.standing import standing


@dataclass(kw_only=True)
class RemarkMade(AgreementEmail):
    """To those who can answer: signing waits for it."""

    kind: ClassVar[str] = "agreements.remark_made"
    template: ClassVar[str] = "agreements/email/remark_made"
    author: str
    remark_kind: str
    text: str

    def extra(self) -> dict[str, Any]:
        return {**super().extra(), "kind_words": RemarkKind(self.remark_kind).label}

    @classmethod
    def sample(cls) -> Self:
        return cls(
            facts=sample(),
            page="/conventions/1/signatures/",
            author="Noa Leroy",
            remark_kind=RemarkKind.QUESTION,
            text="Qui accompagne Alix le mercredi ?",
        )


@dataclass(kw_only=True)
class RemarkAnswered(AgreementEmail):
    """To whoever made the remark."""

    kind: ClassVar[str] = "agreements.remark_answered"
    template: ClassVar[str] = "agreements/email/remark_answered"
    text: str
    answer: str
    answerer: str

    @classmethod
    def sample(cls) -> Self:
        return cls(
            facts=sample(),
            page="/conventions/1/signatures/",
            text="Qui accompagne Alix le mercredi ?",
            answer="Sacha Petit, éducatrice, est présente tous les mercredis.",
            answerer="Camille Martin",
        )


def tell_remark(remark: AgreementRemark) -> None:
    """To those who lead; a remark of their own goes to the host's side."""
    agreement = remark.agreement
    email = RemarkMade(
        facts=facts(agreement),
        agreement=agreement,
        page=page_of(agreement),
        author=remark.author_name,
        remark_kind=remark.kind,
        text=remark.text,
    )
    by_leader = remark.author is not None and Standing.STEWARD in standing(agreement, remark.author)
    for reader in _hosts(remark) if by_leader else steward_readers(agreement):
        email.queue(to=reader.to, language=reader.language)


def tell_answered(remark: AgreementRemark) -> None:
    agreement = remark.agreement
    reader = _author(remark)
    if reader is None or remark.answered_by_id == remark.author_id is not None:
        return
    RemarkAnswered(
        facts=facts(agreement),
        agreement=agreement,
        page=page_of(agreement) if reader.user else "",
        text=remark.text,
        answer=remark.answer,
        answerer=remark.answerer_name,
    ).queue(to=reader.to, language=reader.language)


def _hosts(remark: AgreementRemark) -> list[Reader]:
    from accounts.models import Membership
    from agreements.selectors.leading import LEADING_HOST_ROLES

    hosts = remark.agreement.placement.sites.values("institution__organisation_id")
    seats = Membership.objects.current().filter(organisation__in=hosts, role__in=LEADING_HOST_ROLES)
    people = User.objects.filter(pk__in=seats.values("user_id"), is_active=True, email__isnull=False)
    return [Reader(one.email or "", one.language, one) for one in people.exclude(pk=remark.author_id or 0)]


def _author(remark: AgreementRemark) -> Reader | None:
    if remark.author and remark.author.email:
        return Reader(remark.author.email, remark.author.language, remark.author)
    return reader_of(remark.signatory) if remark.signatory else None
