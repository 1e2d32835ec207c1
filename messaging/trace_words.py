"""How the trace says what was done to e-mails, tasks and reminders."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

WORDS = {
    "email.retried": _("E-mail sent again"),
    "outbox.dropped": _("Task given up"),
    "outbox.retried": _("Task tried again"),
    "reminder.set": _("Reminder set"),
}
