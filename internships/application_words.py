"""How the trace says what was done to applications."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

WORDS = {
    "application.accept": _("Application accepted"),
    "application.confirm": _("Placement confirmed by the trainee"),
    "application.drop": _("Application closed: the host was not accepted"),
    "application.expire": _("Application closed: no answer in time"),
    "application.lapse": _("Application closed: not confirmed in time"),
    "application.made": _("Application written"),
    "application.read": _("Application read by the host"),
    "application.refuse": _("Application refused"),
    "application.release": _("Application released: another placement was confirmed"),
    "application.send": _("Application sent to the host"),
    "application.undo_refusal": _("Refusal taken back"),
    "application.withdraw": _("Application withdrawn"),
}
