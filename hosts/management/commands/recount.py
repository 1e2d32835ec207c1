from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from hosts.services import seats


class Command(BaseCommand):
    help = "Compares the seat counters of offers with what is really booked; --mend corrects them."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--mend", action="store_true", help="Write the right figures.")

    def handle(self, *args: Any, mend: bool = False, **options: Any) -> None:
        wrong = seats.recount(mend=mend)
        for period, held in wrong:
            self.stdout.write(f"offer {period.offer_id}, period {period.pk}: {period.taken} written, {held} booked")
        if wrong and not mend:
            raise CommandError(f"{len(wrong)} counters differ; run again with --mend to correct them")
        self.stdout.write(f"{len(wrong)} counters corrected" if wrong else "every counter agrees")
