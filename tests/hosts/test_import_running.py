"""Imports run (E3): all or nothing, safe to run twice, respectful of what people changed, scoped, stoppable."""

from __future__ import annotations

import contextlib
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import DEFAULT_DB_ALIAS, DataError, IntegrityError, connections, transaction
from django.utils import timezone

from accounts.enums import OrganisationKind, Role
from accounts.models import AuditEntry
from hosts.enums import HostOrigin, HostState, ImportState
from hosts.models import (
    ContactPerson,
    HostInstitution,
    HostSite,
    ImportBatch,
    MappingProfile,
    RegisterEntry,
    SearchEntry,
    Sector,
)
from hosts.reference import load_acronyms, load_terms, sectors
from hosts.services.imports import batches
from hosts.services.imports.copying import copy
from hosts.services.imports.workflow import NotNow
from messaging import outbox
from messaging.models import OutboxEntry
from tests import factories
from tests.hosts.registers import batch_of, file, finess, gazetteer_of_tests, problems, school, table

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def reference() -> None:
    load_terms(Sector, sectors())
    load_acronyms()
    gazetteer_of_tests()


def counts(batch: ImportBatch) -> dict[str, int]:
    names = ("created", "updated", "unchanged", "skipped", "error")
    return {name: batch.count(name) for name in names if batch.count(name)}


def test_the_second_run_creates_nothing_and_every_line_is_accounted_for() -> None:
    rows = [finess(), finess(FINESS_ET="350000029", RAISON_SOCIALE="SESSAD"), finess()]
    first, second = batch_of(table(rows)), batch_of(table(rows))
    assert counts(first) == {"created": 2, "skipped": 1}
    assert counts(second) == {"unchanged": 2, "skipped": 1}
    assert HostInstitution.objects.count() == HostSite.objects.count() == RegisterEntry.objects.count() == 2
    for batch in (first, second):
        assert batch.count("read") == batch.rows.count() == batch.total == sum(counts(batch).values())


def test_new_hosts_are_found_at_once() -> None:
    batch_of(table([finess()]))
    assert SearchEntry.objects.filter(institution=HostInstitution.objects.get()).exists()


def test_a_newer_file_changes_what_the_register_changed() -> None:
    batch_of(table([school()]))
    before = HostInstitution.objects.get()
    changes = {"Nom_etablissement": "Ecole Jean Moulin", "Telephone": "0299000099", "Adresse_1": "9 rue B",
               "Mail": "autre@example.org", "Type_etablissement": "Collège"}  # fmt: skip
    batch = batch_of(table([school(**changes)]))
    assert counts(batch) == {"updated": 1}
    after = HostInstitution.objects.select_related("organisation").get()
    assert after.organisation.name == "École Jean Moulin"
    assert after.folded_name == "ecole jean moulin"
    assert after.slug == before.slug
    assert after.version == before.version + 1
    site = after.sites.get()
    assert (site.telephone, site.address) == ("02 99 00 00 99", "9 rue B")
    assert ContactPerson.objects.get().email == "autre@example.org"
    assert counts(batch_of(table([school(**changes)]))) == {"unchanged": 1}


def test_what_people_changed_on_the_sheet_stays_theirs() -> None:
    """E3: an import never undoes the work of a host."""
    batch_of(table([school()]))
    site = HostSite.objects.get()
    HostSite.objects.filter(pk=site.pk).update(telephone="06 00 00 00 00", latitude=48.2, longitude=-1.6)
    ContactPerson.objects.update(email="directrice@example.org")
    batch = batch_of(
        table([school(Telephone="0299000099", latitude="48.1150", Mail="x@example.org", Web="ecole.example.com")])
    )
    assert counts(batch) == {"updated": 1}
    site.refresh_from_db()
    assert (site.telephone, site.latitude) == ("06 00 00 00 00", 48.2)
    assert site.institution.website == "https://ecole.example.com"
    assert ContactPerson.objects.get().email == "directrice@example.org"
    note = batch.rows.get()
    assert [code for code, _words in note.problems] == ["kept"]
    assert "Téléphone" in note.sentences[0]


