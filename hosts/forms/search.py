"""The search form: what the address may hold, checked; what cannot be read is said beside its field and left out."""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext_lazy as _

from hosts.forms.places import PlaceField, PlaceWidget
from hosts.models import Place
from hosts.selectors.search import lists
from hosts.selectors.search.criteria import (
    ACCESS,
    DEFAULT_RADIUS,
    MOST,
    PAGE_SIZE,
    RADII,
    Box,
    Centre,
    Criteria,
    Cursor,
)
from hosts.selectors.search.text import LONGEST

CURSOR = re.compile(r"(?P<at>\d{1,17})-(?P<entry>\d{1,18})")
SHARE_WORDS = [
    ("plein", _("Full time")),
    ("partiel", _("Part time")),
    ("mi", _("Half time, to be completed elsewhere")),
]
KIND_WORDS = [("tout", _("Offers and hosts")), ("offres", _("Offers only")), ("hotes", _("Hosts without an offer"))]
SORT_WORDS = [("pertinence", _("Relevance")), ("distance", _("Nearest first")), ("recent", _("Newest first"))]
ACCESS_WORDS: dict[str, str | Promise] = {
    "transport": _("Public transport nearby"),
    "repas": _("Meals on site"),
    "fauteuil": _("Wheelchairs have access"),
    "logement": _("Lodging possible"),
}
EARLIEST, LATEST = datetime.date(2000, 1, 1), datetime.date(2100, 1, 1)


class CodesField(forms.Field):
    """Codes of a list, several of them; gives numbers of the database."""

    widget = forms.SelectMultiple
    default_error_messages = {"unknown": _("“%(code)s” is not in the list any more. Choose another one.")}

    def __init__(self, kept: Callable[[], lists.Listed[Any]], **options: Any) -> None:
        self.kept = kept
        super().__init__(required=False, **options)

    def clean(self, value: Any) -> tuple[int, ...]:
        codes = [str(code) for code in value or () if code][:40]
        listed = self.kept()
        unknown = next((code for code in codes if code not in listed.by_code), None)
        if unknown is not None:
            raise ValidationError(self.error_messages["unknown"], code="unknown", params={"code": unknown[:60]})
        return listed.numbers(codes)


class OneOf(forms.TypedChoiceField):
    """One of a few values; empty when the address does not say."""

    default_error_messages = {"invalid_choice": _("Choose one of the values of the list.")}

    def __init__(self, choices: Any, **options: Any) -> None:
        super().__init__(choices=[("", ""), *choices], required=False, empty_value=options.pop("empty", ""), **options)


