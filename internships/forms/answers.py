"""What a host answers, and what a trainee says when they withdraw."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from accounts.models import Membership, Organisation, User
from internships.services.applications import Tutor

REASONS = {
    "full": _("We have no room left at these dates."),
    "dates": _("These dates do not suit us: others might."),
    "nobody": _("Nobody in our team can accompany a trainee at that time."),
    "profile": _("What we can offer does not match what you are looking for."),
}
OTHER = "other"


class AcceptForm(forms.Form):
    message = forms.CharField(
        label=_("A word for the trainee"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("What to bring, whom to call, when to come and meet you before."),
    )
    tutor = forms.ModelChoiceField(
        label=_("Who will accompany the trainee?"),
        queryset=User.objects.none(),
        required=False,
        empty_label=_("Not known yet"),
        help_text=_("You can say so later too."),
    )
    tutor_name = forms.CharField(label=_("Somebody else: first name and name"), required=False, max_length=160)
    tutor_function = forms.CharField(label=_("Their function"), required=False, max_length=120)
    tutor_email = forms.EmailField(
        label=_("Their e-mail address"), required=False, help_text=_("Seen by the trainee and their school.")
    )

    def __init__(self, *args: Any, host: Organisation, by_link: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        team = people_of(host)
        if by_link or not team:
            del self.fields["tutor"]
            self.fields["tutor_name"].label = _("Who will accompany the trainee? First name and name")
        else:
            self.fields["tutor"].queryset = team  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        if values.get("tutor") and values.get("tutor_name"):
            self.add_error("tutor_name", _("Choose somebody of the team, or name somebody else: not both."))
        if values.get("tutor_email") and not values.get("tutor_name"):
            self.add_error("tutor_name", _("Say whose address it is."))
        return values

    @property
    def named(self) -> Tutor | None:
        values = self.cleaned_data
        chosen: User | None = values.get("tutor")
        if chosen is not None:
            return Tutor(name=str(chosen), function=values["tutor_function"], user=chosen)
        if not values["tutor_name"].strip():
            return None
        return Tutor(name=values["tutor_name"], function=values["tutor_function"], email=values["tutor_email"])


class RefuseForm(forms.Form):
    choice = forms.ChoiceField(
        label=_("Why not this time?"),
        choices=[*REASONS.items(), (OTHER, _("Another reason, in my words"))],
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label=_("In your words"),
        required=False,
        max_length=900,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The trainee reads them. A kind word, or other dates, helps them go on."),
    )

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        if values.get("choice") == OTHER and not values.get("words", "").strip():
            self.add_error("words", _("Say why, in a sentence: it is sent to the trainee."))
        return values

    def reason(self, language: str) -> str:
        """The reason in the trainee's language, with what was added."""
        words = str(self.cleaned_data["words"]).strip()
        if self.cleaned_data["choice"] == OTHER:
            return words
        with translation.override(language):
            chosen = str(REASONS[self.cleaned_data["choice"]])
        return f"{chosen}\n\n{words}" if words else chosen


class WithdrawForm(forms.Form):
    reason = forms.CharField(
        label=_("A word for the host"),
        required=False,
        max_length=900,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("It is polite, not compulsory."),
    )


class ConfirmForm(forms.Form):
    """Nothing to fill in: the page says what confirming does."""


def people_of(host: Organisation) -> QuerySet[User]:
    """Members of the host who may accompany trainees."""
    seats = Membership.objects.current().filter(organisation=host, role__in=(Role.TUTOR, Role.HOST_MANAGER))
    return User.objects.filter(pk__in=seats.values("user"), is_active=True).order_by("sort_name", "pk")
