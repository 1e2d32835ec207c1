"""The commands of an import: take a file, say what its columns mean, check it, run it, give it up."""

from __future__ import annotations

import datetime
import itertools
import logging
import weakref
from collections.abc import Mapping
from typing import Any

from django.core.files.storage import default_storage
from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts import audit
from accounts.models import Organisation, User
from documents import files, kinds, scanner
from documents.tables import Row, TableError
from hosts.enums import ImportState
from hosts.models import ImportBatch, MappingProfile
from hosts.services.imports import mapping as columns
from hosts.services.imports import workflow
from hosts.services.imports.drafts import Plan
from hosts.services.imports.engine import Engine, LinesToMend, Stopped
from hosts.services.imports.formats import Pairs
from hosts.services.imports.reports import DatabaseReporter, SideLine
from hosts.services.imports.sources import Source, open_source
from hosts.services.indexing import reindex_institutions
from messaging import outbox

logger = logging.getLogger(__name__)
# Up to so many lines are read while the person waits; more go to a worker.
INLINE = 500
# Up to so many hosts are indexed in the import's own transaction; more right after it, in pieces.
INDEX_INLINE, INDEX_PIECE = 1_000, 500
SAMPLE = 60
LOCK = 20_012
MEDIA_TYPES = {
    "csv": kinds.CSV,
    "xlsx": kinds.XLSX,
    "ods": kinds.ODS,
    "xls": "application/vnd.ms-excel",
}


@transaction.atomic
def take(*, upload: Any, organisation: Organisation | None, actor: User | None) -> ImportBatch:
    """Keeps a file and proposes what its columns mean: as the last time, as the known register, or by their names.

    Raises TableError or FileRefused with a sentence for the person.
    """
    source = open_source(upload)
    total = sum(1 for _row in source.rows())
    if not total:
        raise TableError(_("The file has column names, but no line below them."))
    stored = _keep(upload, source.table.kind, actor)
    sample = list(itertools.islice(source.rows(), SAMPLE))
    known, pairs = columns.propose(source.columns, sample)
    batch = ImportBatch(
        organisation=organisation,
        territory=organisation.territory if organisation else None,
        file=stored,
        name=stored.name,
        sheet=source.table.sheet,
        format=known.code if known else "",
        columns=source.columns,
        signature=columns.signature(source.columns),
        mapping=pairs,
        register=known.register if known else "",
        total=total,
        created_by=actor,
    )
    _as_the_last_time(batch)
    batch.save()
    audit.record(action="import.uploaded", actor=actor, target=batch, organisation=organisation)
    return batch


def _keep(upload: Any, kind: str, actor: User | None) -> Any:
    upload.seek(0)
    content = upload.read()
    scanner.check(content)
    name = files.safe_name(getattr(upload, "name", "") or "import")
    if kind in ("xlsx", "ods"):
        kinds.detect(content, name)  # refuses macros and bombs
    return files.store(content=content, name=name, media_type=MEDIA_TYPES.get(kind, "text/csv"), user=actor)


def _as_the_last_time(batch: ImportBatch) -> None:
    profile = MappingProfile.objects.filter(organisation=batch.organisation, signature=batch.signature).first()
    if profile is None:
        return
    by_name = {columns.fold_column(name): name for name in batch.columns}
    pairs = [(by_name.get(columns.fold_column(name), name), code) for name, code in profile.mapping]
    batch.mapping = [pair for pair in pairs if pair[0] in batch.columns]
    batch.register, batch.country = profile.register, profile.country
    batch.membership, batch.sector = profile.membership, profile.sector


def source_of(batch: ImportBatch) -> Source:
    """The batch's table. Raises TableError when its file is gone."""
    if batch.file is None:
        raise TableError(_("The file of this import was deleted."))
    file = default_storage.open(batch.file.path)
    try:
        source = open_source(file, batch.sheet)
    except TableError:
        file.close()
        raise
    weakref.finalize(source.table, file.close)
    return source