class DayField(forms.DateField):
    """A day as the browser's date field sends it, or as people write it."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    default_error_messages = {
        "invalid": _("Write a date such as 03/03/2027."),
        "far": _("Choose a date between 2000 and 2100."),
    }

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, input_formats=["%Y-%m-%d", "%d/%m/%Y", "%d/%m/%y", "%d.%m.%Y"], **options)

    def clean(self, value: Any) -> datetime.date | None:
        day = super().clean(value)
        if day is not None and not EARLIEST <= day <= LATEST:
            raise ValidationError(self.error_messages["far"], code="far")
        return day  # type: ignore[no-any-return]


class ZoneField(forms.CharField):
    """A rectangle of the map: west, south, east, north, in degrees."""

    default_error_messages = {"invalid": _("This part of the map cannot be read. Move the map and try again.")}

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, max_length=80, **options)

    def to_python(self, value: Any) -> Box | None:  # type: ignore[override]
        text = super().to_python(value)
        if not text:
            return None
        try:
            west, south, east, north = (float(part) for part in text.split(","))
        except ValueError as problem:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from problem
        right = all(map(math.isfinite, (west, south, east, north))) and west < east and south < north
        if not right or max(abs(west), abs(east)) > 540 or max(abs(south), abs(north)) > 90:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return Box(west, south, east, north)


class CursorField(forms.CharField):
    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, max_length=40, **options)

    def to_python(self, value: Any) -> tuple[datetime.datetime, int] | None:  # type: ignore[override]
        text = super().to_python(value)
        if not text:
            return None
        found = CURSOR.fullmatch(text)
        moment = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
        if found is None or int(found["at"]) > 4_000_000_000_000_000:
            raise ValidationError(_("This page does not exist. Go back to the first one."), code="invalid")
        return moment + datetime.timedelta(microseconds=int(found["at"])), int(found["entry"])


class SearchForm(forms.Form):
    """Names are those of the address, in French: people read and share it."""

    q = forms.CharField(label=_("What?"), max_length=LONGEST, required=False)
    lieu = PlaceField(label=_("Where?"), required=False, widget=PlaceWidget({"class": "form-control"}))
    rayon = OneOf([(str(km), f"{km} km") for km in RADII], label=_("Within"), coerce=int, empty=DEFAULT_RADIUS)
    secteur = CodesField(lists.sectors.get, label=_("Sector"))
    metier = CodesField(lists.occupations.get, label=_("Occupation"))
    niveau = CodesField(lists.levels.get, label=_("Level"))
    territoire = CodesField(lists.territories.get, label=_("Territory"))
    du = DayField(label=_("From"))
    au = DayField(label=_("Until"))
    temps = OneOf(SHARE_WORDS, label=_("Share of time"))
    transport = OneOf([("1", "")], label=ACCESS_WORDS["transport"], coerce=bool)
    repas = OneOf([("1", "")], label=ACCESS_WORDS["repas"], coerce=bool)
    fauteuil = OneOf([("1", "")], label=ACCESS_WORDS["fauteuil"], coerce=bool)
    logement = OneOf([("1", "")], label=ACCESS_WORDS["logement"], coerce=bool)
    places = forms.IntegerField(
        label=_("Seats left, at least"),
        required=False,
        min_value=1,
        max_value=99,
        error_messages={"invalid": _("Write a number of seats, such as 2.")},
    )
    type = OneOf(KIND_WORDS, label=_("Show"), empty="tout")
    tri = OneOf(SORT_WORDS, label=_("Order"))
    zone = ZoneField(label=_("Part of the map"))
    page = forms.IntegerField(label=_("Page"), required=False, min_value=1, max_value=MOST // PAGE_SIZE)
    apres = CursorField()
    avant = CursorField()
    exact = OneOf([("1", "")], coerce=bool)
    carte = OneOf([("1", "")], coerce=bool)

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if data.get("du") and data.get("au") and data["du"] > data["au"]:
            self.add_error("au", _("Choose a date after the first one."))
        return data

    @cached_property
    def offered(self) -> list[Place]:
        """Places that bear the name typed, where it means several: the page offers them in its own way."""
        self.is_valid()
        widget: Any = self.fields["lieu"].widget
        offered, widget.offered = widget.offered, []
        if offered:
            self.errors.pop("lieu", None)
        return list(offered)

    @property
    def place(self) -> Place | None:
        """The commune meant; the likeliest one where several bear the name."""
        offered = self.offered
        found: Place | None = self.cleaned_data.get("lieu")
        return found or next(iter(offered), None)

    def criteria(self) -> Criteria:
        """What is asked for, without what could not be read."""
        self.is_valid()
        data = self.cleaned_data
        cursor = data.get("apres") or data.get("avant")
        return Criteria(
            q=data.get("q") or "",
            centre=centre_of(self.place),
            radius=data.get("rayon") or DEFAULT_RADIUS,
            sectors=data.get("secteur") or (),
            occupations=data.get("metier") or (),
            levels=data.get("niveau") or (),
            territories=data.get("territoire") or (),
            first=data.get("du"),
            last=data.get("au"),
            share=data.get("temps") or "",
            access=tuple(name for name in ACCESS if data.get(name)),
            seats=data.get("places") or 0,
            kind=data.get("type") or "tout",
            sort=data.get("tri") or "",
            zone=data.get("zone"),
            page=data.get("page") or 1,
            cursor=Cursor(cursor[0], cursor[1], backwards=not data.get("apres")) if cursor else None,
            exact=bool(data.get("exact")),
        )


def centre_of(place: Place | None) -> Centre | None:
    if place is None or place.latitude is None or place.longitude is None:
        return None
    return Centre(place.label, place.latitude, place.longitude, place.approximate)
