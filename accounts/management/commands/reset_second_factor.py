from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts import services
from accounts.models import User


class Command(BaseCommand):
    help = (
        "Removes the second factors of someone who has lost theirs and their recovery codes, after you made sure that "
        "it is them. An administrator is led to add a new one at the next sign-in."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.filter(email__iexact=options["email"]).first()
        if user is None:
            raise CommandError(f"There is no account with the address {options['email']}.")
        count = services.reset_second_factors(user=user)
        self.stdout.write(f"{count} second factor(s) removed; every session of {options['email']} is ended.")
