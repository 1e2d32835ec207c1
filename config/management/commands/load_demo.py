from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from config.demo import world


class Command(BaseCommand):
    help = "Loads the invented world of the demonstration, or brings its dates up to date. Only where DEMO is set."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("This is no demonstration: set DEMO=1, and never where real people's data lie.")
        done = world.load()
        if options["verbosity"]:
            self.stdout.write(f"Escale: {done}")
