"""The steps in which a practice is written: drafts are saved as they are, what is needed is asked at the end."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership, Organisation, User
from hosts.forms.fields import TermsField, grouped
from hosts.forms.placed import PlacedForm
from hosts.forms.versions import VersionedForm
from hosts.models import HostInstitution, Occupation, Sector
from hosts.text import fold
from hosts.words import language_choices
from practices.enums import Evidence
from practices.models import Audience, GoodPractice

MARKDOWN = _("Simple layout works: an empty line between paragraphs, « - » for a list, **bold**, [a link](https://…).")
MOST_HOSTS = 8


class StepForm(VersionedForm, forms.ModelForm):
    """One step. `needed`: what a practice that is sent has; not said to be optional, although a draft may lack it."""

    needed: tuple[str, ...] = ()
    use_required_attribute = False

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        self.person = person
        super().__init__(*args, **kwargs)
        self.set_up()
        for name in self.needed:
            self.fields[name].needed = True  # type: ignore[attr-defined]
        self.guard()

    def set_up(self) -> None:
        """What a step adds to its fields."""


class WhatForm(StepForm):
    section = ("title", "summary", "is_observed", "sectors", "audiences", "audience_details", "occupations")
    needed = ("title", "summary", "sectors", "audiences")
    is_observed = forms.TypedChoiceField(
        label=_("Where do you know it from?"),
        choices=[("True", _("I observed it elsewhere, during a visit or a placement")), ("False", _("We do it"))],
        coerce=lambda value: value == "True",
        widget=forms.RadioSelect,
    )
    sectors = TermsField(label=_("Sectors"), queryset=Sector.objects.all(), required=False)
    audiences = TermsField(label=_("Whom is it for?"), queryset=Audience.objects.all(), required=False)
    occupations = TermsField(
        label=_("Occupations"),
        queryset=Occupation.objects.all(),
        required=False,
        help_text=_("Those who can take it up at work."),
    )

    class Meta:
        model = GoodPractice
        fields = ("title", "summary", "is_observed", "sectors", "audiences", "audience_details", "occupations")
        labels = {"title": _("Title"), "summary": _("In one sentence"), "audience_details": _("Who exactly?")}
        help_texts = {
            "title": _("What one would call it among colleagues: « Le café des parents du mardi »."),
            "summary": _("What is done, with whom, to what end: this is what the list shows."),
            "audience_details": _("For instance: young people of 16 to 20 in an IMPro, before their first job."),
        }
        widgets = {"summary": forms.Textarea(attrs={"rows": 2, "maxlength": 300})}

    def set_up(self) -> None:
        for name in ("sectors", "audiences", "occupations"):
            field: Any = self.fields[name]
            field.keep(getattr(self.instance, name).values_list("pk", flat=True) if self.instance.pk else [])

    def display(self, name: str, value: Any) -> str:
        return super().display(name, str(value) if name == "is_observed" else value)

    def occupation_groups(self) -> dict[str, list[dict[str, Any]]]:
        chosen = self.instance.sectors.values_list("pk", flat=True).first() if self.instance.pk else None
        return grouped(self["occupations"], "sector", chosen)


class WhereForm(PlacedForm, StepForm):
    """The structure by its name; where Escale knows it already, the host's sheet is linked."""

    section = ("host", "structure", "place", "postcode", "city", "country")
    needed = ("structure", "place")
    host = forms.ModelChoiceField(
        label=_("Is it one of these hosts?"),
        queryset=HostInstitution.objects.none(),
        required=False,
        widget=forms.RadioSelect,
        empty_label=_("None of these"),
        blank=True,
    )
    asked = forms.CharField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = GoodPractice
        fields = ("structure",)
        labels = {"structure": _("Name of the establishment or place")}
        help_texts = {"structure": _("Its name tells readers whom they can visit or ask.")}

    def set_up(self) -> None:
        spot: Any = self.instance
        self.set_place(spot)
        self.fields["place"].required = False
        self.fields["structure"].required = False
        if not self.instance.structure and self.instance.host:
            self.initial["structure"] = self.instance.host.name
        typed = self.data.get("structure") if self.is_bound else self.initial.get("structure", "")
        known = self.instance.host_id
        self.candidates = hosts_named(typed or "", known)
        self.fields["host"].queryset = HostInstitution.objects.filter(  # type: ignore[attr-defined]
            pk__in=[host.pk for host in self.candidates]
        ).select_related("organisation")
        self.initial["host"] = known
        self.initial["asked"] = fold(typed or "") if self.candidates else ""
        self.order_fields(("structure", "host", "asked", "place", "postcode", "country"))

    @property
    def answered(self) -> bool:
        """Whether the person has said which of the hosts of that name it is."""
        return not self.candidates or self.data.get("asked", "") == fold(self.data.get("structure", ""))

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        host: HostInstitution | None = data.get("host")
        if not self.answered and not self.data.get("autosave"):
            self.add_error("host", _("Escale knows hosts of this name: say whether it is one of them."))
        if host is not None:
            data["structure"] = host.name[:200]
            site = host.sites.filter(active=True).select_related("place").first()
            if site is not None and not data.get("place") and not data.get("city"):
                data |= {"place": site.place, "postcode": site.postcode, "city": site.city, "country": site.country}
        data.setdefault("city", "")
        return data


