"""What this app keeps about people: the offers they wrote or are the contact of, their wishes, what they decided."""

from __future__ import annotations

from django.db import transaction
from django.db.models import CharField, Exists, OuterRef, Q
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from accounts import privacy
from accounts.models import AuditEntry, Membership, User
from exchanges import culture_privacy as culture
from exchanges import privacy_requests as requests
from exchanges import privacy_rings as rings
from exchanges.enums import OPEN_STATES
from exchanges.models import ImmersionOffer, ImmersionWish, OfferStep, Structure, StructureStep
from exchanges.services.offers import TEXTS
from internships.models import Employment

CONTACT = ("contact_name", "contact_function", "contact_email", "contact_telephone")
TEXT = tuple(name for name in TEXTS if name not in CONTACT)
SERVICE = _("Performance of the service that the person asked for (GDPR art. 6.1.b)")
INTEREST = _("Legitimate interest: a safe and traceable service (GDPR art. 6.1.f)")


def _of(user: User) -> Q:
    return Q(written_by=user) | _contact(user)


def _contact(user: User) -> Q:
    """Sheets of which the person is the contact: by their address, or by their name where they work or worked."""
    named = Q(contact_email__iexact=user.email) if user.email else Q(pk__in=[])
    if not (name := user.get_full_name()):
        return named
    bodies = Membership.objects.filter(user=user).values("organisation")
    employers = Employment.objects.filter(person=user, organisation__isnull=False).values("organisation")
    there = Q(structure__institution__organisation__in=bodies) | Q(structure__institution__organisation__in=employers)
    return named | Q(contact_name__iexact=name) & (there | Q(written_by=user))


def export_offers(user: User) -> object:
    rows = ImmersionOffer.objects.filter(_of(user)).order_by("pk")
    contact = set(ImmersionOffer.objects.filter(_contact(user)).values_list("pk", flat=True))
    return [
        {
            "title": offer.title,
            "structure": str(offer.structure),
            "state": offer.state,
            "written": offer.written_by_id == user.pk,
            "begun_on": offer.created_at,
            "published_on": offer.published_at,
            **({name: getattr(offer, name) for name in CONTACT} if offer.pk in contact else {}),
            **({name: getattr(offer, name) for name in TEXT} if offer.written_by_id == user.pk else {}),
        }
        for offer in rows.select_related("structure__institution__organisation")
    ]


@transaction.atomic
def erase_offers(user: User) -> None:
    """Drafts in which nobody else had a hand go; the structure keeps its sheets, without the person's name and
    contact."""
    others = AuditEntry.objects.filter(target_type=ImmersionOffer._meta.label_lower, actor__isnull=False)
    others = others.filter(target_id=Cast(OuterRef("pk"), CharField())).exclude(actor=user)
    drafts = ImmersionOffer.objects.filter(written_by=user, state__in=OPEN_STATES, submitted_at__isnull=True)
    drafts.filter(~Exists(others)).delete()
    ImmersionOffer.objects.filter(_contact(user)).update(**dict.fromkeys(CONTACT, ""))
    ImmersionOffer.objects.filter(written_by=user).update(written_by=None)


def export_wishes(user: User) -> object:
    rows = ImmersionWish.objects.filter(person=user).prefetch_related("sectors", "windows")
    return [
        {
            "wish": wish.text,
            "post": wish.post,
            "days": wish.days,
            "state": wish.state,
            "sectors": [str(sector) for sector in wish.sectors.all()],
            "periods": [[window.start, window.end] for window in wish.windows.all()],
            "made_on": wish.created_at,
        }
        for wish in rows
    ]


def erase_wishes(user: User) -> None:
    ImmersionWish.objects.filter(person=user).delete()


def export_decisions(user: User) -> object:
    structures = StructureStep.objects.filter(actor=user).select_related("structure__institution__organisation")
    offers = OfferStep.objects.filter(actor=user).select_related("offer")
    return [
        *({"structure": str(s.structure), "action": s.action, "on": s.at, "why": s.comment} for s in structures),
        *({"offer": s.offer.title, "action": s.action, "on": s.at, "why": s.comment} for s in offers),
    ]


def erase_decisions(user: User) -> None:
    StructureStep.objects.filter(actor=user).update(actor=None)
    OfferStep.objects.filter(actor=user).update(actor=None)
    Structure.objects.filter(asked_by=user).update(asked_by=None)
    Structure.objects.filter(decided_by=user).update(decided_by=None)


