"""The total order of the apps, in what import-linter does not see: names in strings, migrations, templates."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.db.migrations.loader import MigrationLoader

from tests.hygiene.sources import ORDER, TOP, name, python_of, rank, templates

LABELS = "|".join((*ORDER, TOP))
# "hosts.HostSite", "hosts.hostsite", "hosts:detail": an app named in a string.
MODEL = re.compile(rf"""["']({LABELS})\.[A-Za-z]+["']""")
ROUTE = re.compile(rf"""["']({LABELS}):[a-z_]+["']""")
GET_MODEL = re.compile(rf"""get_model\(\s*["']({LABELS})["']""")
INCLUDED = re.compile(r"""{%\s*(?:include|extends)\s+["']([^"']+)["']""")
LOADED = re.compile(rf"""{{%\s*load\s[^%]*\b({LABELS})\b""")
# Folders of templates that belong to nobody below: the frame of the page and its parts.
SHARED = {"components", "pdf", "bootstrap5", "allauth", "account", "mfa", "admin"}


def upward(app: str, text: str, *patterns: re.Pattern[str]) -> list[str]:
    """What this app's text names that stands above it."""
    found = {match[0] for pattern in patterns for match in pattern.finditer(text) if rank(match[1]) > rank(app)}
    return sorted(found)


def upward_includes(app: str, text: str) -> list[str]:
    owners = {match[1]: match[1].split("/")[0] for match in INCLUDED.finditer(text)}
    return sorted(path for path, owner in owners.items() if owner in (*ORDER, TOP) and rank(owner) > rank(app))


def test_foreign_keys_point_downwards() -> None:
    looked_at, wrong = 0, []
    for model in apps.get_models():
        app = model._meta.app_label
        if app not in ORDER:
            continue
        for field in model._meta.get_fields():
            if not (field.is_relation and getattr(field, "remote_field", None)) or field.auto_created:
                continue
            looked_at += 1
            target = field.related_model._meta.app_label if field.related_model else app
            if target in ORDER and rank(target) > rank(app):
                wrong.append(f"{model._meta.label}.{field.name} → {target}")
    assert looked_at > 30
    assert not wrong


def test_migrations_depend_downwards() -> None:
    nodes = MigrationLoader(None).disk_migrations
    ours = {key: node for key, node in nodes.items() if key[0] in ORDER}
    links = [(key, needed) for key, node in ours.items() for needed in (*node.dependencies, *node.run_before)]
    assert len(links) > 5
    assert not [(key, needed) for key, needed in links if needed[0] in ORDER and rank(needed[0]) > rank(key[0])]


def without_docstrings(path: Path) -> str:
    """A docstring may show an app above as an example."""
    return re.sub(r'"""[\s\S]*?"""', "", path.read_text())


@pytest.mark.parametrize("app", ORDER)
def test_strings_name_nothing_above(app: str) -> None:
    files = python_of(app)
    assert files
    wrong = {name(path): upward(app, without_docstrings(path), MODEL, ROUTE, GET_MODEL) for path in files}
    assert not {path: found for path, found in wrong.items() if found}


def owned_templates() -> Iterator[tuple[str, Path]]:
    for path in templates():
        folder = path.parts[path.parts.index("templates") + 1]
        if folder in ORDER:
            yield folder, path


def test_templates_name_nothing_above() -> None:
    wrong = {}
    looked_at = 0
    for app, path in owned_templates():
        looked_at += 1
        text = path.read_text()
        found = upward(app, text, ROUTE, LOADED) + upward_includes(app, text)
        if found:
            wrong[name(path)] = found
    assert looked_at > 5
    assert not wrong


def test_every_folder_of_templates_has_an_owner() -> None:
    folders = {path.parts[path.parts.index("templates") + 1] for path in templates()}
    folders = {folder for folder in folders if "." not in folder}
    assert folders <= {*ORDER, TOP, *SHARED}, "a folder of templates that belongs to no app"


@pytest.mark.parametrize(
    ("app", "text", "caught"),
    [
        ("accounts", 'models.ForeignKey("hosts.HostSite")', True),
        ("accounts", 'reverse("hosts:detail")', True),
        ("hosts", 'reverse("accounts:team")', False),
        ("law", 'apps.get_model("hosts", "Place")', True),
        ("law", '{% url "hosts:detail" 1 %}', True),
        ("hosts", '{% url "law:rules" %}', False),
    ],
)
def test_the_guard_sees_what_import_linter_does_not(app: str, text: str, caught: bool) -> None:
    assert bool(upward(app, text, MODEL, ROUTE, GET_MODEL)) is caught


def test_the_guard_sees_includes() -> None:
    assert upward_includes("law", '{% include "hosts/card.html" %}')
    assert not upward_includes("law", '{% extends "base.html" %}{% include "components/card.html" %}')
