from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from config import backups


class Command(BaseCommand):
    help = "Puts a backup into an empty database and the private storage. With --check it only reads the backup."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path)
        parser.add_argument("--check", action="store_true", help="Verify every hash of the backup, change nothing.")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            if options["check"]:
                manifest = backups.verify(options["folder"])
                self.stdout.write(f"The backup of {manifest.made_at} is whole.")
                return
            backups.restore(options["folder"], self.stdout.write)
        except (backups.BackupProblem, OSError) as problem:
            raise CommandError(str(problem)) from problem
        self.stdout.write("The backup is restored. Start the site, then sign in to see that it is yours.")
