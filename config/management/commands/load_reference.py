from __future__ import annotations

from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "Loads or refreshes the reference data of every app, as often as you like; what people changed stays."

    def handle(self, *args: Any, **options: Any) -> None:
        """Calls `load_reference()` of each app's `reference` module, in the order of the house, lowest first."""
        from importlib import import_module
        from importlib.util import find_spec

        for name in (
            "accounts",
            "messaging",
            "documents",
            "law",
            "hosts",
            "practices",
            "internships",
            "agreements",
            "exchanges",
        ):
            if apps.is_installed(name) and find_spec(f"{name}.reference"):
                import_module(f"{name}.reference").load_reference()
                if options["verbosity"]:
                    self.stdout.write(f"{name}: reference data is up to date")
