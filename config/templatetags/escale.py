"""Template tags that every page may use; each is shown on /styleguide/."""

from __future__ import annotations

import datetime
from functools import lru_cache
from typing import Any

import lucide as icons
from django import template
from django.http import HttpRequest
from django.template.base import NodeList, Parser, TextNode, Token
from django.template.context import Context
from django.utils import formats, timezone, translation
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from config import drawing, navigation, tokens
from law import durations

register = template.Library()
THIN, HARD = "\u202f", "\u00a0"


# Pictures


@lru_cache(maxsize=512)
def _icon(name: str, size: int, classes: str, extra: tuple[tuple[str, str], ...]) -> SafeString:
    attributes: dict[str, object] = {"aria_hidden": "true", "focusable": "false", **dict(extra)}
    attributes["class"] = f"lucide {classes}".strip()
    return mark_safe(icons._render_icon(name, size, **attributes))


def _lucide(name: str, size: int = 24, **attributes: Any) -> SafeString:
    classes = str(attributes.pop("class", ""))
    extra = tuple(sorted((key, str(value)) for key, value in attributes.items()))
    return _icon(str(name) + "", int(size), classes, extra)


# What Django makes of such a function: it reads the tag's words.
_compile_lucide = template.Library()
_compile_lucide.simple_tag(_lucide, name="lucide")


@register.tag
def lucide(parser: Parser, token: Token) -> template.Node:
    """An icon, hidden from assistive technology: its word stands beside it. `{% lucide "map-pin" size=20 %}`

    A page has a hundred and fifty of them: where nothing varies, it is drawn once, when the template is read.
    """
    node: Any = _compile_lucide.tags["lucide"](parser, token)
    words = [*node.args, *node.kwargs.values()]
    if node.target_var or any(word.is_var or word.filters for word in words):
        return node  # type: ignore[no-any-return]
    return TextNode(node.render(Context()))


@register.simple_tag
def landscape(identifier: object) -> SafeString:
    """A small landscape drawn from an identifier: `{% landscape host.pk %}`."""
    return mark_safe(drawing.landscape(str(identifier)))


@register.simple_tag
def token(name: str) -> str:
    """A colour of tokens.css (light), for e-mails, which cannot read a style sheet: `{% token "lagoon" %}`."""
    return tokens.token(name)


# Finding one's way


class BreadcrumbsNode(template.Node):
    child_nodelists = ("nodelist",)

    def __init__(self, nodelist: NodeList) -> None:
        self.nodelist = nodelist

    def render(self, context: Context) -> str:
        crumbs = self.nodelist.render(context).strip()
        if not crumbs:
            return ""
        home = format_html('<li><a href="{}">{}</a></li>', navigation.address_of("home"), _("Home"))
        label = _("You are here")
        return format_html('<nav class="crumbs" aria-label="{}"><ol>{}{}</ol></nav>', label, home, mark_safe(crumbs))


@register.tag
def breadcrumbs(parser: Parser, token: Token) -> BreadcrumbsNode:
    """Wraps the page's crumbs, after the home page; nothing at all where a page has none. Used by base.html."""
    nodelist = parser.parse(("endbreadcrumbs",))
    parser.delete_first_token()
    return BreadcrumbsNode(nodelist)


@register.simple_tag
def crumb(text: object, address: str = "") -> SafeString:
    """One stop of the breadcrumbs; without an address, the page itself."""
    if address:
        return format_html('<li><a href="{}">{}</a></li>', address, text)
    return format_html('<li><span aria-current="page">{}</span></li>', text)


@register.simple_tag(takes_context=True)
def navigation_links(context: Context, group: str) -> list[navigation.Link]:
    """The links of a group (`main`, `personal`, `footer`) for whoever asks."""
    request = context.get("request")
    return navigation.links(getattr(navigation, group.upper()), request) if request else []


@register.simple_tag
def url_if_any(route: str, **arguments: Any) -> str:
    """The address of a route, or nothing where it does not exist."""
    return navigation.address_of(route, **arguments)


@register.simple_tag(takes_context=True)
def active(context: Context, route: str, **arguments: Any) -> SafeString:
    """` aria-current="page"` when the page is that route or lies under it: `<a{% active "hosts:search" %} …>`."""
    request: HttpRequest | None = context.get("request")
    address = navigation.address_of(route, **arguments)
    under = bool(request and address) and request.path.startswith(address) and (address != "/" or request.path == "/")  # type: ignore[union-attr]
    return mark_safe(' aria-current="page"' if under else "")


@register.simple_tag(takes_context=True)
def url_with(context: Context, **changes: Any) -> str:
    """This page's address with parameters changed; None or "" drops one: `{% url_with page=2 sector=None %}`."""
    request: HttpRequest = context["request"]
    query = request.GET.copy()
    for name, value in changes.items():
        if value is None or value == "":
            query.pop(name, None)
        elif isinstance(value, (list, tuple)):
            query.setlist(name, [str(item) for item in value])
        else:
            query[name] = str(value)
    encoded = query.urlencode()
    return f"{request.path}?{encoded}" if encoded else request.path


