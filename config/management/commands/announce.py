from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.urls import reverse
from django.utils import translation

from config.demo import accounts


class Command(BaseCommand):
    help = "Prints the address of the running site and, in a demonstration, the accounts of each role."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("address")

    def handle(self, *args: Any, **options: Any) -> None:
        address = options["address"].rstrip("/")
        self.stdout.write(f"\nEscale is running at {address}/")
        if settings.DEMO and accounts.exist():
            with translation.override("en"):
                self.accounts(address)
        self.stdout.write("\nStop it with Ctrl-C; the data stays in var/ for the next start.")

    def accounts(self, address: str) -> None:
        """The accounts by role, and where the e-mails go."""
        self.stdout.write(
            f"Its people and institutions are invented. Sign in at {address}{reverse('account_login')} as one of them;"
            f"\nthe password is {accounts.PASSWORD} for everyone."
        )
        for group in accounts.GROUPS:
            self.stdout.write(f"\n  {group.words}")
            for one in group.accounts:
                words = one.email or f"school code {accounts.SCHOOL_CODE}, identifier {one.identifier}"
                self.stdout.write(f"    {one.role!s:<40} {words}")
                if one.second_factor:
                    self.stdout.write(f"    {'':<40} second factor, for the next minutes: {accounts.current_code()}")
        self.stdout.write(f"\nThe e-mails it sends wait at {address}{reverse('messaging:demo_mailbox')}")
