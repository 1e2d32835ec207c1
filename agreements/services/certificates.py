"""The attestation de stage: what was really done, made by the school or the host, sealed by the platform (D124-9)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts import audit
from accounts.errors import Refused
from accounts.models import User
from agreements import documents, numbering, snapshot
from agreements.enums import AgreementState
from agreements.models import AgreementTemplate, Certificate
from agreements.selectors.kinds import lines_of
from agreements.selectors.templates import text_for
from documents import verification
from documents.files import store
from documents.seal import seal
from internships.enums import PlacementState
from internships.models import Placement
from internships.timetable import presence
from law import durations
from law.rules import LegalRuleMissing
from messaging import outbox


@transaction.atomic
def ask_for(
    *,
    placement_id: int,
    actor: User,
    minutes: int,
    activities: str = "",
    paid: Decimal | None = None,
    words: str = "",
    made_for: str = "",
    language: str = "fr",
) -> Certificate:
    """Freezes what was done and has the certificate made and sealed. A new one replaces the one before.

    `minutes` is the presence really done. Raises Refused before the end of the placement.
    """
    rows = Placement.objects.select_for_update(of=("self",)).select_related("kind__regime", "mode", "person")
    placement = rows.get(pk=placement_id)
    if placement.state == PlacementState.CANCELLED:
        raise Refused(_("This placement was cancelled: there is nothing to certify."))
    if last_day(placement) > timezone.localdate():
        raise Refused(_("The placement is not over yet: its certificate is made on the last day at the earliest."))
    if minutes <= 0:
        raise Refused(_("Say how many hours were really done."))
    number, code = numbering.certificate(), verification.new_code()
    with translation.override(language):
        taken = _snapshot(placement, minutes=minutes, activities=activities, paid=paid, words=words)
        taken.update(number=number, code=code, language=language, signatories=[], amendment=None)
        taken["made_by"] = ", ".join(filter(None, (actor.get_full_name(), made_for)))
    text = text_for(placement, AgreementTemplate.Purpose.CERTIFICATE, language)
    before = placement.certificates.filter(replaced_by__isnull=True).first()
    made = _record(placement, before, number=number, code=code, snapshot=taken, text=text.body, asked_by=actor)
    audit.record(action="certificate.made", actor=actor, target=placement, organisation=placement.sending_organisation)
    outbox.enqueue(kind="agreements.certificate", payload={"certificate": made.pk}, key=f"certificate:{made.pk}")
    return made


def _record(placement: Placement, before: Certificate | None, **fields: Any) -> Certificate:
    """The new certificate stands in place of the one before; at most one stands at any moment."""
    made = Certificate(placement=placement, **fields)
    if before is None:
        try:
            with transaction.atomic():
                made.save()
        except IntegrityError as problem:
            raise Refused(_("A certificate is being made already.")) from problem
        return made
    # The one before gives way first: only one may stand.
    made.replaced_by = before
    made.save()
    Certificate.objects.filter(pk=before.pk).update(replaced_by=made)
    Certificate.objects.filter(pk=made.pk).update(replaced_by=None)
    made.replaced_by = None
    return made


def last_day(placement: Placement) -> Any:
    """The last day that counts: an earlier one where the placement was stopped."""
    if placement.state == PlacementState.STOPPED and placement.closed_on:
        return min(placement.closed_on, placement.end)
    return placement.end


def suggested(placement: Placement) -> dict[str, Any]:
    """What the form begins with: the presence of the timetable until the last day, the agreement's activities."""
    agreement = _agreement(placement)
    done = presence(placement)
    if placement.state == PlacementState.STOPPED:
        done = done.within(placement.start, last_day(placement))
    terms = agreement.terms if agreement else {}
    from agreements.stipends import of_placement

    owed = of_placement(placement, terms)
    return {
        "hours": done.minutes,
        "activities": _activities(placement, terms),
        "paid": owed.amount if owed and owed.amount else None,
    }


def _snapshot(
    placement: Placement, *, minutes: int, activities: str, paid: Decimal | None, words: str
) -> dict[str, Any]:
    agreement = _agreement(placement)
    taken = snapshot.of_placement_now(placement, agreement.terms if agreement else {})
    _say(taken, "activities", activities)
    try:
        days = str(durations.scale(country=placement.kind.country, on=placement.start).days(minutes))
    except LegalRuleMissing:
        days = ""
    taken.update(
        is_certificate=True,
        end=last_day(placement).isoformat(),
        done=durations.words(minutes),
        done_minutes=minutes,
        done_days=days,
        paid=str(paid) if paid else "",
        words=words.strip(),
    )
    return taken


def _activities(placement: Placement, terms: dict[str, Any]) -> str:
    """Those of the agreement; of several hosts, one after the other under their names."""
    lines = [line for line in lines_of(placement) if line.code == "activities" and terms.get(line.key)]
    return "\n".join(
        f"{line.host_name}\u00a0:\n{terms[line.key]}" if line.host_name else terms[line.key] for line in lines
    )


def _say(taken: dict[str, Any], code: str, words: str) -> None:
    """What the certificate says under a mention, in place of what the agreement says."""
    rows = taken["mentions"]
    first = next((one for one in rows if one["code"] == code), None)
    if first is not None:
        first.update(host="", value=words, words=words)
        taken["mentions"] = [one for one in rows if one is first or one["code"] != code]


def _agreement(placement: Placement) -> Any:
    return placement.agreements.originals().exclude(state=AgreementState.CANCELLED).first()


def make(certificate_id: int) -> None:
    """Renders, seals and keeps a certificate, then tells the trainee. Runs in a worker; any number of times."""
    from agreements.notifications.certificates import certificate_ready

    certificate = Certificate.objects.get(pk=certificate_id)
    if certificate.file_id:
        return
    taken = certificate.snapshot
    with translation.override(taken["language"]):
        reason = _("Certificate of placement %(number)s") % {"number": certificate.number}
        name = f"{_('certificate')}-{certificate.number}.pdf"
    content = seal(documents.certificate(taken, certificate.text, taken["language"]), reason=reason)
    with transaction.atomic():
        certificate = Certificate.objects.select_for_update(of=("self",)).get(pk=certificate_id)
        if certificate.file_id:
            return
        certificate.file = store(content=content, name=name, media_type="application/pdf")
        certificate.sha256, certificate.made_at = certificate.file.sha256, timezone.now()
        certificate.save(update_fields=["file", "sha256", "made_at"])
        certificate_ready(certificate)
