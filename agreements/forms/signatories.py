"""What whoever leads an agreement fills in: who signs, a scan, a reason."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from agreements.enums import Capacity, Side
from agreements.models import Signatory
from documents import kinds
from hosts.models import HostInstitution


class SignatoryForm(forms.Form):
    """One signatory; the capacity is chosen once, when the line is added."""

    capacity = forms.ChoiceField(label=_("Signs as"), choices=Capacity.choices)
    name = forms.CharField(label=_("First name and name"), max_length=160)
    function = forms.CharField(label=_("Function"), max_length=120, required=False)
    email = forms.EmailField(
        label=_("E-mail address"),
        required=False,
        help_text=_("Their own address. Without one, they sign on paper and you hand in the scan."),
    )
    required = forms.BooleanField(
        label=_("Must sign"),
        required=False,
        initial=True,
        help_text=_("Otherwise they are asked as well, and the agreement does not wait for them."),
    )

    def __init__(
        self, *args: Any, row: Signatory | None = None, hosts: Sequence[HostInstitution] = (), **options: Any
    ) -> None:
        if row is not None:
            options["initial"] = {
                "name": row.name,
                "function": row.function,
                "email": row.email,
                "required": row.required,
            }
        super().__init__(*args, **options)
        if row is not None:
            del self.fields["capacity"]
        elif len(hosts) > 1:
            self.fields["institution"] = forms.TypedChoiceField(
                label=_("For which host"),
                choices=[("", _("Not for a host")), *((host.pk, str(host)) for host in hosts)],
                coerce=int,
                empty_value=None,
                required=False,
            )
            self.order_fields(["capacity", "institution"])


SIDE_OF: dict[str, str] = {
    Capacity.TRAINEE: Side.TRAINEE,
    Capacity.GUARDIAN: Side.TRAINEE,
    Capacity.HEAD: Side.SCHOOL,
    Capacity.REFERENT_TEACHER: Side.SCHOOL,
    Capacity.HOST: Side.HOST,
    Capacity.TUTOR: Side.HOST,
    Capacity.EMPLOYER: Side.EMPLOYER,
}


class OrderForm(forms.Form):
    """The step of each signatory, and whether the order counts."""

    in_order = forms.TypedChoiceField(
        label=_("Who signs when?"),
        choices=[("1", _("One step after the other")), ("", _("All at once"))],
        coerce=bool,
        required=False,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, rows: list[Signatory], in_order: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        self.rows = rows
        self.fields["in_order"].initial = "1" if in_order else ""
        for row in rows:
            self.fields[f"step-{row.pk}"] = forms.IntegerField(
                label=_("Step of %(name)s") % {"name": row.name}, min_value=1, max_value=9, initial=row.step
            )

    @property
    def chosen_order(self) -> bool:
        return bool(self.cleaned_data["in_order"])

    @property
    def steps(self) -> dict[int, int]:
        return {row.pk: self.cleaned_data[f"step-{row.pk}"] for row in self.rows}


class ScanForm(forms.Form):
    scan = forms.FileField(
        label=_("Scan of the signed document"),
        help_text=_("PDF or photo, 15 MB at most."),
        widget=forms.ClearableFileInput(
            attrs={"accept": ",".join(kinds.KINDS[kind].extension for kind in (kinds.PDF, kinds.JPEG, kinds.PNG))}
        ),
    )
    same = forms.BooleanField(
        label=_("I have checked that it is this very version, and that the signature is this person’s."),
        error_messages={"required": _("Check the document, then tick this box.")},
    )


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Why"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Sent as it is to the people concerned."),
    )


class AnswerForm(forms.Form):
    text = forms.CharField(label=_("Your answer"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))
