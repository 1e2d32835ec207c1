from __future__ import annotations

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from hosts.services import scale


class Command(BaseCommand):
    help = "Fills the database with made-up hosts and offers, to measure search on; --clear removes them again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--offers", type=int, default=100_000, help="How many offers to make.")
        parser.add_argument("--seed", type=int, default=1, help="The same seed makes the same hosts and offers.")
        parser.add_argument("--clear", action="store_true", help="Remove what an earlier run made, and stop.")
        parser.add_argument("--force", action="store_true", help="Go on although real hosts are there.")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["clear"]:
            self.stdout.write(f"{scale.clear()} made-up hosts removed")
            return
        if options["offers"] < 1:
            raise CommandError("--offers must be at least 1.")
        began = time.monotonic()
        try:
            entries = scale.seed(
                options["offers"], force=options["force"], seed=options["seed"], say=self._say(options["verbosity"])
            )
        except scale.NotAPlayground as problem:
            raise CommandError(str(problem)) from problem
        self.stdout.write(f"{entries} entries in search after {time.monotonic() - began:.1f} s")

    def _say(self, verbosity: int) -> Any:
        return self.stdout.write if verbosity else lambda line: None
