"""Agreements as data of people: given out, and erased as far as nothing signed says it.

Documents, snapshots and signatures are kept for their legal time; signatures are append-only.
"""

from __future__ import annotations

from django.db.models import Q

from accounts.models import User
from agreements.enums import Side, SignatoryState
from agreements.mentions import OF_TRAINEE
from agreements.models import Agreement, AgreementPart, AgreementRemark, Certificate, Signatory, Signature

# What the trainee's side writes about the person: where they live, whom to call, how they are insured.
PERSONAL = frozenset(mention.code for mention in OF_TRAINEE)


def export_agreements(user: User) -> object:
    mine = Agreement.objects.filter(placement__person=user).order_by("pk")
    return {
        "agreements": [
            {
                "number": one.number,
                "state": one.state,
                "drawn_up_on": one.created_at,
                "signed_on": one.signed_on,
                "sealed_on": one.sealed_at,
                "cancelled_on": one.cancelled_at,
                "said": {code: value for code, value in one.terms.items() if code in PERSONAL},
            }
            for one in mine
        ],
        "certificates": list(
            Certificate.objects.filter(placement__person=user).order_by("pk").values("number", "asked_at", "made_at")
        ),
        "signatures": list(
            Signature.objects.filter(Q(user=user) | Q(signatory__user=user))
            .order_by("pk")
            .values(
                *("version__agreement__number", "signatory__capacity", "name", "email", "consent", "signed_at"),
                *("method", "address", "user_agent"),
            )
        ),
        "remarks": list(
            AgreementRemark.objects.filter(Q(author=user) | Q(signatory__user=user))
            .order_by("pk")
            .values("agreement__number", "kind", "text", "created_at", "answer", "answered_at")
        ),
    }


def erase_agreements(user: User) -> None:
    """What no signature has made part of a document goes; who never signed is no signatory any more."""
    mine = Agreement.objects.filter(placement__person=user)
    for one in mine.order_by("pk").select_for_update(of=("self",)):
        kept = {code: value for code, value in one.terms.items() if code not in PERSONAL}
        if kept != one.terms:
            one.terms = kept
            one.version += 1
            one.save(update_fields=["terms", "version", "updated_at"])
    AgreementPart.objects.filter(agreement__in=mine, side=Side.TRAINEE).update(contact_email="")
    family = Q(agreement__in=mine, side=Side.TRAINEE)
    unsigned = Signatory.objects.filter(Q(user=user) | family, signatures__isnull=True)
    Signatory.objects.filter(pk__in=unsigned.values("pk")).update(name="—", function="", email="", user=None)
    declined = Signatory.objects.filter(user=None, name="—", state=SignatoryState.DECLINED)
    declined.update(decline_reason="—")
    AgreementRemark.objects.filter(Q(author=user) | Q(signatory__user=user)).update(author=None, author_name="—")
    AgreementRemark.objects.filter(answered_by=user).update(answered_by=None, answerer_name="—")