def hosts_named(typed: str, known: int | None) -> list[HostInstitution]:
    """Published hosts whose name holds every word typed; the one linked already comes first."""
    words = fold(typed).split()
    hosts = HostInstitution.objects.published().select_related("organisation").prefetch_related("sites")
    found = list(hosts.filter(pk=known)) if known else []
    if len(fold(typed)) >= 3:
        for word in words:
            hosts = hosts.filter(folded_name__contains=word)
        found += list(hosts.exclude(pk=known or 0).order_by("folded_name", "pk")[:MOST_HOSTS])
    return found


class StoryForm(StepForm):
    section = ("context", "description")
    needed = ("context", "description")

    class Meta:
        model = GoodPractice
        fields = ("context", "description")
        labels = {"context": _("Why did they begin?"), "description": _("What do they do?")}
        help_texts = {
            "context": _("The situation, the need, the question the team asked itself."),
            "description": _("Who does what, with whom, when, how often: so that a reader could tell it."),
        }
        widgets = {
            "context": forms.Textarea(attrs={"rows": 7}),
            "description": forms.Textarea(attrs={"rows": 14}),
        }


class WorthForm(StepForm):
    section = ("effects", "evidence", "conditions", "resources", "transferability")
    needed = ("effects", "evidence")
    evidence = forms.ChoiceField(
        label=_("How are the effects known?"),
        choices=[choice for choice in Evidence.choices if choice[0]],
        widget=forms.RadioSelect,
        required=False,
    )

    class Meta:
        model = GoodPractice
        fields = ("effects", "evidence", "conditions", "resources", "transferability")
        labels = {
            "effects": _("Does it work?"),
            "conditions": _("What does it take?"),
            "resources": _("Means and resources"),
            "transferability": _("Doing the same elsewhere"),
        }
        help_texts = {
            "effects": _("What changes, for whom; also what does not work."),
            "conditions": _("Team, time, partners, what must be there before."),
            "resources": _("Budget, tools, documents, books, training."),
            "transferability": _("What can be taken up as it is, what must be adapted, what to beware of."),
        }
        widgets = {
            "effects": forms.Textarea(attrs={"rows": 7}),
            **{name: forms.Textarea(attrs={"rows": 5}) for name in ("conditions", "resources", "transferability")},
        }


class PeopleForm(StepForm):
    section = ("organisation", "co_authors", "other_authors", "name_shown", "contact", "languages")
    needed = ("languages",)
    organisation = forms.ModelChoiceField(
        label=_("On behalf of"),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label=_("Myself"),
    )
    co_authors = forms.ModelMultipleChoiceField(
        label=_("Colleagues who write with me"),
        queryset=User.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("They can change the sheet as well, and it counts as theirs."),
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages of the sheet and its documents"),
        choices=language_choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = GoodPractice
        fields = ("organisation", "co_authors", "other_authors", "name_shown", "contact", "languages")
        labels = {
            "other_authors": _("Other co-authors"),
            "name_shown": _("Show the authors’ names on the public page"),
            "contact": _("Whom can readers ask?"),
        }
        help_texts = {
            "other_authors": _("One a line: name, function. Only people who agreed to be named."),
            "contact": _("A service and its telephone or e-mail address, rather than a person’s own."),
        }
        widgets = {"other_authors": forms.Textarea(attrs={"rows": 3})}

    def set_up(self) -> None:
        practice = self.instance
        mine = Membership.objects.current().filter(user=self.person).values("organisation")
        bodies: Any = self.fields["organisation"]
        bodies.queryset = Organisation.objects.filter(pk__in=mine) | Organisation.objects.filter(
            pk=practice.organisation_id
        )
        colleagues = Membership.objects.current().filter(organisation=practice.organisation_id).values("user")
        chosen = list(practice.co_authors.values_list("pk", flat=True))
        people = User.objects.filter(pk__in=colleagues) | User.objects.filter(pk__in=chosen)
        field: Any = self.fields["co_authors"]
        field.queryset = people.exclude(pk=practice.author_id).order_by("sort_name")
        if not field.queryset.exists():
            field.widget = forms.MultipleHiddenInput()


STEPS: dict[str, type[StepForm]] = {
    "what": WhatForm,
    "where": WhereForm,
    "story": StoryForm,
    "worth": WorthForm,
    "people": PeopleForm,
}


class PhotoForm(forms.Form):
    """A picture, and the words that replace it for those who cannot see it."""

    file = forms.FileField(label=_("Photo"), help_text=_("JPEG, PNG or WebP, 10 MB at most."))
    alternative = forms.CharField(
        label=_("What the picture shows"),
        max_length=200,
        help_text=_("Read aloud to people who cannot see it: « Parents and a worker around a low table »."),
    )


class AttachmentForm(forms.Form):
    """A document that readers may take along."""

    document = forms.FileField(label=_("Document"), help_text=_("PDF, office document or picture, 10 MB at most."))
    title = forms.CharField(label=_("Its title"), max_length=160)
