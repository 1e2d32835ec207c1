from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from documents.tables import TableError
from hosts.services.official_lists import UnknownColumns, load_occupations


class Command(BaseCommand):
    help = "Adds the occupations of the official ROME list that are missing. Known ones stay as they are."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", help="CSV, XLSX, XLS or ODS with ROME codes and names")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            done = load_occupations(options["file"])
        except (TableError, UnknownColumns) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{done.read} rows read, {done.written} occupations added, {done.passed_over} passed over")
