"""Names sort as people expect: « Étienne » among the E, whatever the collation of the database."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Func, Value
from django.db.models.functions import Concat, Lower

_ACCENTED = "àáâãäåçèéêëìíîïñòóôõöøùúûüýÿœæ’'"
_PLAIN = "aaaaaaceeeeiiiinoooooouuuuyyoa  "


def sort_name(*fields: str) -> models.GeneratedField:
    """A column that the database keeps itself: the fields one after another, in lower case and without accents."""
    whole = F(fields[0]) if len(fields) == 1 else Concat(*(part for name in fields for part in (F(name), Value(" "))))
    folded = Func(Lower(whole), Value(_ACCENTED), Value(_PLAIN), function="translate")
    return models.GeneratedField(expression=folded, output_field=models.CharField(max_length=250), db_persist=True)
