"""How the trace says what was done to the cahier des charges and the questionnaires."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

WORDS = {
    "charter.dropped": _("Draft of the cahier des charges dropped"),
    "charter.published": _("Cahier des charges published"),
    "charter.validated": _("Cahier des charges validated by a structure"),
    "charter.written": _("Draft of the cahier des charges written"),
    "image.answered": _("Questionnaire on the partner answered"),
    "image.questions_dropped": _("Draft of the questionnaire on the partner dropped"),
    "image.questions_published": _("Questionnaire on the partner put in use"),
    "image.shared": _("Questionnaire on the partner shared with the team"),
    "image.unshared": _("Questionnaire on the partner no longer shared"),
}