@register.simple_tag(takes_context=True)
def hidden_query(context: Context, *dropped: str) -> SafeString:
    """The query's other parameters as hidden fields, so that a small GET form keeps the rest of the state."""
    request: HttpRequest = context["request"]
    fields = [
        format_html('<input type="hidden" name="{}" value="{}">', name, value)
        for name, values in request.GET.lists()
        if name not in dropped
        for value in values
    ]
    return mark_safe("".join(fields))


# Numbers, lengths of time, dates


@register.filter
def thousands(value: Any) -> str:
    """1200 → « 1 200 » in French (narrow no-break space), 1,200 in English."""
    try:
        number = int(value)
    except (TypeError, ValueError):
        return str(value)
    return f"{number:,}".replace(",", THIN) if _french() else f"{number:,}"


@register.filter
def decimal(value: Any, places: int = 1) -> str:
    """1.5 → « 1,5 »; no useless zero."""
    text = f"{float(value):,.{places}f}"
    if places:
        text = text.rstrip("0").rstrip(".")
    return text.replace(",", THIN).replace(".", ",") if _french() else text


@register.filter
def km(value: Any) -> str:
    """A distance in kilometres: « 800 m », « 3,4 km », « 12 km »."""
    if value is None or value == "":
        return ""
    distance = float(value)
    if distance < 1:
        return f"{round(distance * 1000, -2):.0f}{HARD}m" if distance >= 0.1 else _("less than 100 m")
    if distance < 10:
        return f"{decimal(distance)}{HARD}km"
    return f"{thousands(round(distance))}{HARD}km"


@register.filter
def hours(minutes: Any) -> str:
    """Minutes after midnight as a time of day: « 9 h 30 » in French, 9:30 in English."""
    if minutes is None or minutes == "":
        return ""
    if isinstance(minutes, datetime.time):
        minutes = minutes.hour * 60 + minutes.minute
    whole, rest = divmod(int(minutes), 60)
    if _french():
        return f"{whole}{HARD}h" + (f"{HARD}{rest:02d}" if rest else "")
    return f"{whole}:{rest:02d}"


@register.filter
def duration(minutes: int | None) -> str:
    """Minutes as a length of time: « 441 h », « 7 h 30 », in both languages."""
    return "" if minutes is None else durations.words(minutes)


@register.filter
def euros(value: Any) -> str:
    """An amount: « 1 390,50 € »."""
    whole, cents = f"{float(value):,.2f}".split(".")
    if _french():
        return f"{whole.replace(',', THIN)},{cents}{HARD}€"
    return f"€{whole}.{cents}"


@register.filter
def long_date(value: datetime.date | datetime.datetime | None) -> str:
    """« lundi 3 mars 2027 », Monday 3 March 2027; the first of a month is « 1er »."""
    if value is None:
        return ""
    if isinstance(value, datetime.datetime) and timezone.is_aware(value):
        value = timezone.localtime(value)
    words = formats.date_format(value, "l j F Y")
    return words.replace(" 1 ", " 1er ", 1) if _french() and value.day == 1 else words


@register.filter
def day(value: datetime.date | datetime.datetime | None) -> str:
    """« 3 mars 2027 »."""
    if value is None:
        return ""
    # A list shows the same few days again and again. Moments are left out: two that are equal may show different days.
    return _known_day(value, translation.get_language()) if type(value) is datetime.date else _day(value)


def _day(value: datetime.date | datetime.datetime) -> str:
    words = formats.date_format(value, "j F Y")
    return words.replace("1 ", "1er ", 1) if _french() and value.day == 1 else words


@lru_cache(maxsize=2_000)
def _known_day(value: datetime.date, language: str | None) -> str:
    return _day(value)


@register.filter
def since(value: datetime.date | datetime.datetime | None) -> str:
    """How long it has been: « aujourd'hui », « depuis hier », « depuis 4 jours »."""
    if value is None:
        return ""
    moment = timezone.localtime(value).date() if isinstance(value, datetime.datetime) else value
    days = (timezone.localdate() - moment).days
    if days <= 0:
        return _("today")
    if days == 1:
        return _("since yesterday")
    if days < 60:
        return ngettext("for %(count)d day", "for %(count)d days", days) % {"count": days}
    months = round(days / 30.4)
    if months < 24:
        return ngettext("for %(count)d month", "for %(count)d months", months) % {"count": months}
    years = months // 12
    return ngettext("for %(count)d year", "for %(count)d years", years) % {"count": years}


@register.filter
def initials(person: Any) -> str:
    """Two letters for a person: « CM »."""
    names = [getattr(person, "first_name", ""), getattr(person, "last_name", "")]
    return "".join(name[:1].upper() for name in names) or "·"


def _french() -> bool:
    return (translation.get_language() or "fr").startswith("fr")
