"""The lists that network administrators extend on screen (S10, S13): sectors, occupations, levels, courses."""

from __future__ import annotations

from django.db import transaction

from accounts import audit
from accounts.models import User
from hosts.models import Sector
from hosts.models.reference import Term
from hosts.selectors.terms import hosts_of
from hosts.services.indexing import reindex_institutions


@transaction.atomic
def save_term(*, term: Term, actor: User) -> Term:
    """Adds or changes an entry. An entry out of use stays where it was chosen, and is no longer offered."""
    action = "term.changed" if term.pk else "term.added"
    term.save()
    audit.record(action=action, actor=actor, target=term, data={"code": term.code, "active": term.active})
    if isinstance(term, Sector) or action == "term.changed":
        reindex_institutions(hosts_of(term))
    return term
