"""The lists of practices on the screens where all lists are kept."""

from __future__ import annotations

from hosts.forms.terms import TermForm
from practices.models import Audience, CheckItem


class AudienceForm(TermForm):
    class Meta(TermForm.Meta):
        model = Audience


class CheckItemForm(TermForm):
    class Meta(TermForm.Meta):
        model = CheckItem
        fields = (*TermForm.common[:2], "hint_fr", "hint_en", *TermForm.common[2:])
