"""Names go into e-mails to people who asked for nothing: no address hides in them, and no line break."""

from __future__ import annotations

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

_ADDRESS = re.compile(r"https?:|www\.|//|@|\.(com|net|org|fr|be|info|io|eu|link|site|xyz)\b", re.IGNORECASE)


def plain_name(name: str) -> None:
    """A ValidationError when the name holds an address or characters that cannot be seen."""
    if _ADDRESS.search(name):
        raise ValidationError(_("A name holds no web or e-mail address."), code="address_in_name")
    if any(unicodedata.category(character) in ("Cc", "Cf", "Zl", "Zp") for character in name):
        raise ValidationError(_("A name is one line of letters. Type it again."), code="hidden_characters")
