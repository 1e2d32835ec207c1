"""Articles and testimonials: what one types (S12, T14)."""

from __future__ import annotations

from typing import Any

import django_filters as filters
from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from hosts.forms.versions import VersionedForm
from practices import experiences
from practices.editing import territories_of
from practices.forms.lists import ListFilter, territory_filter
from practices.models import Article, Testimonial
from practices.naming import Age, age_of
from practices.network_enums import Voice


class ArticleForm(VersionedForm, forms.ModelForm):
    section = ("title", "summary", "body", "language", "territory", "photo_words", "signature")
    upload = forms.FileField(label=_("Photo"), required=False, help_text=_("JPEG, PNG or WebP, 10 MB at most."))
    drop_photo = forms.BooleanField(label=_("Take the picture away"), required=False)

    class Meta:
        model = Article
        fields = ("title", "summary", "body", "photo_words", "signature", "language", "territory")
        labels = {
            "title": _("Title"),
            "summary": _("In two sentences"),
            "body": _("Text"),
            "photo_words": _("What the picture shows"),
            "signature": _("Signed"),
            "language": _("Language"),
            "territory": _("Territory"),
        }
        help_texts = {
            "summary": _("What the list shows."),
            "body": _("A page or two: what happened, what it changed, who to ask."),
            "signature": _("For instance: the team of the network. Only people who agreed to be named."),
            "photo_words": _("Read aloud to people who cannot see it: « Parents and a worker around a low table »."),
        }
        widgets = {
            "summary": forms.Textarea(attrs={"rows": 3, "maxlength": 400}),
            "body": forms.Textarea(attrs={"rows": 16}),
        }

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        territory: Any = self.fields["territory"]
        territory.queryset, territory.empty_label = territories_of(person), _("Everywhere")
        if not self.instance.photo_id:
            del self.fields["drop_photo"]
        self.order_fields(["title", "summary", "body", "upload", "drop_photo", "photo_words", "signature"])
        self.guard()


class ArticleFilter(ListFilter):
    q = filters.CharFilter(label=_("Words"), method="search")
    territoire = territory_filter()

    class Meta:
        model = Article
        fields: list[str] = []


class TestimonialForm(forms.Form):
    """A few sentences about something lived; with a name only where its owner, of age, wants it."""

    about = forms.ChoiceField(label=_("What do you speak of?"), widget=forms.RadioSelect)
    words = forms.CharField(
        label=_("What would you like to say?"),
        max_length=900,
        widget=forms.Textarea(attrs={"rows": 7, "maxlength": 900}),
        help_text=_("What you learnt, what surprised you, what you would tell somebody who hesitates. Name nobody."),
    )
    naming = forms.ChoiceField(label=_("What stands below it?"), widget=forms.RadioSelect)
    adult = forms.BooleanField(label=_("I am 18 or older (needed to show your name)"), required=False)
    consent = forms.BooleanField(
        label=_("My words may be published here, on the page of the host and on the home page, until I withdraw them")
    )

    def __init__(self, *args: Any, person: User, host: int = 0, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person
        self.lived = experiences.of(person)
        about: Any = self.fields["about"]
        about.choices = [(one.key, one.words) for one in self.lived]
        about.initial = next((one.key for one in self.lived if one.host == host), None)
        if len(self.lived) == 1:
            about.initial = self.lived[0].key
        age = age_of(person)
        naming: Any = self.fields["naming"]
        naming.choices = [("", _("No name: only « trainee », « host team »…"))]
        naming.initial = ""
        naming.required = False
        if age == Age.MINOR:
            del self.fields["naming"]
        else:
            naming.choices += [("first", person.first_name), ("full", person.get_full_name())]
        if age != Age.UNKNOWN:
            del self.fields["adult"]

    @property
    def name(self) -> str:
        """What is shown below the words."""
        wanted = self.cleaned_data.get("naming", "")
        return {"first": self.person.first_name, "full": self.person.get_full_name()}.get(wanted, "")


class TestimonialFilter(ListFilter):
    voix = filters.ChoiceFilter(
        label=_("Who speaks"), field_name="voice", choices=Voice.choices, empty_label=_("Everybody")
    )
    territoire = territory_filter()

    class Meta:
        model = Testimonial
        fields: list[str] = []
