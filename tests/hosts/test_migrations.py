"""Migrations that carry data: forwards and back, on rows that are there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from hosts.reference import load_terms, positions


def migrate(name: str) -> Any:
    """Brings `hosts` there; returns the models of that time."""
    executor = MigrationExecutor(connection)
    executor.migrate([("hosts", name)])
    return MigrationExecutor(connection).loader.project_state([("hosts", name)]).apps


@pytest.fixture(autouse=True)
def _empty_database(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """An empty database in place of that of the process: there is less to undo, and nothing to bring back."""
    ours = connection.settings_dict["NAME"]
    name = f"{ours}_migrations"
    with django_db_blocker.unblock():
        try:
            with connection._nodb_cursor() as cursor:
                cursor.execute(f'CREATE DATABASE "{name}"')
            connection.close()
            connection.settings_dict["NAME"] = name
            yield
        finally:
            connection.close()
            connection.settings_dict["NAME"] = ours
            with connection._nodb_cursor() as cursor:
                cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')


def test_places_in_the_team_become_a_list_and_words_again() -> None:
    """T2: what offers said before stays said; the loader takes the list over without a change."""
    old = migrate("0008_imports")
    organisation = old.get_model("accounts", "Organisation").objects.create(kind="host", name="Maison")
    host = old.get_model("hosts", "HostInstitution").objects.create(organisation=organisation, slug="maison")
    for word in ("care", "technical", ""):
        old.get_model("hosts", "PlacementOffer").objects.create(institution=host, title=word, position=word)

    new = migrate("0009_positions")
    offers = new.get_model("hosts", "PlacementOffer").objects.order_by("pk")
    assert list(offers.values_list("title", "position__name_fr")) == [
        ("care", "Soin"),
        ("technical", "Aide technique"),
        ("", None),
    ]
    entries = new.get_model("hosts", "Position").objects
    before = list(entries.order_by("pk").values())
    load_terms(new.get_model("hosts", "Position"), positions())
    assert list(entries.order_by("pk").values()) == before

    again = migrate("0008_imports").get_model("hosts", "PlacementOffer").objects.order_by("pk")
    assert list(again.values_list("position", flat=True)) == ["care", "technical", ""]