def test_a_bad_line_near_the_end_leaves_nothing_and_says_which(django_assert_max_num_queries: Any) -> None:
    """quality.md, faults: bad row near the end → nothing written, says which row."""
    rows = [finess(FINESS_ET=f"35{number:07}") for number in range(1, 1203)]
    rows[1199]["RAISON_SOCIALE"] = ""
    batch = batch_of(table(rows))
    assert (batch.state, counts(batch)) == ("checked", {"created": 1201, "error": 1})
    assert problems(batch) == {1201: ["no_name"]}
    with pytest.raises(NotNow):
        batches.start(batch_id=batch.pk, actor=None)
    assert not HostInstitution.objects.exists()
    assert not RegisterEntry.objects.exists()


def test_lines_to_mend_are_left_out_only_on_purpose_then_follow() -> None:
    rows = [finess(), finess(FINESS_ET="350000029", RAISON_SOCIALE="")]
    batch = batch_of(table(rows), leave_out=True)
    assert (batch.state, counts(batch)) == ("done", {"created": 1, "error": 1})
    rows[1]["RAISON_SOCIALE"] = "SESSAD DU PORT"
    mended = [{**rows[1], "Motif du rejet": "Le nom manque.", "Ligne du fichier": "3"}]
    again = batch_of(table(mended))
    assert (again.format, counts(again)) == ("finess", {"created": 1})


def test_an_error_that_appears_between_check_and_run_still_stops_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    batch = batch_of(table([finess(), finess(FINESS_ET="350000029")]), run=False)
    from hosts.services.imports import writing

    def broken(self: Any, results: Any) -> None:
        from django.db import IntegrityError

        raise IntegrityError("no")

    monkeypatch.setattr(writing.Writer, "_archive", broken)
    batches.start(batch_id=batch.pk, actor=None)
    batches.run(batch_id=batch.pk)
    batch.refresh_from_db()
    assert batch.state == ImportState.FAILED
    assert batch.problem
    assert not HostInstitution.objects.exists()
    assert batch.rows.count() == 2, "the report of the check stays"


def test_a_closed_host_is_archived_unless_people_count_on_it() -> None:
    other = school(Identifiant_de_l_etablissement="0350002B")
    batch_of(table([school(), other]))
    busy = HostInstitution.objects.get(sites__register_entries__identifier="0350002B")
    factories.member(busy.organisation)
    batch = batch_of(table([{**school(), "etat": "FERME"}, {**other, "etat": "FERME"}]))
    assert counts(batch) == {"updated": 1, "skipped": 1}
    assert problems(batch) == {2: ["archived"], 3: ["closed", "closed_in_use"]}
    busy.refresh_from_db()
    assert busy.state == HostState.PUBLISHED
    assert HostInstitution.objects.exclude(pk=busy.pk).get().state == HostState.ARCHIVED


def test_a_refused_sheet_stays_refused() -> None:
    batch_of(table([finess()]))
    HostInstitution.objects.update(state=HostState.REFUSED, state_reason="Inconnue sur place")
    batch = batch_of(table([finess(RAISON_SOCIALE="AUTRE NOM")]))
    assert problems(batch) == {2: ["refused_sheet"]}
    assert HostInstitution.objects.get().organisation.name == "IME Les Tilleuls de l'Étang"


def test_likely_doubles_are_created_and_reported() -> None:
    """E24, decisions.md: created, and shown to those who moderate."""
    known = factories.host(organisation__name="IME Les Tilleuls de l'Étang", organisation__siret="78590635500025")
    batch = batch_of(table([finess(), finess(FINESS_ET="350000029", RAISON_SOCIALE="ESAT DU MOULIN")]))
    assert counts(batch) == {"created": 2}
    assert batch.count("doubtful") == 1
    row = batch.rows.get(twin=known)
    assert row.number == 2
    assert "IME Les Tilleuls" in row.sentences[0]
    assert "SIRET" in row.sentences[0]


def test_territories_keep_to_themselves() -> None:
    """S11."""
    batch_of(table([finess()]))
    mine, other = factories.territory(departments=["35"]), factories.territory(departments=["35"])
    HostInstitution.objects.get().organisation.__class__.objects.filter(kind="host").update(territory=other)
    network = factories.organisation(OrganisationKind.NETWORK, territory=mine)
    batch = batch_of(table([finess(RAISON_SOCIALE="PRIS")]), organisation=network)
    assert problems(batch) == {2: ["other_territory"]}
    admin = factories.member(network, Role.NETWORK_ADMIN)
    stranger = factories.member(factories.organisation(OrganisationKind.NETWORK, territory=other), Role.NETWORK_ADMIN)
    assert batch in ImportBatch.objects.visible_to(admin)
    assert batch not in ImportBatch.objects.visible_to(stranger)


