from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser


class Command(BaseCommand):
    help = "Prints the address of the running site and, in a demonstration, the accounts of each role."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("address")

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"\nEscale is running at {options['address']}\nStop it with Ctrl-C.")
