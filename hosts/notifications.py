"""E-mails about host sheets and offers: one thing asked, one button, who writes and why."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.urls import reverse

from accounts import links
from accounts.models import Organisation, PersonalLink, User
from hosts.enums import ClaimState, HostState
from hosts.models import HostClaim, HostInstitution, PlacementOffer
from hosts.selectors.standing import keepers, managers, moderators
from messaging.emails import Email

__all__ = ["keepers", "managers", "moderators"]

# The purpose of the personal link by which a contact person wakes a host.
WAKE_LINK = "host.wake"


@dataclass(kw_only=True)
class SheetEmail(Email):
    """About one host's sheet."""

    institution: HostInstitution

    def button(self) -> str:
        return reverse("hosts:detail", args=[self.institution.slug])

    def about(self) -> models.Model | None:
        return self.institution if self.institution.pk else None

    def extra(self) -> dict[str, Any]:
        return {"name": self.institution.organisation.name, "reason": self.institution.state_reason}

    @classmethod
    def sample(cls) -> SheetEmail:
        return cls(institution=sample_host())


@dataclass(kw_only=True)
class SheetWaits(SheetEmail):
    """To the moderators of the territory: a sheet waits for them."""

    kind: ClassVar[str] = "hosts.sheet_waits"
    template: ClassVar[str] = "hosts/email/sheet_waits"

    def button(self) -> str:
        return reverse("hosts:moderate", args=[self.institution.slug])


@dataclass(kw_only=True)
class SheetPublished(SheetEmail):
    """To the host's people and its discoverer."""

    kind: ClassVar[str] = "hosts.sheet_published"
    template: ClassVar[str] = "hosts/email/sheet_published"


@dataclass(kw_only=True)
class SheetSentBack(SheetEmail):
    kind: ClassVar[str] = "hosts.sheet_sent_back"
    template: ClassVar[str] = "hosts/email/sheet_sent_back"


@dataclass(kw_only=True)
class SheetRefused(SheetEmail):
    kind: ClassVar[str] = "hosts.sheet_refused"
    template: ClassVar[str] = "hosts/email/sheet_refused"


@dataclass(kw_only=True)
class SheetArchived(SheetEmail):
    kind: ClassVar[str] = "hosts.sheet_archived"
    template: ClassVar[str] = "hosts/email/sheet_archived"


@dataclass(kw_only=True)
class SheetsMerged(SheetEmail):
    """To the people of both sheets: which one stays, and where everything went."""

    kind: ClassVar[str] = "hosts.sheets_merged"
    template: ClassVar[str] = "hosts/email/sheets_merged"
    gone: str

    @classmethod
    def sample(cls) -> SheetsMerged:
        return cls(institution=sample_host(), gone="Ime les tilleuls")


@dataclass(kw_only=True)
class OfferPublished(Email):
    """To all the managers of a host: a team shares its notifications."""

    kind: ClassVar[str] = "hosts.offer_published"
    template: ClassVar[str] = "hosts/email/offer_published"
    offer: PlacementOffer
    author: str
    visible: bool

    def button(self) -> str:
        return reverse("hosts:offer", args=[self.offer.pk])

    def about(self) -> models.Model | None:
        return self.offer

    @classmethod
    def sample(cls) -> OfferPublished:
        offer = PlacementOffer(pk=1, title="Observer une équipe éducative", institution=sample_host())
        return cls(offer=offer, author="Camille Martin", visible=True)


@dataclass(kw_only=True)
class OfferEnds(Email):
    """To all the managers of a host, before an offer drops out of the search."""

    kind: ClassVar[str] = "hosts.offer_ends"
    template: ClassVar[str] = "hosts/email/offer_ends"
    offer: PlacementOffer
    last: datetime.date

    def button(self) -> str:
        return reverse("hosts:my_offers")

    def about(self) -> models.Model | None:
        return self.offer

    @classmethod
    def sample(cls) -> OfferEnds:
        offer = PlacementOffer(pk=1, title="Observer une équipe éducative", institution=sample_host())
        return cls(offer=offer, last=datetime.date(2027, 6, 18))


@dataclass(kw_only=True)
class OffersPaused(Email):
    """To a host that answered nobody for a while: its offers rest, one button wakes them."""

    kind: ClassVar[str] = "hosts.offers_paused"
    template: ClassVar[str] = "hosts/email/offers_paused"
    institution: HostInstitution
    # The personal link of somebody without an account.
    address: str = ""

    def button(self) -> str:
        return self.address or reverse("hosts:wake")

    def holds_secret(self) -> bool:
        return bool(self.address)

    def about(self) -> models.Model | None:
        return self.institution if self.institution.pk else None

    @classmethod
    def sample(cls) -> OffersPaused:
        return cls(institution=sample_host())


