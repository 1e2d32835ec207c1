from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from config import backups


class Command(BaseCommand):
    help = "Writes every row and every private file into a new folder, with a manifest of hashes. The site may go on."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            manifest = backups.backup(options["folder"], self.stdout.write)
        except (backups.BackupProblem, OSError) as problem:
            raise CommandError(str(problem)) from problem
        if manifest.missing_files:
            lost = "\n".join(manifest.missing_files)
            raise CommandError(f"the backup is complete but for private files that are gone or damaged:\n{lost}")
        self.stdout.write(f"The backup is complete: {options['folder']}")
