"""How the trace says what was done to the rules of law."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

WORDS = {
    "law.rule_corrected": _("Rule of law corrected"),
    "law.rule_entered": _("New version of a rule of law"),
    "law.rule_read": _("Rule of law read again"),
}
