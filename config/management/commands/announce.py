from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.urls import reverse


class Command(BaseCommand):
    help = "Prints the address of the running site and, in a demonstration, the accounts of each role."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("address")

    def handle(self, *args: Any, **options: Any) -> None:
        address = options["address"]
        self.stdout.write(f"\nEscale is running at {address}\n")
        if settings.DEMO:
            self.demonstration(address)
        self.stdout.write("\nStop it with Ctrl-C.")

    def demonstration(self, address: str) -> None:
        from config.demo import accounts, world

        if not world.accounts_exist():
            return
        self.stdout.write(f"\nA demonstration with invented people. Sign in at {address}{reverse('account_login')}")
        self.stdout.write(f"with the password {accounts.PASSWORD} as:\n\n")
        for account in accounts.ACCOUNTS:
            self.stdout.write(f"  {account.address:<24} {account.title}")
        self.stdout.write("\nAdministrators are asked for a code as well; the page shows it.")
