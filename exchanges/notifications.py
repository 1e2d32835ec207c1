"""E-mails of the space of exchanges: one thing asked, one button that leads through sign-in, who writes and why."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, ClassVar

from django.db import models
from django.db.models import QuerySet
from django.urls import reverse

from accounts.enums import OrganisationKind, Role
from accounts.models import Membership, Organisation, User
from exchanges.access import door, within
from exchanges.models import ExchangeSpace, ImmersionOffer, Structure
from exchanges.models.spaces import JOINING_ROLES, works_at
from hosts.models import HostInstitution
from messaging.emails import Email


@dataclass(kw_only=True)
class ExchangeEmail(Email):
    """Its button leads to `page()` in the space it is about, through sign-in: pages of the space answer nobody else."""

    def page(self) -> str:
        return reverse("exchanges:home")

    @abstractmethod
    def space_id(self) -> int:
        """Which space it is about."""

    def button(self) -> str:
        return door(within(self.space_id(), self.page()))


@dataclass(kw_only=True)
class StructureEmail(ExchangeEmail):
    """About a structure of a space."""

    structure: Structure

    def space_id(self) -> int:
        return self.structure.space_id

    def about(self) -> models.Model | None:
        return self.structure

    def extra(self) -> dict[str, Any]:
        structure = self.structure
        return {
            "name": structure.name,
            "space": structure.space.name,
            "reason": structure.reason,
            "words": structure.words,
            "pilot": structure.space.pilot.name,
        }

    @classmethod
    def sample(cls) -> StructureEmail:
        return cls(structure=sample_structure())


@dataclass(kw_only=True)
class StructureAsks(StructureEmail):
    """To the pilots: a structure asks to take part."""

    kind: ClassVar[str] = "exchanges.structure_asks"
    template: ClassVar[str] = "exchanges/email/structure_asks"

    def page(self) -> str:
        return reverse("exchanges:structures")


@dataclass(kw_only=True)
class StructureApproved(StructureEmail):
    """To those who look after it: its professionals may enter."""

    kind: ClassVar[str] = "exchanges.structure_approved"
    template: ClassVar[str] = "exchanges/email/structure_approved"


@dataclass(kw_only=True)
class StructureRefused(StructureEmail):
    """To those who look after it: not now, and why."""

    kind: ClassVar[str] = "exchanges.structure_refused"
    template: ClassVar[str] = "exchanges/email/structure_refused"

    def page(self) -> str:
        return reverse("exchanges:join")


@dataclass(kw_only=True)
class StructureExcluded(StructureEmail):
    """To those who look after it: the pilot ended its participation, and why."""

    kind: ClassVar[str] = "exchanges.structure_excluded"
    template: ClassVar[str] = "exchanges/email/structure_excluded"

    def page(self) -> str:
        return reverse("exchanges:join")


@dataclass(kw_only=True)
class StructureLeft(StructureEmail):
    """To the pilots: a structure left."""

    kind: ClassVar[str] = "exchanges.structure_left"
    template: ClassVar[str] = "exchanges/email/structure_left"

    def page(self) -> str:
        return reverse("exchanges:structures")


@dataclass(kw_only=True)
class OfferEmail(ExchangeEmail):
    """About a sheet « offre accueil »."""

    offer: ImmersionOffer

    def page(self) -> str:
        return reverse("exchanges:offer", args=[self.offer.pk])

    def space_id(self) -> int:
        return self.offer.structure.space_id

    def about(self) -> models.Model | None:
        return self.offer

    def extra(self) -> dict[str, Any]:
        offer = self.offer
        return {
            "title": str(offer),
            "name": offer.structure.name,
            "space": offer.structure.space.name,
            "reason": offer.state_reason,
        }

    @classmethod
    def sample(cls) -> OfferEmail:
        return cls(offer=sample_offer())


@dataclass(kw_only=True)
class OfferWaits(OfferEmail):
    """To the pilots: a sheet waits for them."""

    kind: ClassVar[str] = "exchanges.offer_waits"
    template: ClassVar[str] = "exchanges/email/offer_waits"
    sender: str

    @classmethod
    def sample(cls) -> OfferWaits:
        return cls(offer=sample_offer(), sender="Camille Martin")


@dataclass(kw_only=True)
class OfferPublished(OfferEmail):
    """To its writers: the professionals of the space can read it."""

    kind: ClassVar[str] = "exchanges.offer_published"
    template: ClassVar[str] = "exchanges/email/offer_published"

    def page(self) -> str:
        return reverse("exchanges:offer", args=[self.offer.pk])


@dataclass(kw_only=True)
class OfferSentBack(OfferEmail):
    """To its writers: what the pilot asks for."""

    kind: ClassVar[str] = "exchanges.offer_sent_back"
    template: ClassVar[str] = "exchanges/email/offer_sent_back"


def structure_moved(structure: Structure, action: str, actor: User) -> None:
    """Tells those whom a step of a structure concerns, except who did it."""
    to_pilots = {"ask": StructureAsks, "leave": StructureLeft}
    to_structure = {"approve": StructureApproved, "refuse": StructureRefused, "exclude": StructureExcluded}
    if action in to_pilots:
        _send(to_pilots[action](structure=structure), pilots(structure.space), actor)
    if action in to_structure:
        _send(to_structure[action](structure=structure), looks_after(structure), actor)


def offer_moved(offer: ImmersionOffer, action: str, actor: User) -> None:
    """Tells those whom a step of a sheet concerns, except who did it."""
    if action == "submit":
        _send(OfferWaits(offer=offer, sender=actor.get_full_name()), pilots(offer.structure.space), actor)
    elif action == "publish":
        _send(OfferPublished(offer=offer), writers(offer), actor)
    elif action == "send_back":
        _send(OfferSentBack(offer=offer), writers(offer), actor)


def pilots(space: ExchangeSpace) -> QuerySet[User]:
    seats = Membership.objects.current().filter(organisation=space.pilot, role=Role.EXCHANGE_PILOT)
    return User.objects.filter(pk__in=seats.values("user"), is_active=True)


def looks_after(structure: Structure) -> QuerySet[User]:
    """Managers, human resources and signatories of the structure."""
    seats = Membership.objects.current().filter(organisation=structure.organisation, role__in=JOINING_ROLES)
    return User.objects.filter(pk__in=seats.values("user"), is_active=True)


def writers(offer: ImmersionOffer) -> list[User]:
    """Who began the sheet, and who sent it last, as long as they work there; otherwise those who look after it."""
    last = offer.steps.filter(action="submit").values_list("actor", flat=True).first()
    wrote = User.objects.filter(pk__in=[pk for pk in {offer.written_by_id, last} if pk], is_active=True)
    there = Structure.objects.filter(pk=offer.structure_id)
    return [one for one in wrote if there.filter(works_at(one)).exists()] or list(looks_after(offer.structure))


def _send(email: Email, people: Iterable[User], actor: User) -> None:
    for person in people:
        if person.pk != actor.pk:
            email.queue(to=person)


def sample_structure() -> Structure:
    """In memory, for tests and the style guide."""
    network = Organisation(pk=2, kind=OrganisationKind.NETWORK, name="Maison des adolescents")
    host = Organisation(pk=1, kind=OrganisationKind.HOST, name="Mission locale du Littoral")
    return Structure(
        pk=1,
        space=ExchangeSpace(pk=1, name="Vis ma vie pro !", pilot=network),
        institution=HostInstitution(pk=1, organisation=host),
        words="Nous accueillons des collègues depuis longtemps, et voudrions aller voir ailleurs.",
        reason="Votre fiche d’hôte n’est pas encore relue : complétez-la d’abord.",
    )


def sample_offer() -> ImmersionOffer:
    return ImmersionOffer(
        pk=1,
        structure=sample_structure(),
        title="Une journée à l’accueil de la mission locale",
        state_reason="Précisez les instances auxquelles la personne peut assister.",
    )
