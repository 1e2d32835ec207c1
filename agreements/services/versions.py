"""Versions of an agreement's document: begun from a snapshot, rendered once by a worker, kept for ever."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.errors import Refused
from accounts.models import User
from agreements import documents, snapshot, workflow
from agreements.enums import VersionState
from agreements.locking import locked
from agreements.models import Agreement, AgreementTemplate, AgreementVersion, TemplateVersion
from agreements.selectors.completeness import Missing, missing, nobody_signs
from agreements.selectors.templates import text_for
from documents.files import store
from internships import lawcheck
from internships.services import locks
from messaging import outbox


class NotComplete(Refused):
    """Something is missing; `missing` lists it by side."""

    def __init__(self, lacking: list[Missing]) -> None:
        words = ", ".join(f"{one.label} ({one.side_label})" for one in lacking)
        super().__init__(_("The document cannot be made yet. Still missing: %(mentions)s.") % {"mentions": words})
        self.missing = lacking


class AgainstTheLaw(Refused):
    """Rules of law stop it; `findings` lists them with their articles."""

    def __init__(self, findings: list[Any]) -> None:
        words = " ".join(f"{one.sentence} ({one.rule.article})" if one.rule else one.sentence for one in findings)
        super().__init__(words)
        self.findings = findings


@transaction.atomic
def begin(*, agreement_id: int, actor: User | None) -> AgreementVersion:
    """Freezes the agreement into a new version and has its document made; signing opens when it is there.

    Raises NotComplete, AgainstTheLaw, or Refused (remarks without an answer, not the moment).
    """
    # The placement first: its dates and people are what the snapshot says, and stay so until it is written.
    locks.placement(Agreement.objects.values_list("placement_id", flat=True).get(pk=agreement_id))
    agreement = locked(agreement_id)
    if actor is not None:
        workflow.require(agreement, "send", actor)
    for problem in obstacles(agreement):
        raise problem
    text = text_of(agreement)
    number = (agreement.versions.aggregate(last=Max("number"))["last"] or 0) + 1
    taken = {**snapshot.take(agreement), "version": number}
    version = AgreementVersion.objects.create(
        agreement=agreement,
        number=number,
        template_version=text,
        snapshot=taken,
        text=text.body,
        created_by=actor,
    )
    workflow.apply(agreement, "send", actor=actor, data={"version": version.number})
    outbox.enqueue(kind="agreements.render", payload={"version": version.pk}, key=f"version:{version.pk}")
    return version


def obstacles(agreement: Agreement) -> list[Refused]:
    """Why the document cannot be made now, whoever asks: the page says so before anybody presses the button."""
    found: list[Refused] = []
    if lacking := nobody_signs(agreement) if agreement.is_amendment else missing(agreement):
        found.append(NotComplete(lacking))
    if blocking := [one for one in lawcheck.findings(agreement.placement) if one.blocking]:
        found.append(AgainstTheLaw(blocking))
    if any(remark.answered_at is None for remark in agreement.remarks.all()):
        found.append(Refused(_("A remark waits for its answer: answer it before the document is sent for signature.")))
    return found


def text_of(agreement: Agreement) -> TemplateVersion:
    """The text of the agreement or of the amendment: the school's own, otherwise the network's."""
    purpose = AgreementTemplate.Purpose.AMENDMENT if agreement.is_amendment else AgreementTemplate.Purpose.AGREEMENT
    return text_for(agreement.placement, purpose, agreement.language)


def make(version_id: int) -> None:
    """Renders and keeps the document of a version, then opens signing. Runs in a worker; any number of times."""
    from agreements.services import signing

    version = AgreementVersion.objects.select_related("agreement").get(pk=version_id)
    if version.state != VersionState.RENDERING:
        return
    content = documents.render(version.snapshot, version.text, version.snapshot["language"])
    with transaction.atomic():
        agreement = locked(version.agreement_id)
        version = AgreementVersion.objects.select_for_update(of=("self",)).get(pk=version_id)
        if version.state != VersionState.RENDERING:
            return
        name = documents.file_name(version.snapshot, version.number)
        version.file = store(content=content, name=name, media_type="application/pdf")
        version.sha256, version.made_at, version.state = version.file.sha256, timezone.now(), VersionState.READY
        version.save(update_fields=["file", "sha256", "made_at", "state"])
        workflow.apply(agreement, "rendered", actor=None, data={"version": version.number})
        signing.open(version)


def standing(agreement: Agreement) -> AgreementVersion | None:
    """The version that is being made, signed or in force; None while the agreement is being completed."""
    return agreement.versions.exclude(state=VersionState.VOIDED).select_related("file", "sealed_file").first()
