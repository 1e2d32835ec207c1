from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    help = "Loads the demonstration world, or moves its dates forward. Only where DEMO is set."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("This site is no demonstration: set DEMO=1 on a database of its own.")
        from config.demo.world import load

        done = load()
        if options["verbosity"]:
            self.stdout.write(f"Escale: {done}")
