"""What the network's own pages keep about people: who wrote and followed up which text (A1)."""

from __future__ import annotations

from accounts.models import User
from practices.models import CommitmentStep, LibraryDocument, LibraryVersion


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
