"""Free text of the space says nothing of the people followed up (B16): forms say so, and look for what slipped in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms

from exchanges.identifiers import Finding, digest, find

# The name of the box by which one says that what was found is right.
CONFIRMED = "identifiers_seen"

if TYPE_CHECKING:
    Base = forms.BaseForm
else:
    Base = object


class WithoutIdentifiers(Base):
    """A mixin, first among a form's bases: words that look like somebody's identifiers stop the form once.

    What was typed stays; whoever wrote it takes it out, or says that it concerns nobody who is followed up. Contact
    fields are meant to hold identifiers and are left alone, as are those of `not_checked`. Templates show it with
    {% include "exchanges/parts/without_identifiers.html" %}, above the button.
    """

    not_checked: ClassVar[tuple[str, ...]] = ()
    identifier_findings: list[Finding]
    identifiers_confirmed: bool

    def clean(self) -> dict[str, Any] | None:
        data = super().clean()
        self.check_identifiers()
        return data

    def checked_fields(self) -> Iterator[str]:
        """Fields of free text; neither addresses nor those that say whom to contact."""
        others = (forms.EmailField, forms.URLField, forms.RegexField, forms.GenericIPAddressField)
        for name, field in self.fields.items():
            text = isinstance(field, forms.CharField) and not isinstance(field, others)
            if text and not field.widget.is_hidden and name not in self.not_checked and not name.startswith("contact"):
                yield name

    def check_identifiers(self) -> None:
        """Called by `clean`; sets what was found, and refuses it unless it was confirmed."""
        found = {name: find(str(self.cleaned_data.get(name) or "")) for name in self.checked_fields()}
        self.identifier_findings = [one for findings in found.values() for one in findings]
        self.identifiers_confirmed = self.data.get(self.add_prefix(CONFIRMED)) == self.identifiers_digest
        if self.identifiers_confirmed:
            return
        for name, findings in found.items():
            for one in findings:
                self.add_error(name, one.words)

    @property
    def identifiers_digest(self) -> str:
        return digest(getattr(self, "identifier_findings", []))

    @property
    def identifiers_name(self) -> str:
        return self.add_prefix(CONFIRMED)