def test_a_mapping_is_remembered_for_the_next_file_alike() -> None:
    rows = [{"Établissement d'accueil (libellé)": "Crèche A", "Lieu": "Rennes", "Truc": "x"}]
    first = batches.take(upload=file(table(rows)), organisation=None, actor=None)
    pairs = [("Établissement d'accueil (libellé)", "name"), ("Lieu", "city")]
    batches.configure(batch_id=first.pk, actor=None, pairs=pairs, options={"register": "Ville", "membership": "member"})
    assert MappingProfile.objects.count() == 1
    turned = [dict(reversed(rows[0].items()))]
    second = batches.take(upload=file(table(turned)), organisation=None, actor=None)
    assert [tuple(pair) for pair in second.mapping] == pairs
    assert (second.register, second.membership) == ("ville", "member")
    stranger = factories.organisation(OrganisationKind.NETWORK)
    third = batches.take(upload=file(table(rows)), organisation=stranger, actor=None)
    assert third.register == ""


def test_a_long_file_goes_to_a_worker_and_a_dead_one_is_taken_up_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batches, "INLINE", 0)
    batch = batches.take(upload=file(table([finess()])), organisation=None, actor=None)
    batches.configure(batch_id=batch.pk, actor=None, pairs=[tuple(p) for p in batch.mapping], options={})
    batches.go_on_here(batch_id=batch.pk)
    batch.refresh_from_db()
    assert batch.state == ImportState.CHECKING, "not by this process"
    outbox.drain()
    batch.refresh_from_db()
    assert batch.state == ImportState.CHECKED
    batches.start(batch_id=batch.pk, actor=None)
    assert OutboxEntry.objects.filter(kind="hosts.import_run").count() == 1
    batches.run(batch_id=batch.pk)
    outbox.drain()
    batch.refresh_from_db()
    assert (batch.state, HostInstitution.objects.count()) == (ImportState.DONE, 1)


def test_an_import_can_be_given_up_before_and_while_it_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    batch = batch_of(table([finess()]), run=False)
    batches.cancel(batch_id=batch.pk, actor=None)
    batch.refresh_from_db()
    assert batch.state == ImportState.CANCELLED
    with pytest.raises(NotNow):
        batches.start(batch_id=batch.pk, actor=None)
    running = batch_of(table([finess()]), run=False)
    batches.start(batch_id=running.pk, actor=None)
    ImportBatch.objects.filter(pk=running.pk).update(cancel_requested=True)
    batches.run(batch_id=running.pk)
    running.refresh_from_db()
    assert running.state == ImportState.CANCELLED
    assert not HostInstitution.objects.exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("kind", ["hosts.import_check", "hosts.import_run"])
def test_one_whose_batch_is_held_for_a_moment_is_not_forgotten(kind: str) -> None:
    """A check that was asked for twice holds the batch just when its import begins: the import comes after it."""
    batch = batches.take(upload=file(table([finess()] * 501)), organisation=None, actor=None)
    batches.configure(batch_id=batch.pk, actor=None, pairs=batch.mapping, options={})
    if kind == "hosts.import_run":
        outbox.drain()
        batches.start(batch_id=batch.pk, actor=None)
    with contextlib.closing(connections.create_connection(DEFAULT_DB_ALIAS)) as other, other.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s, %s)", [batches.LOCK, batch.pk])
        outbox.drain()
        assert OutboxEntry.objects.get().kind == kind
        assert not HostInstitution.objects.exists()
        # Not left to the end of the connection, which the server may notice a moment later.
        cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [batches.LOCK, batch.pk])
    OutboxEntry.objects.update(due_at=timezone.now())
    outbox.drain()
    batch.refresh_from_db()
    assert batch.state == (ImportState.DONE if kind == "hosts.import_run" else ImportState.CHECKED)
    assert not OutboxEntry.objects.exists()


