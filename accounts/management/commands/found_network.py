from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email
from django.forms import ValidationError

from accounts import services


class Command(BaseCommand):
    help = "Founds the network of a new site, and invites its first administrator by e-mail. Safe to run again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", help="the address of the first administrator")
        parser.add_argument("--name", default="Réseau", help="the name of the network (default: %(default)s)")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            validate_email(options["email"])
        except ValidationError as problem:
            raise CommandError(f"{options['email']} is not an e-mail address.") from problem
        network, link = services.found_network(name=options["name"], email=options["email"])
        self.stdout.write(f"{network.name}: {options['email']} is invited, and receives this link by e-mail:\n{link}")
