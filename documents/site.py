"""Pages of the site: reading, filling in who runs it, changing, and bringing newer texts where nobody changed them."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable

from django.conf import settings
from django.db import transaction
from django.utils import formats, timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import audit
from accounts.models import User
from documents import richtext
from documents.models import SitePage, SiteSettings

PLACEHOLDER = re.compile(r"\{([a-z-]+)\}")
# An e-mail or web address becomes a link.
LINK = re.compile(r"[^\s<>@]+@[^\s<>@]+\.[^\s<>@]+|https?://[^\s<>]+")
# What may stand between braces in a page, what it stands for, and where its value comes from.
PLACEHOLDERS: dict[str, tuple[object, Callable[[SiteSettings], str]]] = {
    "site": (gettext_lazy("name of the site"), lambda site: settings.SITE_NAME),
    "adresse-du-site": (gettext_lazy("address of the site"), lambda site: settings.PUBLIC_URL),
    "exploitant": (gettext_lazy("who runs this site"), lambda site: site.operator),
    "statut": (gettext_lazy("legal status and registration number"), lambda site: site.operator_status),
    "adresse": (gettext_lazy("postal address"), lambda site: site.address),
    "contact": (gettext_lazy("contact e-mail"), lambda site: site.contact_email),
    "telephone": (gettext_lazy("telephone"), lambda site: site.telephone),
    "directeur-publication": (gettext_lazy("publication director"), lambda site: site.publication_director),
    "delegue-donnees": (
        gettext_lazy("e-mail of the data protection officer"),
        lambda site: site.data_officer_email or site.contact_email,
    ),
    "hebergeur": (gettext_lazy("hosting provider"), lambda site: site.hosting_provider),
    "adresse-hebergeur": (
        gettext_lazy("address and telephone of the hosting provider"),
        lambda site: site.hosting_address,
    ),
    "conformite": (gettext_lazy("accessibility of the site"), lambda site: site.get_conformity_display()),
    "date-audit": (
        gettext_lazy("day of the accessibility audit"),
        lambda site: formats.date_format(site.audited_on, "j F Y") if site.audited_on else _("no audit yet"),
    ),
}
# What could be taken for markup.
SPECIAL = re.compile(r"_|[^\w\s,']")
# Without these, the legal notice says less than the law asks for.
NEEDED = ("operator", "address", "contact_email", "publication_director", "hosting_provider", "hosting_address")


class Stale(Exception):
    """Somebody else changed the page meanwhile; `page` is as it stands now."""

    def __init__(self, page: SitePage) -> None:
        super().__init__("the page was changed meanwhile")
        self.page = page


def fingerprint(title: str, body: str) -> str:
    return hashlib.sha256(f"{title}\n{body}".encode()).hexdigest()


def fill_in(text: str, site: SiteSettings) -> str:
    """Replaces the names in braces. What nobody has filled in is said to be missing; what people typed stays text."""

    def value(match: re.Match[str]) -> str:
        if match[1] not in PLACEHOLDERS:
            return match[0]
        words = PLACEHOLDERS[match[1]][1](site).strip()
        if not words:
            return "*" + _("not filled in yet") + "*"
        return f"<{words}>" if LINK.fullmatch(words) else SPECIAL.sub(lambda found: f"&#{ord(found[0])};", words)

    return PLACEHOLDER.sub(value, text)


def html_of(body: str, site: SiteSettings | None = None) -> SafeString:
    """A page's text as its readers see it."""
    return richtext.render(fill_in(body, site or SiteSettings.current()))


def find(slug: str, language: str) -> SitePage | None:
    """The page in that language, otherwise in the site's own."""
    pages = {page.language: page for page in SitePage.objects.filter(slug=slug)}
    return pages.get(language) or pages.get(settings.LANGUAGE_CODE)


def missing(site: SiteSettings) -> list[str]:
    """What the legal notice lacks, in words."""
    return [str(site._meta.get_field(name).verbose_name) for name in NEEDED if not getattr(site, name)]  # type: ignore[union-attr]


@transaction.atomic
def change(*, page: SitePage, title: str, body: str, version: int, actor: User) -> SitePage:
    """Stores a new text. Raises Stale when `version` is not the one that was read."""
    current = SitePage.objects.select_for_update().get(pk=page.pk)
    if current.version != version:
        raise Stale(current)
    current.title, current.body = title, body
    current.updated_at, current.updated_by = timezone.now(), actor
    current.version += 1
    current.save(update_fields=["title", "body", "updated_at", "updated_by", "version"])
    audit.record(action="site_page.changed", actor=actor, target=current, data={"version": current.version})
    return current


@transaction.atomic
def save_settings(*, site: SiteSettings, actor: User) -> SiteSettings:
    """Stores who runs the site."""
    site.pk = 1
    site.save()
    audit.record(action="site_settings.changed", actor=actor, target=site)
    return site


@transaction.atomic
def bring(*, slug: str, language: str, title: str, body: str, position: int) -> bool:
    """Brings Escale's text of a page, unless somebody changed the one that is there. True when it was written."""
    mark = fingerprint(title, body)
    page = SitePage.objects.select_for_update().filter(slug=slug, language=language).first()
    if page is None:
        SitePage.objects.create(slug=slug, language=language, title=title, body=body, position=position, delivered=mark)
        return True
    untouched = fingerprint(page.title, page.body) == page.delivered
    if not untouched or page.delivered == mark:
        return False
    page.title, page.body, page.position, page.delivered = title, body, position, mark
    page.updated_at = timezone.now()
    page.version += 1
    page.save()
    return True


def changed_by_people(page: SitePage) -> bool:
    return fingerprint(page.title, page.body) != page.delivered
