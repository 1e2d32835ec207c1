"""What tests of the network's own pages stand on: texts of the library, commitments."""

from __future__ import annotations

import datetime
from typing import Any

from django.utils import timezone

from accounts.enums import OrganisationKind, Role
from accounts.models import User
from practices.library_enums import LibraryAudience, LibraryKind
from practices.models import LibraryCommitment, LibraryDocument
from practices.services import library
from tests import factories


def editor(role: str = Role.PRACTICE_VALIDATOR, **fields: Any) -> User:
    """Somebody of a network without a territory."""
    return factories.member(factories.organisation(OrganisationKind.NETWORK, **fields), role)


def document(*, actor: User | None = None, published: bool = True, **fields: Any) -> LibraryDocument:
    """A protocol with a text, published unless said otherwise."""
    actor = actor or editor()
    version = {"dated_on": fields.pop("dated_on", datetime.date(2026, 3, 2)), "text": fields.pop("text", "## Objet")}
    values = {
        "kind": LibraryKind.PROTOCOL,
        "title": "Protocole régional",
        "summary": "Ce à quoi chacun s’engage pour les stages.",
        "audience": LibraryAudience.PUBLIC,
        **fields,
    }
    made = library.add(actor=actor, values=values, version=version)
    return library.publish(document_id=made.pk, actor=actor) if published else made


def commitment(made: LibraryDocument, *, actor: User, **fields: Any) -> LibraryCommitment:
    values = {
        "objective": "Offrir plus de terrains de stage",
        "commitment": "Publier deux offres par an et par établissement",
        "who": "Les fédérations d’employeurs",
        "due": timezone.localdate() + datetime.timedelta(days=90),
        **fields,
    }
    return library.save_commitment(document_id=made.pk, actor=actor, values=values)
