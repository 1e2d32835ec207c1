"""Asking for an evaluation by e-mail: with an account the page, without one a personal link (E20)."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import audit, limits, links
from accounts.errors import Refused
from accounts.models import User
from internships import evaluation_emails as emails
from internships.evaluation_rights import may_fill
from internships.models import Evaluation
from internships.selectors.evaluation_contacts import addresses, readers

LINK = "internships.evaluation"
ASKED_A_DAY = 3
DAY = datetime.timedelta(days=1)


@transaction.atomic
def remind(evaluation_id: int) -> int:
    """Asks, or asks again, if it is still open; returns to how many it was written."""
    evaluation = _locked(evaluation_id)
    return _ask(evaluation) if may_fill(evaluation) else 0


@transaction.atomic
def ask_at(*, evaluation_id: int, name: str, email: str, actor: User) -> Evaluation:
    """Names the person to ask, without account, and writes to them at once. Earlier links are withdrawn."""
    evaluation = _locked(evaluation_id)
    if not may_fill(evaluation):
        raise Refused(_("This evaluation was sent already."))
    if email.strip().casefold() == (evaluation.placement.person.email or "").casefold():
        raise Refused(_("The trainee does not answer for another side."))
    if not limits.hit("evaluation.ask", str(evaluation.pk), limit=ASKED_A_DAY, within=DAY):
        raise Refused(_("This evaluation was asked for several times today. Try again tomorrow."))
    links.revoke(purpose=LINK, target=evaluation)
    if email.strip().casefold() not in addresses(evaluation):
        # What somebody else began is not for the next one to read, nor to send as theirs.
        evaluation.draft, evaluation.saved_at = {}, None
    evaluation.contact_name, evaluation.contact_email = name.strip(), email.strip()
    evaluation.save(update_fields=["contact_name", "contact_email", "draft", "saved_at"])
    audit.record(
        action="evaluation.asked",
        actor=actor,
        target=evaluation.placement,
        organisation=evaluation.placement.sending_organisation,
        data={"source": str(evaluation.source)},
    )
    _ask(evaluation)
    return evaluation


def _ask(evaluation: Evaluation) -> int:
    found = readers(evaluation)
    for reader in found:
        if isinstance(reader, User):
            emails.asked(evaluation, to=reader)
        else:
            links.issue(
                purpose=LINK,
                email=reader,
                target=evaluation,
                language="fr",
                organisation=evaluation.placement.sending_organisation,
            )
    return len(found)


def _locked(evaluation_id: int) -> Evaluation:
    rows = Evaluation.objects.select_for_update(of=("self",)).select_related(
        "placement__person", "placement__sending_organisation", "placement__application", "placement__kind"
    )
    return rows.get(pk=evaluation_id)
