"""Forms of the space itself: opening it, its settings, asking to take part."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _

from exchanges.forms.checked import WithoutIdentifiers
from exchanges.models import CharterVersion, ExchangeSpace
from exchanges.models.spaces import LARGEST_RING, MOST_DAYS
from exchanges.services.spaces import SETTINGS
from hosts import versions
from hosts.forms.versions import VersionedForm


class OpenForm(forms.Form):
    name = forms.CharField(
        label=_("Name of the space"),
        max_length=120,
        help_text=_("What professionals will see at the top of every page: « Vis ma vie pro ! »."),
    )


class SpaceForm(VersionedForm, forms.ModelForm):
    """Everything that the pilot decides (B2, B3, B5, B8); two pilots never undo each other's settings unseen."""

    section = SETTINGS
    picture = forms.FileField(
        label=_("Picture"), required=False, help_text=_("Your logo or a picture of your house. JPEG, PNG or WebP.")
    )
    drop = forms.BooleanField(label=_("Take the picture away"), required=False)
    reciprocity_required = forms.TypedChoiceField(
        label=_("Reciprocity"),
        choices=[
            ("True", _("A structure that asks for an immersion must have published an offer")),
            ("False", _("Ask for it, without demanding it")),
        ],
        coerce=lambda value: value == "True",
        widget=forms.RadioSelect,
    )

    class Meta:
        model = ExchangeSpace
        fields = SETTINGS
        labels = {
            "introduction": _("Introduction"),
            "image_words": _("What the picture shows"),
            "least_days": _("Days of an immersion, at least"),
            "most_days": _("Days of an immersion, at most"),
            "ring_size": _("Structures in a ring, at most"),
        }
        help_texts = {
            "introduction": _("A few lines that tell why one goes and sees, and how. Simple layout works."),
            "image_words": _("For those who cannot see it."),
            "territory": _("Structures of this territory are offered to take part; empty: from anywhere."),
            "least_days": _("Half days do not count."),
            "ring_size": _("Two: direct swaps only. Three: A goes to B, B to C, C to A."),
        }
        widgets = {
            "introduction": forms.Textarea(attrs={"rows": 5}),
            "least_days": forms.NumberInput(attrs={"min": 1, "max": MOST_DAYS}),
            "most_days": forms.NumberInput(attrs={"min": 1, "max": MOST_DAYS}),
            "ring_size": forms.NumberInput(attrs={"min": 2, "max": LARGEST_RING}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.guard()

    def marks(self, instance: models.Model, page: str = "") -> dict[str, str]:
        """A space has no number of changes: what it was drawn from is told by its values."""
        return {"version": "", "base": versions.fingerprint(instance, self.section), "page": ""}

    def display(self, name: str, value: Any) -> str:
        return super().display(name, str(value) if isinstance(value, bool) else value)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        least, most = data.get("least_days"), data.get("most_days")
        if least and most and most < least:
            self.add_error("most_days", _("Give as many days as the least, or more."))
        shown = data.get("picture") or (self.instance.image_id and not data.get("drop"))
        if shown and not data.get("image_words"):
            self.add_error("image_words", _("Say in a few words what the picture shows."))
        return data

    @property
    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.Meta.fields if name in self.cleaned_data}


class JoinForm(WithoutIdentifiers, forms.Form):
    """A host asks to take part."""

    space = forms.ModelChoiceField(
        label=_("Space"), queryset=ExchangeSpace.objects.none(), widget=forms.RadioSelect, empty_label=None
    )
    words = forms.CharField(
        label=_("Why would you like to take part?"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Read by the pilot of the space: whom you would receive, what your teams would like to discover."),
    )
    funding_body = forms.CharField(
        label=_("Your funding body of training (OPCO)"),
        max_length=120,
        required=False,
        help_text=_("For instance: OPCO Santé, Uniformation, CNFPT, ANFH."),
    )

    accepts = forms.BooleanField(
        label=_("I have read the cahier des charges and accept it for our structure"), required=False
    )

    def __init__(self, *args: Any, spaces: list[ExchangeSpace], charters: list[CharterVersion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.charters = {one.space_id: one for one in charters}
        if not charters:
            del self.fields["accepts"]
        for one in charters:
            # The version that the page shows: nobody accepts one that was published since.
            self.fields[_version_of(one.space_id)] = forms.IntegerField(
                widget=forms.HiddenInput, required=False, initial=one.number
            )
        field: Any = self.fields["space"]
        field.queryset = ExchangeSpace.objects.filter(pk__in=[space.pk for space in spaces])
        if len(spaces) == 1:
            field.widget, field.initial = forms.HiddenInput(), spaces[0].pk

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        space = data.get("space")
        current = self.charters.get(space.pk) if space else None
        if current and not data.get("accepts"):
            self.add_error("accepts", _("Accept the cahier des charges to ask to take part."))
        elif current and data.get(_version_of(current.space_id)) != current.number:
            self.add_error("accepts", _("A newer version was published meanwhile: read it before you validate."))
        # The page that says what is wrong shows the versions in force.
        shown = dict(self.data.items())
        for one in self.charters.values():
            shown[_version_of(one.space_id)] = str(one.number)
        self.data = shown
        return data

    def read(self, space: ExchangeSpace) -> int:
        """The number of the version that was read; 0 where there was none."""
        return self.cleaned_data.get(_version_of(space.pk)) or 0


def _version_of(space: int) -> str:
    return f"charter_{space}"
