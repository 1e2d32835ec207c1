"""Imports on screen (E3, S13): a person who knows nothing of computing takes a register in."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.enums import OrganisationKind, Role
from documents.tables import read
from hosts.enums import ImportState
from hosts.models import HostInstitution, ImportBatch, Sector
from hosts.reference import load_acronyms, load_terms, sectors
from hosts.services.imports import batches
from tests import factories
from tests.hosts.registers import batch_of, file, finess, gazetteer_of_tests, table
from tests.matrix import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def network() -> Any:
    load_terms(Sector, sectors())
    load_acronyms()
    gazetteer_of_tests()
    return factories.organisation(OrganisationKind.NETWORK, name="Réseau")


@pytest.fixture
def browser(network: Any) -> Client:
    admin = factories.member(network, Role.NETWORK_ADMIN)
    factories.second_factor(admin)
    return sign_in(admin)


def page(response: Any) -> str:
    return str(response.content.decode())


def take(browser: Client, content: bytes, name: str = "registre.csv") -> Any:
    return browser.post(reverse("hosts:import_new"), {"file": file(content, name)})


def address(name: str, batch: ImportBatch) -> str:
    return reverse(f"hosts:{name}", kwargs={"pk": batch.pk})


def fields(response: Any) -> dict[str, str]:
    """What the form of the columns page would send back unchanged."""
    form = response.context["form"]
    return {field.html_name: field.value() or "" for field in form}


def test_from_the_file_to_the_hosts(browser: Client) -> None:
    response = take(browser, table([finess()]))
    batch = ImportBatch.objects.get()
    assert response.url == address("import_columns", batch)
    shown = browser.get(response.url)
    assert "FINESS" in page(shown)
    assert "IME LES TILLEULS" in page(shown), "values of the column"
    response = browser.post(response.url, fields(shown))
    assert response.url == address("import_detail", batch)
    checked = page(browser.get(response.url))
    assert "IME Les Tilleuls de l&#x27;Étang" in checked
    assert not HostInstitution.objects.exists()
    browser.post(address("import_start", batch))
    batch.refresh_from_db()
    assert batch.state == ImportState.DONE
    assert HostInstitution.objects.get().organisation.name == "IME Les Tilleuls de l'Étang"
    assert reverse("hosts:register") in page(browser.get(response.url))


def test_a_bad_line_is_downloaded_mended_and_taken(browser: Client) -> None:
    take(browser, table([finess(), finess(FINESS_ET="350000029", RAISON_SOCIALE="")]))
    batch = ImportBatch.objects.get()
    columns = address("import_columns", batch)
    browser.post(columns, fields(browser.get(columns)))
    assert "Le nom manque." in page(browser.get(address("import_detail", batch)))
    refused = browser.post(address("import_start", batch), follow=True)
    assert "corriger" in page(refused)
    assert not HostInstitution.objects.exists()
    for wanted in ("csv", "xlsx"):
        response = browser.get(address("import_rows", batch), {"kind": "error", "format": wanted})
        given_back = read(io.BytesIO(b"".join(response.streaming_content)))
        assert given_back.columns[-1] == "Motif du rejet"
        row = next(given_back.rows())
        assert row.cells[0] == "350000029"
        assert row.cells[-1] == "Le nom manque."
    mended = dict(zip(given_back.columns, row.cells, strict=True))
    mended["RAISON_SOCIALE"] = "SESSAD DU PORT"
    again = batch_of(table([mended]), organisation=batch.organisation)
    assert (again.format, again.count("created")) == ("finess", 1)


def test_the_other_lines_go_in_when_the_person_says_so(browser: Client) -> None:
    take(browser, table([finess(), finess(FINESS_ET="350000029", RAISON_SOCIALE="")]))
    batch = ImportBatch.objects.get()
    columns = address("import_columns", batch)
    browser.post(columns, fields(browser.get(columns)))
    browser.post(address("import_start", batch), {"leave_out_errors": "yes"})
    assert HostInstitution.objects.count() == 1


def test_an_unknown_table_is_mapped_by_hand(browser: Client) -> None:
    take(browser, table([{"Machin": "La Ruche", "Bidule": "Rennes"}, {"Machin": "Le Nid", "Bidule": "Vitré"}]))
    batch = ImportBatch.objects.get()
    columns = address("import_columns", batch)
    sent = {"membership": "member", "country": "FR", "sector": "", "register": "Ville de Rennes"}
    refused = browser.post(columns, {**sent, "column_0": "", "column_1": "city"})
    assert refused.status_code == 422
    assert "nom" in page(refused)
    response = browser.post(columns, {**sent, "column_0": "name", "column_1": "city"})
    assert response.status_code == 302
    browser.post(address("import_start", batch))
    assert sorted(host.organisation.name for host in HostInstitution.objects.all()) == ["La Ruche", "Le Nid"]
    assert set(HostInstitution.objects.values_list("membership_status", flat=True)) == {"member"}
    batch.refresh_from_db()
    assert batch.register == "ville-de-rennes"


@pytest.mark.parametrize(
    ("content", "name"),
    [(b"", "vide.csv"), (b"%PDF-1.7", "x.pdf"), (b"Nom;Ville\n", "entete.csv"), (b"<html></html>", "x.xls")],
)
def test_what_cannot_be_read_is_said_beside_the_field(browser: Client, content: bytes, name: str) -> None:
    response = take(browser, content, name)
    assert response.status_code == 422
    assert response.context["form"].errors["file"]
    assert not ImportBatch.objects.exists()


def test_our_sheet_goes_out_and_comes_back(browser: Client) -> None:
    for wanted in ("xlsx", "csv"):
        response = browser.get(reverse("hosts:import_template"), {"format": wanted})
        sheet = b"".join(response.streaming_content)
        assert read(io.BytesIO(sheet)).columns[:2] == ["Numéro", "Nom"]
        batch = batches.take(upload=file(sheet, f"tableau.{wanted}"), organisation=None, actor=None)
        assert batch.format == "escale"


def test_progress_is_shown_and_ends_by_itself(browser: Client, network: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batches, "INLINE", 0)
    take(browser, table([finess()]))
    batch = ImportBatch.objects.get()
    columns = address("import_columns", batch)
    browser.post(columns, fields(browser.get(columns)))
    whole = page(browser.get(address("import_detail", batch)))
    assert "<progress" in whole
    assert "http-equiv" not in whole, "no page reloads by itself on a timer"
    assert f'href="{address("import_detail", batch)}"' in whole, "without JavaScript, a link to look again"
    part = browser.get(address("import_detail", batch), headers={"HX-Request": "true"})
    assert "<progress" in page(part)
    assert "<html" not in page(part)
    batches.check(batch_id=batch.pk)
    assert browser.get(address("import_detail", batch), headers={"HX-Request": "true"})["HX-Refresh"] == "true"


def test_giving_up_and_lists(browser: Client) -> None:
    take(browser, table([finess()]), "mon-registre.csv")
    batch = ImportBatch.objects.get()
    browser.post(address("import_cancel", batch))
    batch.refresh_from_db()
    assert batch.state == ImportState.CANCELLED
    assert "mon-registre.csv" in page(browser.get(reverse("hosts:imports")))
    assert "mon-registre.csv" not in page(browser.get(reverse("hosts:imports"), {"q": "autre"}))
    assert "mon-registre.csv" not in page(browser.get(reverse("hosts:imports"), {"state": "done"}))
    exported = b"".join(browser.get(reverse("hosts:imports"), {"format": "csv"}).streaming_content)
    assert "mon-registre.csv" in exported.decode()


def test_the_imports_of_another_network_do_not_exist(browser: Client) -> None:
    """Another organisation's object is a 404."""
    territory = factories.territory(departments=["34"])
    other = factories.organisation(OrganisationKind.NETWORK, territory=territory)
    stranger = factories.member(other, Role.NETWORK_ADMIN)
    factories.second_factor(stranger)
    take(browser, table([finess()]))
    batch = ImportBatch.objects.get()
    client = sign_in(stranger)
    for name in ("import_detail", "import_columns", "import_rows"):
        assert client.get(address(name, batch)).status_code == 404
    for name in ("import_start", "import_cancel"):
        assert client.post(address(name, batch)).status_code == 404
    assert client.get(batch.file.url).status_code == 404  # type: ignore[union-attr]
    own = browser.get(batch.file.url)  # type: ignore[union-attr]
    assert b"".join(own.streaming_content).startswith(b"\xef\xbb\xbf")
    own.close()


@pytest.mark.parametrize("name", ["import_detail", "import_rows"])
def test_queries_do_not_grow_with_the_lines(
    browser: Client, network: Any, name: str, django_assert_max_num_queries: Any
) -> None:
    rows = [finess(FINESS_ET=f"3500001{n:02}", RAISON_SOCIALE="" if n % 2 else f"IME {n}") for n in range(40)]
    known = factories.host(organisation__name="IME 2")
    batch = batch_of(table(rows), organisation=network, leave_out=True)
    assert known
    with django_assert_max_num_queries(12):
        assert browser.get(address(name, batch)).status_code == 200
    with django_assert_max_num_queries(12):
        assert browser.get(reverse("hosts:imports")).status_code == 200
