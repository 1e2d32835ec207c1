"""What innovations, articles, testimonials and the library keep about people (E16 to E18, S12, T14, A1)."""

from __future__ import annotations

from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from practices.innovation_enums import Agreement, InnovationState
from practices.models import (
    Article,
    CommitmentStep,
    Innovation,
    InnovationPerson,
    InnovationStep,
    LibraryDocument,
    LibraryVersion,
    Testimonial,
)
from practices.services.innovations import TEXTS


def export_library(user: User) -> object:
    versions = LibraryVersion.objects.filter(made_by=user).select_related("document")
    steps = CommitmentStep.objects.filter(actor=user).select_related("commitment")
    return {
        "versions": [{"text": one.document.title, "number": one.number, "on": one.made_at} for one in versions],
        "commitments": [{"commitment": one.commitment.commitment, "to": one.target, "on": one.at} for one in steps],
    }


def erase_library(user: User) -> None:
    LibraryDocument.objects.filter(created_by=user).update(created_by=None)
    LibraryVersion.objects.filter(made_by=user).update(made_by=None)
    CommitmentStep.objects.filter(actor=user).update(actor=None)


def _rows(user: User) -> Q:
    return Q(user=user) | (Q(user=None, email__iexact=user.email) & ~Q(email="") if user.email else Q(user=user))


def export_innovations(user: User) -> object:
    """How each one names the person; its words once they were told of it, the story once it was put to them."""
    rows = InnovationPerson.objects.filter(_rows(user)).select_related("innovation")
    return [
        {
            "role": "author" if row.is_author else "co-author",
            "named_as": row.name,
            "function": row.function,
            "agreement": row.agreement,
            "answered_on": row.answered_at,
            **(_told(row.innovation) if row.is_author or row.invited_at else {}),
        }
        for row in rows
    ]


def _told(innovation: Innovation) -> dict[str, object]:
    put = innovation.state in (InnovationState.WRITTEN, InnovationState.PUBLISHED)
    names = (*TEXTS, "story") if put else TEXTS
    return {"state": innovation.state, "words": {name: getattr(innovation, name) for name in names}}


def erase_innovations(user: User) -> None:
    """Drafts that nobody else could open go; what was told stays without the name, the function and the address."""
    drafts = Innovation.objects.filter(state=InnovationState.DRAFT, people__in=InnovationPerson.objects.told_to(user))
    others = InnovationPerson.objects.exclude(_rows(user)).exclude(user=None, email="")
    others = others.filter(Q(is_author=True) | Q(invited_at__isnull=False))
    Innovation.objects.filter(pk__in=list(drafts.exclude(people__in=others).values_list("pk", flat=True))).delete()
    told = Innovation.objects.filter(people__user=user, people__is_author=True)
    told.update(contact="")
    rows = InnovationPerson.objects.filter(_rows(user))
    # Who was never heard agrees to nothing: the line goes, the others can publish without it.
    rows.filter(agreement=Agreement.ASKED, is_author=False).delete()
    rows.filter(agreement=Agreement.NAMED).update(agreement=Agreement.UNNAMED)
    rows.filter(agreement=Agreement.ASKED).update(agreement=Agreement.UNNAMED, answered_at=timezone.now())
    rows.update(user=None, name="—", function="", email="")
    Innovation.objects.filter(interview_by=user).update(interview_by=None)
    InnovationStep.objects.filter(actor=user).update(actor=None)


def export_testimonials(user: User) -> object:
    rows = Testimonial.objects.filter(author=user).select_related("host__organisation")
    return [
        {
            "about": str(row.host or ""),
            "words": row.words,
            "name_shown": row.shown_name,
            "state": row.state,
            "consent_given_on": row.consented_at,
        }
        for row in rows
    ]


def erase_testimonials(user: User) -> None:
    """One's words go with the account: they were published by consent."""
    Testimonial.objects.filter(author=user).delete()
    Testimonial.objects.filter(decided_by=user).update(decided_by=None)


def export_articles(user: User) -> object:
    return list(Article.objects.filter(author=user).values("title", "signature", "state", "published_at"))


def erase_articles(user: User) -> None:
    """Neither the writer nor the signature, where it is their name; the text is the network's."""
    signed = Q(signature__icontains=user.get_full_name()) if user.get_full_name() else Q(pk=None)
    if user.last_name:
        signed |= Q(author=user, signature__icontains=user.last_name)
    Article.objects.filter(signed).update(signature="")
    Article.objects.filter(author=user).update(author=None)
