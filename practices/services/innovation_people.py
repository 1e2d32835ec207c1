"""Who did it (E17): co-authors named, asked, agreeing with or without their name, taking it away later."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Max, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import audit
from accounts.errors import Refused
from accounts.models import User
from practices import innovation_emails as emails
from practices.innovation_enums import Agreement, InnovationState
from practices.innovation_workflow import is_row_of
from practices.models import Innovation, InnovationPerson
from practices.naming import may_name
from practices.services.innovations import _open, locked

MOST = 12


@transaction.atomic
def add(
    *, innovation_id: int, actor: User, name: str, function: str = "", email: str = "", vouched: bool = False
) -> InnovationPerson:
    """Names a co-author. With an address they are asked; without one the author says that they agree."""
    innovation = _open(innovation_id, actor)
    email = email.strip().lower()
    if innovation.people.count() >= MOST:
        raise Refused(_("%(most)d people at most.") % {"most": MOST})
    if not email and not vouched:
        raise Refused(_("Give an address at which they are asked, or say that they agreed to be named."))
    if email and innovation.people.filter(Q(email=email) | Q(user__email__iexact=email)).exists():
        raise Refused(_("This person is named already."))
    last = innovation.people.aggregate(last=Max("position"))["last"] or 0
    agreed = {} if email else {"agreement": Agreement.NAMED, "answered_at": timezone.now()}
    row = InnovationPerson.objects.create(
        innovation=innovation, name=name, function=function, email=email, position=last + 1, **agreed
    )
    _trace("innovation.person_added", innovation, actor, row)
    return row


@transaction.atomic
def remove(*, innovation_id: int, row_id: int, actor: User) -> None:
    """Takes a co-author off the list; the author stays."""
    innovation = _open(innovation_id, actor)
    row = innovation.people.get(pk=row_id)
    if row.is_author:
        raise Refused(_("The author stays: delete or withdraw the innovation instead."))
    _trace("innovation.person_removed", innovation, actor, row)
    row.delete()


ANSWERING = (InnovationState.WRITTEN, InnovationState.PUBLISHED)


@transaction.atomic
def answer(
    *, innovation_id: int, actor: User, agreement: str, says_adult: bool = False, read: str | None = None
) -> InnovationPerson:
    """Agrees to the words, with the name or without; later the name may be taken away, or given back.

    `read` is the fingerprint of the words that the person had before them, on a page.
    """
    innovation = locked(innovation_id)
    row = own_row(innovation, actor)
    if row is None or innovation.state not in ANSWERING or agreement not in (Agreement.NAMED, Agreement.UNNAMED):
        raise Refused(_("There is nothing to agree to now."))
    if read is not None and read != innovation.put_to_them:
        raise Refused(_("The words have changed meanwhile: read them once more."))
    if agreement == Agreement.NAMED and not may_name(actor, says_adult=says_adult):
        raise Refused(_("Names of people under 18 are not published: agree without your name."))
    waited = innovation.people.filter(agreement=Agreement.ASKED).exists()
    row.user, row.agreement, row.answered_at = actor, agreement, timezone.now()
    row.save(update_fields=["user", "agreement", "answered_at"])
    _trace("innovation.agreed" if agreement == Agreement.NAMED else "innovation.unnamed", innovation, actor, row)
    if waited and not innovation.people.filter(agreement=Agreement.ASKED).exists():
        emails.ready(innovation)
    return row


def own_row(innovation: Innovation, person: User) -> InnovationPerson | None:
    """The person's own line, once they were told of it."""
    rows = [one for one in innovation.people.select_related("user") if is_row_of(one, person)]
    return next((one for one in rows if one.is_author or one.invited_at), None)


def _trace(action: str, innovation: Innovation, actor: User, row: InnovationPerson) -> None:
    data = {"person": row.pk}
    audit.record(action=action, actor=actor, target=innovation, organisation=innovation.organisation, data=data)