def plan_of(batch: ImportBatch) -> Plan:
    departments = frozenset(batch.territory.departments) if batch.territory else None
    return Plan(
        columns=batch.columns,
        mapping=[(name, code) for name, code in batch.mapping],
        register=batch.register,
        format=batch.format,
        country=batch.country,
        sector=batch.sector.code if batch.sector else "",
        membership=batch.membership,
        departments=departments,
    )


@transaction.atomic
def configure(*, batch_id: int, actor: User | None, pairs: Pairs, options: Mapping[str, Any]) -> ImportBatch:
    """Says what the columns mean, remembers it for the next file alike, and has the file checked line by line.

    `options`: register (words), country, sector, membership. Raises NotNow.
    """
    batch = _locked(batch_id)
    workflow.move(batch, "configure")
    batch.mapping = pairs
    batch.register = slugify(str(options.get("register") or batch.register))[:40] or "fichier"
    for name in ("country", "sector", "membership"):
        if name in options:
            setattr(batch, name, options[name])
    batch.problem, batch.done, batch.counts, batch.cancel_requested = "", 0, {}, False
    batch.save()
    MappingProfile.objects.update_or_create(
        organisation=batch.organisation,
        signature=batch.signature,
        defaults={
            "register": batch.register,
            "mapping": pairs,
            "country": batch.country,
            "membership": batch.membership,
            "sector": batch.sector,
            "used_at": timezone.now(),
        },
    )
    _go_on(batch, "hosts.import_check")
    return batch


def _locked(batch_id: int) -> ImportBatch:
    return (
        ImportBatch.objects.select_for_update(of=("self",), no_key=True)
        .select_related("territory", "sector")
        .get(pk=batch_id)
    )


def _go_on(batch: ImportBatch, kind: str) -> None:
    """A long file goes to a worker, through the outbox; a short one is read by this process, once committed."""
    payload = {"batch": batch.pk}
    if batch.total > INLINE:
        outbox.enqueue(kind=kind, payload=payload, key=f"import:{batch.pk}")
    else:
        # The outbox has it too: should this process die, a worker goes on with it.
        later = timezone.now() + datetime.timedelta(seconds=90)
        outbox.enqueue(kind=kind, payload=payload, key=f"import:{batch.pk}", not_before=later)


@transaction.atomic
def start(*, batch_id: int, actor: User | None, leave_out_errors: bool = False) -> ImportBatch:
    """Has a checked file imported, all or nothing.

    Raises NotNow, also when lines are to be mended and nobody said to leave them out.
    """
    batch = _locked(batch_id)
    workflow.move(batch, "start")
    if batch.count("error") and not leave_out_errors:
        raise workflow.NotNow(gettext("Lines are to be mended first, or left out on purpose."))
    batch.leave_out_errors, batch.done, batch.problem = leave_out_errors, 0, ""
    batch.cancel_requested = False
    batch.save()
    audit.record(
        action="import.started",
        actor=actor,
        target=batch,
        organisation=batch.organisation,
        data={"leave_out_errors": leave_out_errors},
    )
    _go_on(batch, "hosts.import_run")
    return batch


@transaction.atomic
def cancel(*, batch_id: int, actor: User | None) -> ImportBatch:
    """Gives an import up. One that runs stops after its current lines, and nothing of it stays. Raises NotNow."""
    batch = _locked(batch_id)
    if batch.under_way and not _alone(batch_id):
        batch.cancel_requested = True
    else:
        workflow.move(batch, "cancel")
        batch.finished_at = timezone.now()
    batch.save(update_fields=["state", "cancel_requested", "finished_at"])
    audit.record(action="import.cancelled", actor=actor, target=batch, organisation=batch.organisation)
    return batch


def check(*, batch_id: int) -> bool:
    """Reads the file of a batch and says, line by line, what an import would do. Writes no host.

    False when somebody else is at work on the batch: nothing was done, and whoever must be sure asks again later.
    """
    return _perform(batch_id, write=False)


