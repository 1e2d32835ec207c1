"""What a version of a sheet holds: plain values in JSON. Lists and people by number, since their names may change."""

from __future__ import annotations

from typing import Any

from practices.models import GoodPractice

SCHEMA = 1
LONG_TEXTS = ("context", "description", "conditions", "effects", "transferability", "resources")
TEXTS = (
    *("title", "summary", "audience_details", "structure", "postcode", "city", "country"),
    *("other_authors", "contact", "evidence"),
    *LONG_TEXTS,
)
FLAGS = ("is_observed", "name_shown")
LISTS = ("sectors", "occupations", "audiences", "co_authors")
LINKS = ("host", "place", "organisation")
Content = dict[str, Any]


def freeze(practice: GoodPractice) -> Content:
    """The sheet as it stands now."""
    content: Content = {"schema": SCHEMA, "languages": sorted(practice.languages)}
    content |= {name: getattr(practice, name) for name in (*TEXTS, *FLAGS)}
    content |= {name: getattr(practice, f"{name}_id") for name in LINKS}
    content |= {name: sorted(getattr(practice, name).values_list("pk", flat=True)) for name in LISTS}
    photos, attachments = practice.photos.filter(dropped=False), practice.attachments.filter(dropped=False)
    content["photos"] = [{"id": pk, "words": words} for pk, words in photos.values_list("pk", "alternative")]
    content["attachments"] = [{"id": pk, "words": words} for pk, words in attachments.values_list("pk", "title")]
    return content


def thaw(practice: GoodPractice, content: Content) -> None:
    """Puts the sheet back to what a version says. Saves its lists and files; the caller saves the sheet itself."""
    for name in (*TEXTS, *FLAGS):
        setattr(practice, name, content[name])
    practice.languages = list(content["languages"])
    # Versions made before an entry was kept leave what the sheet has.
    for name in [one for one in LINKS if one in content]:
        field = practice._meta.get_field(name).related_model
        known = field.objects.filter(pk=content[name]).exists()  # type: ignore[union-attr]
        setattr(practice, f"{name}_id", content[name] if known else None)
    for name in LISTS:
        related = practice._meta.get_field(name).related_model
        getattr(practice, name).set(related.objects.filter(pk__in=content[name]))  # type: ignore[union-attr]
    for name, words in (("photos", "alternative"), ("attachments", "title")):
        kept = {one["id"]: (place, one["words"]) for place, one in enumerate(content[name])}
        for row in getattr(practice, name).all():
            row.dropped = row.pk not in kept
            if not row.dropped:
                row.position = kept[row.pk][0]
                setattr(row, words, kept[row.pk][1])
            row.save()