def test_what_was_done_is_traced() -> None:
    batch_of(table([finess()]))
    actions = list(
        AuditEntry.objects.filter(action__startswith="import.").values_list("action", flat=True).order_by("pk")
    )
    assert actions == ["import.uploaded", "import.started", "import.ended"]


def shell(tmp_path: Path, content: bytes, *options: str) -> str:
    import io

    path = tmp_path / "registre.csv"
    path.write_bytes(content)
    out = io.StringIO()
    call_command("import_hosts", str(path), *options, stdout=out)
    return out.getvalue()


def test_the_shell_says_what_it_would_do_then_does_it(tmp_path: Path) -> None:
    content = table([finess(), finess()])
    said = shell(tmp_path, content, "--dry-run")
    assert "line 3: skipped" in said
    assert "2 read, 1 created, 0 updated, 0 unchanged, 1 skipped, 0 error" in said
    assert not HostInstitution.objects.exists()
    assert not ImportBatch.objects.exists()
    assert "imported: 2 read, 1 created" in shell(tmp_path, content)
    assert "imported: 2 read, 0 created" in shell(tmp_path, content)
    assert HostInstitution.objects.get().origin == HostOrigin.IMPORT


def test_the_shell_refuses_lines_to_mend_unknown_columns_and_unknown_territories(tmp_path: Path) -> None:
    bad = table([finess(), finess(FINESS_ET="350000029", RAISON_SOCIALE="")])
    with pytest.raises(CommandError, match="1 lines to mend"):
        shell(tmp_path, bad)
    assert not HostInstitution.objects.exists()
    shell(tmp_path, bad, "--skip-errors", "--membership", "member")
    assert HostInstitution.objects.get().membership_status == "member"
    with pytest.raises(CommandError, match="ici"):
        shell(tmp_path, bad, "--territory", "ici")
    with pytest.raises(CommandError, match="--mapping"):
        shell(tmp_path, b"Truc;Chose\na;b\nc;d\n")
    with pytest.raises(CommandError):
        call_command("import_hosts", str(tmp_path / "absent.csv"))


def test_the_shell_takes_a_mapping_and_a_name_of_register(tmp_path: Path) -> None:
    mapping = tmp_path / "mapping.json"
    mapping.write_text(json.dumps({"Truc": "name", "Chose": "city"}))
    said = shell(tmp_path, b"Truc;Chose\nLa Ruche;Rennes\n", "--mapping", str(mapping), "--register", "ville")
    assert "imported: 1 read, 1 created" in said
    assert RegisterEntry.objects.get().register == "ville"


def test_copied_rows_are_those_of_an_insert() -> None:
    """Every column as `bulk_create` writes it, numbers included; what the database refuses is Django's error."""
    site = factories.host().sites.get()
    values = {"name": "Été \t\\N\nœ", "values": {"a": [1, None, "é"]}, "when": timezone.now()}

    def entry(identifier: str) -> RegisterEntry:
        given = {"values": values["values"], "checksum": "x\\.", "seen_at": values["when"]}
        return RegisterEntry(site=site, register="essai", identifier=identifier, **given)

    def contact(name: Any) -> ContactPerson:
        return ContactPerson(institution=site.institution, site=None, name=name, email="a@example.org")

    (inserted,), (copied, _other) = RegisterEntry.objects.bulk_create([entry("1")]), copy([entry("2"), entry("3")])
    assert copied.pk > inserted.pk
    one, two = (RegisterEntry.objects.values().get(pk=each.pk) for each in (inserted, copied))
    assert {**one, "id": 0, "identifier": ""} == {**two, "id": 0, "identifier": ""}
    people = [*ContactPerson.objects.bulk_create([contact(values["name"])]), *copy([contact(values["name"])])]
    first, second = (ContactPerson.objects.values().get(pk=each.pk) for each in people)
    assert {**first, "id": 0} == {**second, "id": 0}
    # The next number is free: an insert after a copy does not meet it.
    assert RegisterEntry.objects.bulk_create([entry("4")])[0].pk > copied.pk
    with pytest.raises(IntegrityError), transaction.atomic():
        copy([entry("2")])
    with pytest.raises(DataError), transaction.atomic():
        copy([contact("n" * 500)])
    assert copy([]) == []