def run(*, batch_id: int) -> bool:
    """Imports a batch in one transaction. May be called again: what is done is not done twice.

    False when somebody else is at work on the batch: nothing was done, and whoever must be sure asks again later.
    """
    return _perform(batch_id, write=True)


@transaction.atomic
def _perform(batch_id: int, *, write: bool) -> bool:
    if not _alone(batch_id):
        return False
    batch = ImportBatch.objects.select_related("territory", "sector", "file", "created_by", "organisation").get(
        pk=batch_id
    )
    if batch.state != (ImportState.RUNNING if write else ImportState.CHECKING):
        return True
    try:
        with SideLine(batch.pk) as line, transaction.atomic():
            batch.counts = _read_through(batch, line, write=write)
            workflow.move(batch, "finish" if write else "checked")
    except Stopped:
        workflow.move(batch, "cancel")
    except LinesToMend as stop:
        _fail(
            batch, gettext("%(count)s lines are to be mended; nothing was imported.") % {"count": stop.counts["error"]}
        )
    except TableError as problem:
        _fail(batch, str(problem))
    except DatabaseError as problem:
        if connection.connection is None or connection.connection.closed:
            raise
        logger.exception("import %s failed", batch.pk)
        words = gettext("The database refused a line; nothing was imported. (%(detail)s)")
        _fail(batch, words % {"detail": type(problem).__name__})
    _close(batch, write=write)
    return True


def _alone(batch_id: int) -> bool:
    """Whether nobody else works on the batch; holds it until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", [LOCK, batch_id % 2**31])
        return bool(cursor.fetchone()[0])


def _read_through(batch: ImportBatch, line: SideLine, *, write: bool) -> dict[str, int]:
    batch.rows.all().delete()
    reporter = DatabaseReporter(batch, line)
    engine = Engine(
        source=source_of(batch),
        plan=plan_of(batch),
        reporter=reporter,
        territory=batch.territory,
        write=write,
        leave_out_errors=batch.leave_out_errors,
    )
    counts = engine.run()
    batch.preview = reporter.preview
    if write:
        index(engine.touched)
    return dict(counts)


def index(institutions: list[int]) -> None:
    """Makes new and changed hosts found: at once when they are few, otherwise right after the commit, in pieces."""
    if len(institutions) <= INDEX_INLINE:
        reindex_institutions(institutions)
        return
    for begin in range(0, len(institutions), INDEX_PIECE):
        piece = institutions[begin : begin + INDEX_PIECE]
        outbox.enqueue(kind="hosts.import_index", payload={"institutions": piece})


def _fail(batch: ImportBatch, words: str) -> None:
    workflow.move(batch, "fail")
    batch.problem = words[:500]


def _close(batch: ImportBatch, *, write: bool) -> None:
    moment = timezone.now()
    if batch.state == ImportState.CHECKED:
        batch.checked_at = moment
    else:
        batch.finished_at = moment
    batch.done = batch.count("read") or batch.done
    batch.save(update_fields=["state", "counts", "problem", "checked_at", "finished_at", "done", "preview"])
    if write:
        counts = {name: batch.count(name) for name in ("created", "updated", "unchanged", "skipped", "error")}
        audit.record(
            action="import.ended",
            actor=batch.created_by,
            target=batch,
            organisation=batch.organisation,
            data={"state": batch.state, **counts},
        )


def go_on_here(*, batch_id: int) -> None:
    """Checks or runs a short import at once, in this process; a long one is for the worker, who has it already."""
    batch = ImportBatch.objects.get(pk=batch_id)
    if batch.total <= INLINE and batch.state in (ImportState.CHECKING, ImportState.RUNNING):
        _perform(batch_id, write=batch.state == ImportState.RUNNING)


def sample_of(batch: ImportBatch) -> list[Row]:
    """The first lines of the file, for the screen. Raises TableError."""
    return list(itertools.islice(source_of(batch).rows(), SAMPLE))


def remembers(batch: ImportBatch) -> bool:
    """Whether the columns are those of a file that the network imported before."""
    return MappingProfile.objects.filter(organisation=batch.organisation, signature=batch.signature).exists()
