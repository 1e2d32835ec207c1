from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from documents.tables import TableError
from hosts.services.gazetteer import load_shipped
from hosts.services.official_lists import UnknownColumns, load_places


class Command(BaseCommand):
    help = (
        "Loads an official file of communes or localities (INSEE, La Poste, IGN, bpost…) into the gazetteer; "
        "without a file, refreshes the one that comes along."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", nargs="?", help="CSV, XLSX, XLS or ODS")
        parser.add_argument("--country", default="", help="FR or BE; told from the file when left out")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["file"]:
            self.stdout.write(f"{load_shipped(only_if_missing=False)} places written")
            return
        try:
            done = load_places(options["file"], country=options["country"].upper())
        except (TableError, UnknownColumns) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            f"{done.country}: {done.read} rows read, {done.written} places written, "
            f"{done.passed_over} rows passed over; "
            f"{done.approximate} places have an approximate position"
        )
