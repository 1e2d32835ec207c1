from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from documents import certificates


class Command(BaseCommand):
    help = "Makes a self-signed certificate for the seal, opened by SEAL_PASSPHRASE. Never writes over another."
    # The check that asks for a certificate would not let it be made.
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", nargs="?", default=settings.SEAL_CERTIFICATE, help="SEAL_CERTIFICATE by default")
        parser.add_argument("--name", default=settings.SITE_NAME, help="who seals, as readers of a document see it")
        parser.add_argument("--days", type=int, default=certificates.DAYS, help="how long it may seal")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.SEAL_PASSPHRASE and not settings.DEVELOPMENT:
            raise CommandError("SEAL_PASSPHRASE is not set: the key would lie open.")
        path = Path(options["path"])
        made = certificates.self_signed(options["name"], days=options["days"])
        if not certificates.write(made, path, settings.SEAL_PASSPHRASE):
            raise CommandError(f"{path} exists already; a certificate is never written over.")
        self.stdout.write(f"{path}: “{made.name}”, until {made.ends:%d %B %Y}. Keep a copy apart from the backups.")
