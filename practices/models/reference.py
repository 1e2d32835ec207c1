"""Lists that administrators keep on screen: whom practices are for, and what a validator looks at."""

from __future__ import annotations

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from hosts.models.reference import Term


class Audience(Term):
    """Whom a practice is for: children, families, older people, professionals…"""

    class Meta(Term.Meta):
        verbose_name = _("audience of practices")
        verbose_name_plural = _("audiences of practices")


class CheckItem(Term):
    """One line of the validator's checklist, with what to look for."""

    hint_fr = models.CharField(_("what to look for, in French"), max_length=300, blank=True)
    hint_en = models.CharField(_("what to look for, in English"), max_length=300, blank=True)

    class Meta(Term.Meta):
        verbose_name = _("point to check")
        verbose_name_plural = _("points to check in practices")

    @property
    def hint(self) -> str:
        return self.hint_en if get_language() == "en" and self.hint_en else self.hint_fr

    @property
    def note(self) -> str:
        return self.hint
