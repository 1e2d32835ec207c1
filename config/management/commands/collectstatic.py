from __future__ import annotations

from typing import Any

from django.contrib.staticfiles.management.commands import collectstatic

# What the packages bring along and no page uses: maps for debuggers, right-to-left sheets, other builds.
UNUSED = ["*.map", "*.rtl.*", "jquery*", "bootstrap.bundle*", "bootstrap.esm*", "bootstrap-*", "htmax-*", "htmx-4*"]


class Command(collectstatic.Command):
    help = f"{collectstatic.Command.help} Leaves out what no page uses."

    def set_options(self, **options: Any) -> None:
        super().set_options(**options)
        self.ignore_patterns = [*self.ignore_patterns, *UNUSED]
