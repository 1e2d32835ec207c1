"""Texts of agreements: those Escale brings along, and what people make of them. Versions are kept, never rewritten."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import audit
from accounts.errors import Refused
from accounts.models import Organisation, User
from agreements import text
from agreements.models import AgreementTemplate, TemplateVersion
from internships.models import PlacementKind

TEXTS = Path(__file__).resolve().parent.parent / "texts"
LANGUAGES = ("fr", "en")
Purpose = AgreementTemplate.Purpose
WORDS = {
    ("fr", Purpose.AGREEMENT): "Convention",
    ("fr", Purpose.AMENDMENT): "Avenant",
    ("fr", Purpose.CERTIFICATE): "Attestation",
    ("en", Purpose.AGREEMENT): "Agreement",
    ("en", Purpose.AMENDMENT): "Amendment",
    ("en", Purpose.CERTIFICATE): "Certificate",
}


def load_shipped(kinds: dict[str, PlacementKind]) -> None:
    """Brings the network's texts up to date; one of which somebody wrote a version stays as it is. Idempotent."""
    rows = AgreementTemplate.objects.filter(organisation=None).prefetch_related("versions")
    present = {(row.kind_id, row.purpose, row.language): row for row in rows if row.active}
    for kind in kinds.values():
        for language in LANGUAGES:
            for purpose in Purpose:
                body = shipped(kind.code, purpose, language)
                if body:
                    _load(kind, purpose, language, body, present.get((kind.pk, purpose, language)))


def shipped(code: str, purpose: str, language: str) -> str:
    """The text that comes with Escale for a kind; lines « @block » bring a passage that several share."""
    folder = TEXTS / language
    for path in (folder / f"{code}.{purpose}.md", folder / f"{purpose}.md"):
        if path.exists() and (folder / f"{code}.agreement.md").exists():
            return _assemble(path.read_text(), folder / "blocks")
    return ""


def _assemble(body: str, blocks: Path) -> str:
    def passage(match: re.Match[str]) -> str:
        return (blocks / f"{match[1]}.md").read_text().strip() + "\n"

    return re.sub(r"^@([a-z-]+)$", passage, body, flags=re.MULTILINE).strip() + "\n"


def _load(kind: PlacementKind, purpose: str, language: str, body: str, row: AgreementTemplate | None) -> None:
    mark = hashlib.sha256(body.encode()).hexdigest()
    if row is None:
        name = f"{WORDS[language, Purpose(purpose)]} · {kind.name_en if language == 'en' else kind.name_fr}"
        row = AgreementTemplate.objects.create(
            kind=kind, purpose=purpose, language=language, name=name[:120], shipped=mark
        )
        TemplateVersion.objects.create(template=row, number=1, body=body)
        return
    latest = row.versions.first()
    if row.shipped == mark or latest is None or _mark(latest.body) != row.shipped:
        return
    TemplateVersion.objects.create(template=row, number=latest.number + 1, body=body)
    row.shipped = mark
    row.save(update_fields=["shipped"])


def _mark(body: str) -> str:
    return hashlib.sha256(body.encode()).hexdigest()


@transaction.atomic
def own_copy(
    *, source: AgreementTemplate, organisation: Organisation, actor: User, name: str = ""
) -> AgreementTemplate:
    """A text of an organisation's own, which begins as the network's; the one that it has already, if any."""
    standing = AgreementTemplate.objects.filter(
        organisation=organisation, kind=source.kind, purpose=source.purpose, language=source.language, active=True
    ).first()
    if standing:
        return standing
    latest = source.versions.first()
    copy = AgreementTemplate.objects.create(
        kind=source.kind,
        purpose=source.purpose,
        language=source.language,
        organisation=organisation,
        name=(name or source.name)[:120],
    )
    TemplateVersion.objects.create(template=copy, number=1, body=latest.body if latest else "", created_by=actor)
    audit.record(action="template.copied", actor=actor, target=copy, organisation=organisation)
    return copy


class StaleText(Exception):
    """Somebody else wrote a version meanwhile: `current`."""

    def __init__(self, current: TemplateVersion) -> None:
        super().__init__("changed meanwhile")
        self.current = current


@transaction.atomic
def write(*, template_id: int, body: str, note: str, actor: User, seen: int) -> TemplateVersion:
    """A new version of a text. `seen` is the number of the version it was made from.

    Raises Refused for a text with unknown variables, StaleText when somebody else was faster.
    """
    template = AgreementTemplate.objects.select_for_update(of=("self",)).get(pk=template_id)
    body = body.replace("\r\n", "\n").strip() + "\n"
    wrong = text.problems(body)
    if wrong:
        raise Refused(" ".join(map(str, wrong)))
    latest = template.versions.first()
    if latest and latest.body == body:
        return latest
    if latest and latest.number != seen:
        raise StaleText(latest)
    number = latest.number + 1 if latest else 1
    made = TemplateVersion.objects.create(
        template=template, number=number, body=body, note=note.strip()[:200], created_by=actor
    )
    audit.record(
        action="template.written",
        actor=actor,
        target=template,
        organisation=template.organisation,
        data={"version": number},
    )
    return made


@transaction.atomic
def restore(*, version: TemplateVersion, actor: User) -> TemplateVersion:
    """An earlier version becomes the latest again, as a new one."""
    latest = version.template.versions.first()
    note = _("Version %(number)s again") % {"number": version.number}
    return write(
        template_id=version.template_id, body=version.body, note=note, actor=actor, seen=latest.number if latest else 0
    )


@transaction.atomic
def retire(*, template: AgreementTemplate, actor: User) -> None:
    """An organisation goes back to the network's text; its own versions stay on record."""
    if template.organisation is None:
        raise Refused(_("The network’s text stays in use: change it, or restore an earlier version."))
    AgreementTemplate.objects.filter(pk=template.pk).update(active=False)
    audit.record(action="template.retired", actor=actor, target=template, organisation=template.organisation)
