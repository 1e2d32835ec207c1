"""Tags of the frame of the space."""

from __future__ import annotations

from django import template
from django.template import Context
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from exchanges import tabs
from exchanges.access import SPACE, within
from exchanges.models import ExchangeSpace

register = template.Library()
ELSEWHERE = '<a href="{}">{}</a>'
HERE = '<a href="{}" aria-current="page">{}</a>'


@register.simple_tag(takes_context=True)
def space_tabs(context: Context) -> SafeString:
    """The tabs that this person has, the one of the page marked."""
    current = context.get("tab", "")
    links = [
        format_html(HERE if tab.route == current else ELSEWHERE, reverse(tab.route), tab.words)
        for tab in tabs.shown(context["seat"])
    ]
    return format_html_join("", "{}", ((link,) for link in links))


@register.simple_tag
def space_home(space: ExchangeSpace) -> str:
    """The way into it, also from another one."""
    return within(space.pk, reverse("exchanges:home"))


@register.simple_tag(takes_context=True)
def space_field(context: Context) -> SafeString:
    """In a form: in which space it stands, for whoever has a seat in several. Another window may have chosen another
    one meanwhile; what is sent from here is done here."""
    seat = context.get("seat")
    if seat is None or not seat.elsewhere:
        return SafeString()
    return format_html('<input type="hidden" name="{}" value="{}">', SPACE, seat.space.pk)


@register.simple_tag
def space_picture(space: ExchangeSpace) -> str:
    """The address of its picture, small, without reading the row of the file."""
    return reverse("documents:thumbnail", kwargs={"pk": space.image_id})
