from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from hosts.services import indexing, seats


class Command(BaseCommand):
    help = "Compares the seat counters of offers, and the search index, with the truth; --mend corrects them."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--mend", action="store_true", help="Write the right figures.")

    def handle(self, *args: Any, mend: bool = False, **options: Any) -> None:
        wrong = seats.recount(mend=mend)
        for period, held in wrong:
            self.stdout.write(f"offer {period.offer_id}, period {period.pk}: {period.taken} written, {held} booked")
        index = indexing.compare(mend=mend)
        for kind, number in index.items():
            if number:
                self.stdout.write(f"search index: {number} {kind}")
        if (wrong or any(index.values())) and not mend:
            raise CommandError(
                f"{len(wrong)} counters and {sum(index.values())} entries of the index differ; "
                "run again with --mend to correct them"
            )
        self.stdout.write(f"{len(wrong)} counters corrected" if wrong else "every counter agrees")
        self.stdout.write(f"{sum(index.values())} entries corrected" if any(index.values()) else "the index agrees")
