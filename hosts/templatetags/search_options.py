"""The boxes of the filter panel. A page has a hundred of them: made by one call each instead of by a template."""

from __future__ import annotations

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from hosts.selectors.search.facets import Facet, Option

register = template.Library()
BOX = (
    '<div class="form-check">'
    '<input class="form-check-input" type="{}" form="search-form" id="{}" name="{}" value="{}"{}>'
    '<label class="form-check-label" for="{}">{} {}</label></div>'
)
CHECKED = mark_safe(" checked")


@register.simple_tag
def search_box(option: Option, name: str, kind: str = "checkbox") -> SafeString:
    """A box or a button to choose one option; `name` is that of the address."""
    key = f"f-{name}-{option.value}"
    return format_html(
        BOX, kind, key, name, option.value, CHECKED if option.chosen else "", key, option.word, option.shown
    )


@register.simple_tag
def access_box(option: Option) -> SafeString:
    """A way of access is a parameter of its own."""
    key = f"f-{option.value}"
    checked = CHECKED if option.chosen else ""
    return format_html(BOX, "checkbox", key, option.value, "1", checked, key, option.word, option.shown)


@register.simple_tag
def search_choices(facet: Facet) -> SafeString:
    """The options of a list to choose one from."""
    rows = (
        (one.value, mark_safe(" selected") if one.chosen else "", one.word, one.count, "+" if one.more else "")
        for one in facet.options
    )
    return format_html_join("", '<option value="{}"{}>{} ({}{})</option>', rows)
