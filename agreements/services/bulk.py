"""Agreements of a whole cohort: drawn up, sent for signature, then one ZIP and one PDF to print.

A job goes on in pieces through the outbox. A piece is one transaction: a worker that dies in the middle leaves nothing
half done, and the next one takes the piece again. What was done once is not done twice: an agreement that exists is
taken as it is.
"""

from __future__ import annotations

import datetime
import logging
from collections.abc import Iterable

from django.db import InterfaceError, OperationalError, transaction
from django.db.models import QuerySet
from django.utils import timezone, translation
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from accounts import audit
from accounts.errors import Refused
from accounts.models import Organisation, User
from agreements.enums import AgreementState, JobState, VersionState
from agreements.models import Agreement, AgreementVersion, BulkItem, BulkJob
from agreements.notifications import board as notifications
from agreements.selectors.completeness import Missing
from agreements.services import asking, binding, drafting, versions
from internships.models import Cohort, Placement
from messaging import outbox

logger = logging.getLogger(__name__)

MOST = 500
# So many placements in one transaction; between two pieces others have their turn.
PIECE = 5
# Of what is missing, so many are named for each side; the page of the agreement says all.
NAMED, LONGEST = 6, 500
# While the documents are being made the job looks again after so long, and gives those up that do not come.
LOOK_AGAIN = datetime.timedelta(seconds=5)
GIVE_UP = datetime.timedelta(hours=2)


@transaction.atomic
def start(
    *,
    actor: User,
    organisation: Organisation,
    placements: Iterable[Placement],
    cohort: Cohort | None = None,
    sends: bool = True,
) -> BulkJob:
    """Begins a job over placements that the organisation sends. Refused when there is none, or too many at once."""
    wanted = {placement.pk for placement in placements}
    known = Placement.objects.standing().filter(pk__in=wanted, sending_organisation=organisation)
    found = list(known.order_by("person__sort_name", "pk").values_list("pk", flat=True))
    if not found:
        raise Refused(_("Choose at least one trainee who has a placement."))
    if len(found) > MOST:
        raise Refused(_("That is more than %(count)d placements. Go cohort by cohort.") % {"count": MOST})
    job = BulkJob.objects.create(
        organisation=organisation, cohort=cohort, total=len(found), sends=sends, asked_by=actor
    )
    BulkItem.objects.bulk_create(BulkItem(job=job, placement_id=pk) for pk in found)
    audit.record(action="bulk.started", actor=actor, target=job, organisation=organisation, data={"count": len(found)})
    _go_on(job)
    return job


@transaction.atomic
def resume(*, job_id: int) -> BulkJob:
    """Takes a stopped job up where it stood."""
    job = BulkJob.objects.select_for_update(of=("self",), skip_locked=True).filter(pk=job_id).first()
    if job is None:  # a worker has it in hand right now: it goes on by itself
        return BulkJob.objects.get(pk=job_id)
    if job.state == JobState.DONE:
        return job
    job.state = JobState.RUNNING
    job.save(update_fields=["state"])
    _go_on(job)
    return job


def step(job_id: int) -> None:
    """One piece of a job: a few agreements, or the ZIP and the PDF once all documents are there."""
    with transaction.atomic():
        job = (
            BulkJob.objects.select_for_update(of=("self",), skip_locked=True)
            .select_related("organisation", "asked_by", "cohort")
            .filter(pk=job_id)
            .exclude(state=JobState.DONE)
            .first()
        )
        if job is None:  # done, or in another worker's hands, who goes on with it
            return
        if job.state != JobState.RUNNING:
            job.state = JobState.RUNNING
            job.save(update_fields=["state"])
        with translation.override(job.asked_by.language if job.asked_by else None):
            _piece(job)


def _piece(job: BulkJob) -> None:
    items = list(job.items.filter(done_at__isnull=True).order_by("pk")[:PIECE])
    for item in items:
        _do(job, item)
    if items:
        _go_on(job)
    elif job.sends and _rendering(job).exists():
        _wait(job)
    else:
        _finish(job)