def register() -> None:
    """Called when the site starts."""
    privacy.register(
        "immersion_offers",
        label=_("Offers of immersion between professionals"),
        purpose=_("Say what a structure offers its colleagues elsewhere, who wrote it and whom to ask."),
        basis=SERVICE,
        recipients=_("The professionals of the space’s approved structures, and its pilot"),
        retention=_("As long as the structure’s sheet; without a name after erasure"),
        export=export_offers,
        erase=erase_offers,
    )
    privacy.register(
        "immersion_wishes",
        label=_("Wishes of immersion"),
        purpose=_("Find who could receive the person, and with whom they could swap."),
        basis=SERVICE,
        recipients=_("The professionals of the space’s approved structures, and its pilot"),
        retention=_("As long as the account"),
        export=export_wishes,
        erase=erase_wishes,
    )
    privacy.register(
        "exchange_decisions",
        label=_("What was decided in the space of exchanges"),
        purpose=_("Say to structures and writers who decided what, and why."),
        basis=INTEREST,
        recipients=_("Those whom it concerns, and the pilot of the space"),
        retention=_("As long as the structure or the sheet; without a name after erasure"),
        export=export_decisions,
        erase=erase_decisions,
    )
    _declare_requests()
    _declare_rings()
    _declare_culture()


def _declare_culture() -> None:
    privacy.register(
        "partner_questionnaires",
        label=_("Questionnaires on the partner, and what the immersion brought"),
        purpose=_(
            "Let each one compare their picture of the partner before and after, and say what came of the expected "
            "effects."
        ),
        basis=SERVICE,
        recipients=_(
            "The person alone, their team once they share it; the other side reads the word on the effects; figures "
            "without names"
        ),
        retention=_("The words: three years after the immersion; the numbers stay without a name"),
        export=culture.export_images,
        erase=culture.erase_images,
    )
    privacy.register(
        "charter_validations",
        label=_("Validations of the cahier des charges"),
        purpose=_("Say who committed a structure, and when."),
        basis=INTEREST,
        recipients=_("The professionals of the space’s approved structures, and its pilot"),
        retention=_("As long as the space; without a name after erasure"),
        export=culture.export_charters,
        erase=culture.erase_charters,
    )
    privacy.keep(
        "partner_questionnaires.words",
        label=_("Words of questionnaires on the partner"),
        days=1095,
        source="Durée choisie par le réseau : trois ans après l’immersion",
        forget=culture.forget_images,
    )


def _declare_requests() -> None:
    privacy.register(
        "immersion_requests",
        label=_("Requests for an immersion"),
        purpose=_("Let professionals spend some days in another structure, with the visa of their own."),
        basis=_("Performance of the service that the person asked for (GDPR art. 6.1.b)"),
        recipients=_("Human resources of one’s structure; after their visa the host structure; the pilot of the space"),
        retention=_(
            "Two years when it came to nothing; otherwise three years after the immersion, without its words then"
        ),
        export=requests.export_requests,
        erase=requests.erase_requests,
    )
    privacy.register(
        "exchange_ledger",
        label=_("Ledger of what structures owe one another"),
        purpose=_("Hold that who asks for an immersion offers one in return."),
        basis=_("Legitimate interest: reciprocity between the structures that take part (GDPR art. 6.1.f)"),
        recipients=_("The two structures concerned; the pilot of the space"),
        retention=_("As long as the space: lines name structures; the professional’s name goes with their account"),
        export=requests.export_ledger,
        erase=requests.keep_ledger,
    )
    privacy.keep(
        "immersion_requests.words",
        label=_("Words of requests for an immersion that came to nothing"),
        days=730,
        source="Durée choisie par le réseau : deux ans après la réponse",
        forget=requests.forget_closed,
    )
    privacy.keep(
        "immersion_requests.past",
        label=_("Words of requests for an immersion that took place"),
        days=1095,
        source="Durée choisie par le réseau : trois ans après l’immersion",
        forget=requests.forget_past,
    )


def _declare_rings() -> None:
    privacy.register(
        "exchange_rings",
        label=_("Rings of immersions"),
        purpose=_("Find exchanges in which everybody who wishes to go somewhere can, each structure in turn."),
        basis=SERVICE,
        recipients=_("The pilot of the space; once confirmed, the people and structures of the ring"),
        retention=_("As long as the search; without the wish after erasure"),
        export=rings.export_legs,
        erase=rings.erase_legs,
    )
    privacy.register(
        "exchange_ring_searches",
        label=_("Searches for exchanges, and what was decided"),
        purpose=_("Say who searched for exchanges and confirmed or dissolved a ring."),
        basis=INTEREST,
        recipients=_("The pilots of the space"),
        retention=_("As long as the search; without a name after erasure"),
        export=rings.export_searches,
        erase=rings.erase_searches,
    )
