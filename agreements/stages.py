"""Where a trainee stands on the school's board, and why a line is late."""

from __future__ import annotations

import datetime

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

# The agreement should be signed by all so long before the placement begins (E10).
SOON = datetime.timedelta(days=14)
# Who was asked answers within these days.
PATIENCE = datetime.timedelta(days=7)
# Whoever has no placement so long before the window needs help (S4).
SEARCHING = datetime.timedelta(days=60)
# Reminders to one person about one thing on one day.
REMINDERS_A_DAY = 1


class Stage(TextChoices):
    """The columns of the board, in the order of the journey."""

    WITHOUT = "without", pgettext_lazy("board", "Without a placement")
    APPLYING = "applying", pgettext_lazy("board", "Applications under way")
    FOUND = "found", pgettext_lazy("board", "Placement found")
    PREPARING = "preparing", pgettext_lazy("board", "Agreement to complete")
    SIGNING = "signing", pgettext_lazy("board", "Being signed")
    SIGNED = "signed", pgettext_lazy("board", "Signed")
    RUNNING = "running", pgettext_lazy("board", "On placement")
    OVER = "over", pgettext_lazy("board", "Over")


class Late(TextChoices):
    """Why a line is late, the most pressing first; its words follow from the code, the day and whose turn it is."""

    BEGAN = "began", _("The placement began and the agreement is not signed")
    WINDOW_OPEN = "window_open", _("The placement should have begun")
    DECLINED = "declined", _("Somebody declined to sign")
    START_NEAR = "start_near", _("The placement begins soon and the agreement is not signed")
    NO_REPLY = "no_reply", _("The host has not answered in time")
    NOT_CONFIRMED = "not_confirmed", _("The trainee has not confirmed in time")
    REMARK = "remark", _("A remark waits for its answer")
    SIGNATURE_WAITING = "signature_waiting", _("A signature has been waited for too long")
    PART_WAITING = "part_waiting", _("A part has not been completed")
    WINDOW_NEAR = "window_near", _("No placement yet, and the window is near")