def _do(job: BulkJob, item: BulkItem) -> None:
    """One placement: its agreement is drawn up unless it exists, and sent unless it was."""
    try:
        with transaction.atomic():
            item.agreement = _agreement(item.placement_id) or _draw_up(job, item.placement_id)
        if job.sends and item.agreement.state == AgreementState.PREPARING:
            with transaction.atomic():
                versions.begin(agreement_id=item.agreement.pk, actor=job.asked_by)
    except versions.NotComplete as problem:
        item.problem = shortened(lacking(problem.missing))
    except Refused as problem:
        item.problem = shortened(str(problem))
    except (OperationalError, InterfaceError):
        raise  # the database went away: the whole piece is tried again
    except Exception:
        logger.exception("bulk job %s: placement %s could not be dealt with", job.pk, item.placement_id)
        item.problem = _("Something went wrong here. Try this agreement by itself, or tell the administrators.")
    item.done_at = timezone.now()
    item.save(update_fields=["agreement", "problem", "done_at"])


def lacking(missing: Iterable[Missing]) -> str:
    """What is missing, side by side: « Hôte : assurance, activités… Stagiaire : adresse »."""
    by_side: dict[str, list[str]] = {}
    for one in missing:
        by_side.setdefault(str(one.side_label), []).append(str(one.label))
    colon = pgettext("between a field's name and its error", ": ")
    parts = []
    for side, labels in by_side.items():
        words = ", ".join(labels[:NAMED])
        rest = len(labels) - NAMED
        if rest > 0:
            words += " " + ngettext("and %(count)d other", "and %(count)d others", rest) % {"count": rest}
        parts.append(f"{side}{colon}{words}.")
    return " ".join(parts)


def shortened(words: str) -> str:
    """As much as a line holds, cut where a word ends."""
    return Truncator(words).chars(LONGEST)


def _draw_up(job: BulkJob, placement_id: int) -> Agreement:
    """As one draws a single one up: the sides that lack something are asked for it."""
    agreement = drafting.draw_up(placement_id=placement_id, actor=job.asked_by)
    asking.ask_all(agreement=agreement, actor=job.asked_by)
    return agreement


def _agreement(placement_id: int) -> Agreement | None:
    rows = Agreement.objects.originals().filter(placement_id=placement_id)
    return rows.exclude(state=AgreementState.CANCELLED).first()


def _rendering(job: BulkJob) -> QuerySet[AgreementVersion]:
    agreements = job.items.filter(problem="").values("agreement_id")
    return AgreementVersion.objects.filter(agreement__in=agreements, state=VersionState.RENDERING)


def _wait(job: BulkJob) -> None:
    """The documents are made by entries of their own; what does not come in time is told, and left out."""
    now = timezone.now()
    last = job.items.order_by("-done_at").values_list("done_at", flat=True).first() or job.asked_at
    if now - last < GIVE_UP:
        _go_on(job, not_before=now + LOOK_AGAIN)
        return
    late = _rendering(job).values("agreement_id")
    words = _("The document is still being made. It will stand on the page of the agreement.")
    job.items.filter(agreement__in=late).update(problem=words)
    _finish(job)


def _finish(job: BulkJob) -> None:
    """Puts the documents together, and tells whoever asked."""
    if job.sends:
        binding.bind(job)
    job.state, job.finished_at = JobState.DONE, timezone.now()
    job.save(update_fields=["state", "finished_at", "archive", "printable"])
    if job.asked_by:
        notifications.bulk_ready(job)


def _go_on(job: BulkJob, not_before: datetime.datetime | None = None) -> None:
    outbox.enqueue(kind="agreements.bulk", payload={"job": job.pk}, key=f"bulk:{job.pk}", not_before=not_before)


def forget(before: datetime.datetime) -> int:
    """Takes ZIPs and printable PDFs away; the agreements themselves stay. Returns how many jobs had some."""
    old = BulkJob.objects.filter(finished_at__lt=before).exclude(archive=None, printable=None)
    return old.update(archive=None, printable=None)
