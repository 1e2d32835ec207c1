from __future__ import annotations

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from documents import qrcodes

register = template.Library()


@register.simple_tag
def qr_code(text: object, alt: object, css: str = "qr") -> SafeString:
    """A QR code as a picture: `{% qr_code address "Code that leads to …" %}`. `alt` says where it leads."""
    return format_html('<img class="{}" src="{}" alt="{}">', css, qrcodes.data_uri(str(text)), alt)