@dataclass(kw_only=True)
class ClaimMade(Email):
    """To those who can tell whether the person works there."""

    kind: ClassVar[str] = "hosts.claim_made"
    template: ClassVar[str] = "hosts/email/claim_made"
    claim: HostClaim

    def button(self) -> str:
        return reverse("hosts:claims")

    def about(self) -> models.Model | None:
        return self.claim

    @classmethod
    def sample(cls) -> ClaimMade:
        return cls(claim=sample_claim())


@dataclass(kw_only=True)
class ClaimAnswered(Email):
    """To the person who asked."""

    kind: ClassVar[str] = "hosts.claim_answered"
    template: ClassVar[str] = "hosts/email/claim_answered"
    claim: HostClaim
    accepted: bool

    def button(self) -> str:
        return (
            reverse("hosts:my_host") if self.accepted else reverse("hosts:detail", args=[self.claim.institution.slug])
        )

    def about(self) -> models.Model | None:
        return self.claim

    @classmethod
    def sample(cls) -> ClaimAnswered:
        return cls(claim=sample_claim(), accepted=True)


BY_ACTION: dict[str, type[SheetEmail]] = {
    "publish": SheetPublished,
    "send_back": SheetSentBack,
    "refuse": SheetRefused,
    "archive": SheetArchived,
}
TO_MODERATORS = ("submit", "resubmit")


def sheet_waits(institution: HostInstitution) -> None:
    """Tells the territory that a sheet waits."""
    _send(SheetWaits(institution=institution), moderators(institution))


def sheet_moved(institution: HostInstitution, action: str, actor: User) -> None:
    """Tells those whom an action concerns, except the one who did it."""
    if action in TO_MODERATORS:
        sheet_waits(institution)
    elif action in BY_ACTION:
        _send(BY_ACTION[action](institution=institution), keepers(institution), besides=actor)


def sheets_merged(twin: HostInstitution, survivor: HostInstitution, concerned: Iterable[User], actor: User) -> None:
    people = {person.pk: person for person in (*concerned, *keepers(survivor))}
    _send(SheetsMerged(institution=survivor, gone=twin.organisation.name), people.values(), besides=actor)


def offer_published(offer: PlacementOffer, actor: User) -> None:
    """Tells the whole team, its author included: it says what happens next."""
    visible = offer.institution.state == HostState.PUBLISHED
    email = OfferPublished(offer=offer, author=actor.get_full_name(), visible=visible)
    _send(email, managers(offer.institution))


def offer_ends(offer: PlacementOffer, last: datetime.date) -> None:
    _send(OfferEnds(offer=offer, last=last), managers(offer.institution))


def offers_paused(institution: HostInstitution) -> None:
    """Tells the team; without one, a contact person, by a personal link."""
    team = list(managers(institution))
    _send(OffersPaused(institution=institution), team)
    contact = institution.contacts.exclude(email="").order_by("pk").first()
    if not team and contact:
        links.issue(
            purpose=WAKE_LINK,
            email=contact.email,
            target=institution,
            language=settings.LANGUAGE_CODE,
            organisation=institution.organisation,
        )


def send_wake_link(link: PersonalLink, address: str) -> None:
    institution = HostInstitution.objects.select_related("organisation").filter(pk=link.target_id).first()
    if institution is not None:
        OffersPaused(institution=institution, address=address).queue(to=link.email, language=link.language)


def claim_made(claim: HostClaim) -> None:
    """Asks the host's managers; without any, the moderators of its territory."""
    email, team = ClaimMade(claim=claim), managers(claim.institution)
    _send(email, team if team.exists() else moderators(claim.institution), besides=claim.user)


def claim_answered(claim: HostClaim) -> None:
    _send(ClaimAnswered(claim=claim, accepted=claim.state == ClaimState.ACCEPTED), [claim.user])


def _send(email: Email, people: Iterable[User], *, besides: User | None = None) -> None:
    for person in people:
        if besides is None or person.pk != besides.pk:
            email.queue(to=person)


def sample_host() -> HostInstitution:
    """A host in memory, for previews of e-mails."""
    organisation = Organisation(name="IME Les Tilleuls")
    reason = "Précisez l'adresse du site, s'il vous plaît."
    return HostInstitution(organisation=organisation, slug="ime-les-tilleuls", state_reason=reason)


def sample_claim() -> HostClaim:
    user = User(first_name="Camille", last_name="Martin", email="camille@example.org")
    return HostClaim(pk=1, institution=sample_host(), user=user, function="Cheffe de service", message="Bonjour.")
