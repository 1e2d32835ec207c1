"""Text that people write in Markdown, as clean HTML: headings below the page's own, links, lists, tables; no more."""

from __future__ import annotations

import re

import markdown
import nh3
from django.utils.safestring import SafeString, mark_safe

TAGS = {
    "p", "br", "hr", "h2", "h3", "h4", "strong", "em", "del", "code", "pre", "blockquote", "ul", "ol", "li", "a",
    "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip
ATTRIBUTES = {"a": {"href", "title"}, "th": {"scope"}}
SCHEMES = {"http", "https", "mailto", "tel"}


def render(text: str) -> SafeString:
    """Markdown → HTML without scripts, styles, images or forms. A first-level heading becomes a second-level one."""
    html = markdown.markdown(text, extensions=["tables", "sane_lists", "nl2br"], output_format="html")
    html = re.sub(r"<(/?)h1\b", r"<\1h2", html)
    html = re.sub(r"<(/?)h[56]\b", r"<\1h4", html)
    html = html.replace("<th>", '<th scope="col">').replace("<th style=", '<th scope="col" style=')
    clean = nh3.clean(html, tags=TAGS, attributes=ATTRIBUTES, url_schemes=SCHEMES, link_rel="noopener")
    return mark_safe(clean)
