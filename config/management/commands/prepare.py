from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand

from config.statics import collect_if_changed


class Command(BaseCommand):
    help = (
        "Brings a database up to date: migrations, cache table, reference data, and the demo world in a demonstration."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        call_command("migrate", verbosity=0, interactive=False)
        call_command("createcachetable", verbosity=0)
        call_command("load_reference", verbosity=0)
        if settings.DEVELOPMENT and settings.STATIC_ROOT:
            collect_if_changed()
        if settings.DEMO and "load_demo" in get_commands():
            call_command("load_demo", verbosity=0)
