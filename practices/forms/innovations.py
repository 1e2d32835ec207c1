"""Telling an innovation: its sheet, its people, the answer of those named; the interview and the story (E16 to E18)."""

from __future__ import annotations

import datetime
from typing import Any

import django_filters as filters
from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership, Organisation, User
from hosts.forms.fields import TermsField
from hosts.forms.versions import VersionedForm
from hosts.models import Sector
from practices.editing import keepers
from practices.forms.lists import ListFilter, territory_filter
from practices.innovation_enums import InnovationKind
from practices.models import Innovation

IMPACTS = ("daily_work", "beneficiaries", "team", "institution")


class InnovationForm(VersionedForm, forms.ModelForm):
    """The whole sheet, saved as one types; what is needed is asked when it is declared."""

    section = (
        *("kind", "title", "summary", "inspiration", "organisation", "sectors", "before", "change", "way_of_working"),
        *(*IMPACTS, "advice", "contact"),
    )
    use_required_attribute = False
    kind = forms.ChoiceField(label=_("What is it?"), choices=InnovationKind.choices, widget=forms.RadioSelect)
    sectors = TermsField(label=_("Sectors"), queryset=Sector.objects.all(), required=False)
    organisation = forms.ModelChoiceField(
        label=_("Where do you do it?"), queryset=Organisation.objects.none(), required=False, empty_label=_("Not said")
    )

    class Meta:
        model = Innovation
        fields = (
            *("kind", "title", "summary", "inspiration", "organisation", "sectors", "before", "change"),
            *("way_of_working", *IMPACTS, "advice", "contact"),
        )
        labels = {
            "title": _("Title"),
            "summary": _("In one sentence"),
            "inspiration": _("What inspired you?"),
            "before": _("How was it before?"),
            "change": _("What have you changed?"),
            "way_of_working": _("What is its impact on the way you work?"),
            "daily_work": _("On your daily work"),
            "beneficiaries": _("On the people you support"),
            "team": _("On your team"),
            "institution": _("On your institution"),
            "advice": _("What could others take up?"),
            "contact": _("Whom can readers ask?"),
        }
        help_texts = {
            "title": _("What one would call it among colleagues: « La porte ouverte du mercredi »."),
            "inspiration": _("Where the idea comes from, in a sentence."),
            "change": _("Who does what, since when, with what; what you tried and left."),
            "way_of_working": _("What you do differently today, you and your team: examples rather than adjectives."),
            "contact": _("A service and its telephone or e-mail address, rather than a person’s own."),
        }
        widgets = {
            "summary": forms.Textarea(attrs={"rows": 2, "maxlength": 300}),
            "before": forms.Textarea(attrs={"rows": 4}),
            "change": forms.Textarea(attrs={"rows": 7}),
            "way_of_working": forms.Textarea(attrs={"rows": 5}),
            **{name: forms.Textarea(attrs={"rows": 3}) for name in (*IMPACTS, "advice")},
        }

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mine = Membership.objects.current().filter(user=person).values("organisation")
        bodies: Any = self.fields["organisation"]
        bodies.queryset = Organisation.objects.filter(Q(pk__in=mine) | Q(pk=self.instance.organisation_id))
        sectors: Any = self.fields["sectors"]
        sectors.keep(self.instance.sectors.values_list("pk", flat=True))
        for name in ("title", "summary", "change", "way_of_working", "inspiration"):
            self.fields[name].required = False
            self.fields[name].needed = True  # type: ignore[attr-defined]
        if self.instance.practice_id or self.instance.host_id:
            del self.fields["inspiration"].needed  # type: ignore[attr-defined]
        self.guard()


class PersonForm(forms.Form):
    """A co-author: asked by e-mail, or named by the author who answers for them."""

    name = forms.CharField(label=_("First name and name"), max_length=120)
    function = forms.CharField(label=_("Function"), max_length=120, required=False)
    email = forms.EmailField(
        label=_("E-mail address"),
        required=False,
        help_text=_("They are told when you declare the innovation, and asked before it is published."),
    )
    vouched = forms.BooleanField(
        label=_("This person has no address here: they are of age, and agreed to be named"), required=False
    )


class PhotoForm(forms.Form):
    file = forms.FileField(label=_("Photo"), help_text=_("JPEG, PNG or WebP, 10 MB at most."))
    words = forms.CharField(
        label=_("What the picture shows"),
        max_length=200,
        help_text=_("Read aloud to people who cannot see it: « Parents and a worker around a low table »."),
    )


class InterviewForm(forms.Form):
    """When, where and by whom (E18)."""

    day = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    hour = forms.TimeField(label=_("Hour"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    minutes = forms.IntegerField(label=_("Length in minutes"), min_value=10, max_value=240, initial=45)
    where = forms.CharField(label=_("Where, or by which telephone or link"), max_length=300)
    by = forms.ModelChoiceField(label=_("Interviewed by"), queryset=User.objects.none())

    def __init__(self, *args: Any, innovation: Innovation, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = User.objects.filter(pk__in=[*keepers(innovation.territory_id).values_list("pk", flat=True), person.pk])
        by: Any = self.fields["by"]
        by.queryset, by.initial = people.order_by("sort_name"), innovation.interview_by_id or person.pk
        by.empty_label = None

    @property
    def at(self) -> datetime.datetime:
        return timezone.make_aware(datetime.datetime.combine(self.cleaned_data["day"], self.cleaned_data["hour"]))


class StoryForm(VersionedForm, forms.ModelForm):
    """The story as the network tells it."""

    section = ("story",)

    class Meta:
        model = Innovation
        fields = ("story",)
        labels = {"story": _("The story, as the network tells it")}
        help_texts = {"story": _("Written after the interview; those it names read it before anybody else.")}
        widgets = {"story": forms.Textarea(attrs={"rows": 14})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.guard()


class InnovationFilter(ListFilter):
    """The address of the public list."""

    q = filters.CharFilter(label=_("Words"), method="search")
    genre = filters.ChoiceFilter(
        label=_("Kind"), field_name="kind", choices=InnovationKind.choices, empty_label=_("Innovations and progress")
    )
    secteur = filters.ModelChoiceFilter(
        label=_("Sector"),
        field_name="sectors",
        queryset=Sector.objects.in_use(),
        to_field_name="code",
        empty_label=_("All sectors"),
    )
    territoire = territory_filter()

    class Meta:
        model = Innovation
        fields: list[str] = []
