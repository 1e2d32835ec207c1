"""Each host of a placement has a part of its own: what one « host » part held becomes the first host's, or of each where
it was signed already."""

from __future__ import annotations

from typing import Any

from django.db import migrations

HOST = "host"
UNDER_WAY = ("preparing",)


def give_each_host_its_part(apps: Any, schema_editor: Any) -> None:
    Agreement = apps.get_model("agreements", "Agreement")
    codes = _codes_by_kind(apps)
    rows = Agreement.objects.select_related("placement").order_by("pk")
    for agreement in rows.iterator():
        hosts = _hosts(agreement)
        if not hosts:
            apps.get_model("agreements", "AgreementPart").objects.filter(agreement=agreement, side=HOST).delete()
        else:
            _terms(apps, agreement, hosts, codes.get(agreement.placement.kind_id) or codes[None])
            _parts(apps, agreement, hosts)
            _signatories(apps, agreement, hosts)


def _codes_by_kind(apps: Any) -> dict[Any, set[str]]:
    found: dict[Any, set[str]] = {None: set()}
    for kind, code in apps.get_model("agreements", "KindMention").objects.filter(side=HOST).values_list("kind", "code"):
        found.setdefault(kind, set()).add(code)
        found[None].add(code)
    return found


def _hosts(agreement: Any) -> list[Any]:
    sites = agreement.placement.sites.select_related("institution").order_by("position", "start", "pk")
    return list({site.institution_id: site.institution for site in sites}.values())


def _terms(apps: Any, agreement: Any, hosts: list[Any], codes: set[str]) -> None:
    before, changes = dict(agreement.terms), dict(agreement.changes)
    # What was signed, or is being signed, was said of every host; what is being written, by the first one.
    said_by = hosts[:1] if agreement.state in UNDER_WAY and not agreement.amends_id else hosts
    agreement.terms = _keyed(before, said_by, codes)
    for host in hosts[len(said_by) :]:
        usual = apps.get_model("agreements", "OrganisationTerms").objects.filter(organisation=host.organisation_id)
        for code, value in (usual.values_list("terms", flat=True).first() or {}).items():
            if code in codes:
                agreement.terms[f"{code}@{host.pk}"] = value
    if isinstance(changes.get("terms"), dict):
        agreement.changes = {**changes, "terms": _keyed(changes["terms"], hosts, codes)}
    if (agreement.terms, agreement.changes) != (before, changes):
        agreement.save(update_fields=["terms", "changes"])


def _keyed(values: dict[str, Any], hosts: list[Any], codes: set[str]) -> dict[str, Any]:
    found = {}
    for code, value in values.items():
        if code in codes:
            found.update({f"{code}@{host.pk}": value for host in hosts})
        else:
            found[code] = value
    return found


def _parts(apps: Any, agreement: Any, hosts: list[Any]) -> None:
    Part = apps.get_model("agreements", "AgreementPart")
    part = Part.objects.filter(agreement=agreement, side=HOST).first()
    if part is None:
        return
    first, *others = hosts
    part.institution = first
    part.save(update_fields=["institution"])
    done = {} if agreement.state in UNDER_WAY else {"completed_at": part.completed_at, "completed_by": part.completed_by}
    Part.objects.bulk_create(Part(agreement=agreement, side=HOST, institution=host, **done) for host in others)


def _signatories(apps: Any, agreement: Any, hosts: list[Any]) -> None:
    for row in apps.get_model("agreements", "Signatory").objects.filter(agreement=agreement, side=HOST):
        row.institution = next((host for host in hosts if _is_of(apps, agreement, row, host)), hosts[0])
        row.save(update_fields=["institution"])


def _is_of(apps: Any, agreement: Any, row: Any, host: Any) -> bool:
    people = apps.get_model("internships", "Supervisor").objects.filter(
        placement=agreement.placement_id, placement_site__institution=host
    )
    if row.user_id:
        seats = apps.get_model("accounts", "Membership").objects.filter(user=row.user_id)
        if seats.filter(organisation=host.organisation_id).exists():
            return True
    return bool(row.email) and people.filter(email__iexact=row.email).exists()


def put_together_again(apps: Any, schema_editor: Any) -> None:
    """One part for all hosts, with what the first of them wrote."""
    for agreement in apps.get_model("agreements", "Agreement").objects.select_related("placement").order_by("pk"):
        hosts = _hosts(agreement)
        for name in ("terms", "changes"):
            values = getattr(agreement, name)
            inner = values.get("terms") if name == "changes" else values
            if not isinstance(inner, dict):
                continue
            plain = {}
            for host in reversed(hosts):
                end = f"@{host.pk}"
                plain.update({key.removesuffix(end): one for key, one in inner.items() if key.endswith(end)})
            plain.update({key: one for key, one in inner.items() if "@" not in key})
            setattr(agreement, name, {**values, "terms": plain} if name == "changes" else plain)
        agreement.save(update_fields=["terms", "changes"])
        parts = apps.get_model("agreements", "AgreementPart").objects.filter(agreement=agreement, side=HOST)
        parts.exclude(institution=hosts[0] if hosts else None).delete()
        _once_per_capacity(apps, agreement)


def _once_per_capacity(apps: Any, agreement: Any) -> None:
    """Who signs for two hosts in one capacity has one line with the address: what held before."""
    seen: set[tuple[str, str]] = set()
    rows = apps.get_model("agreements", "Signatory").objects.filter(agreement=agreement)
    for row in rows.exclude(email="").exclude(state="delegated").order_by("pk"):
        line = (row.capacity, row.email.lower())
        if line in seen:
            row.email = ""
            row.save(update_fields=["email"])
        seen.add(line)


class Migration(migrations.Migration):
    dependencies = [
        ("agreements", "0008_parts_of_hosts"),
        ("accounts", "0007_link_code_checked"),
        ("hosts", "0010_resting"),
        ("internships", "0004_answers_of_hosts"),
    ]
    operations = [migrations.RunPython(give_each_host_its_part, put_together_again)]
