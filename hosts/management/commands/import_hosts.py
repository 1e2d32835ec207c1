from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.files import File
from django.core.management.base import BaseCommand, CommandError

from accounts.models import Territory
from documents.tables import TableError
from hosts.enums import ImportState, MembershipStatus
from hosts.models import ImportBatch
from hosts.services.imports import batches
from hosts.services.imports.engine import Engine, MemoryReporter
from hosts.services.imports.fields import BY_CODE
from hosts.services.imports.formats import Pairs
from hosts.services.imports.mapping import problems_of, propose
from hosts.services.imports.sources import Source, open_source

NAMES = ("read", "created", "updated", "unchanged", "skipped", "error", "doubtful")


class Command(BaseCommand):
    help = (
        "Imports a register of hosts (FINESS, education directory, SIRENE, or any table), all or nothing, safe to run "
        "twice. Prints what became of each line that was not simply taken."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", help="CSV, XLSX, XLS, ODS, or a ZIP that holds one of them")
        parser.add_argument("--dry-run", action="store_true", help="say what would be done, write nothing")
        parser.add_argument("--register", default="", help="name of the register that the numbers belong to")
        parser.add_argument("--territory", default="", help="slug of a territory: other lines are passed over")
        parser.add_argument("--mapping", default="", help='JSON: {"name of a column": "field", …}')
        parser.add_argument("--sheet", default="", help="name of a sheet of the workbook")
        parser.add_argument("--skip-errors", action="store_true", help="import without the lines to mend")
        parser.add_argument(
            "--membership",
            choices=[str(choice) for choice in MembershipStatus],
            default=str(MembershipStatus.POTENTIAL),
        )

    def handle(self, *args: Any, **options: Any) -> None:
        path = Path(options["file"])
        try:
            source = open_source(path, options["sheet"])
            batch = self._batch(source, options)
            errors = self._check(batch, source, options)
        except TableError as problem:
            raise CommandError(str(problem)) from problem
        if options["dry_run"]:
            self.stdout.write("dry run: nothing was written")
            return
        if errors and not options["skip_errors"]:
            raise CommandError(f"{errors} lines to mend: nothing was written (--skip-errors imports the others)")
        self._run(path, batch, options)

    def _batch(self, source: Source, options: dict[str, Any]) -> ImportBatch:
        """What the options and the file say, not saved yet."""
        known, pairs = propose(source.columns, source.table.sample(batches.SAMPLE))
        if options["mapping"]:
            pairs = self._mapping(Path(options["mapping"]), source.columns)
        if missing := problems_of(pairs):
            raise CommandError(f"{' '.join(map(str, missing))} (--mapping; columns: {', '.join(source.columns)})")
        territory = None
        if options["territory"]:
            territory = Territory.objects.filter(slug=options["territory"]).first()
            if territory is None:
                raise CommandError(f"no territory is called {options['territory']}")
        register = options["register"] or (known.register if known else "")
        if not register:
            raise CommandError("say which register the numbers belong to: --register NAME")
        return ImportBatch(
            territory=territory,
            format=known.code if known else "",
            columns=source.columns,
            mapping=pairs,
            register=register,
            membership=options["membership"],
            sheet=source.table.sheet,
        )

    @staticmethod
    def _mapping(path: Path, columns: list[str]) -> Pairs:
        try:
            pairs = list(json.loads(path.read_text("utf-8")).items())
        except (OSError, ValueError, AttributeError) as problem:
            raise CommandError(f"{path} is not a JSON object of columns and fields") from problem
        for name, code in pairs:
            if name not in columns or code not in BY_CODE:
                raise CommandError(f"unknown column or field: {name} → {code}; fields: {', '.join(BY_CODE)}")
        return pairs

    def _check(self, batch: ImportBatch, source: Source, options: dict[str, Any]) -> int:
        """Reads the file through, prints the report; returns how many lines are to be mended."""
        reporter = MemoryReporter()
        engine = Engine(source, batches.plan_of(batch), reporter, territory=batch.territory)
        counts = engine.run()
        if options["verbosity"]:
            for result in reporter.results:
                words = " ".join(problem.sentence for problem in result.draft.problems)
                name = result.draft.values.get("name") or result.draft.identifier
                self.stdout.write(f"line {result.draft.number}: {result.outcome}: {name}: {words}")
        self.stdout.write(", ".join(f"{counts[name]} {name}" for name in NAMES))
        return counts["error"]

    def _run(self, path: Path, batch: ImportBatch, options: dict[str, Any]) -> None:
        with path.open("rb") as file:
            taken = batches.take(upload=File(file, name=path.name), organisation=None, actor=None)
        for name in ("territory", "format", "columns", "mapping", "register", "membership", "sheet"):
            setattr(taken, name, getattr(batch, name))
        taken.state, taken.leave_out_errors = ImportState.RUNNING, options["skip_errors"]
        taken.save()
        batches.run(batch_id=taken.pk)
        taken.refresh_from_db()
        if taken.state != ImportState.DONE:
            raise CommandError(taken.problem or "the import stopped")
        self.stdout.write(self.style.SUCCESS("imported: ") + ", ".join(f"{taken.count(name)} {name}" for name in NAMES))
