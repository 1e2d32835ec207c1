"""Tables that people bring (E3): every way an office has of writing one."""

from __future__ import annotations

import datetime
import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile

from documents.tables import Limits, TableError, read

HEADER = ["Numéro", "Nom de l'établissement", "Commune", "Téléphone"]
ROWS = [
    ["0350001A", "École élémentaire Les Hêtres", "Châteaugiron", "02 99 00 00 01"],
    ["0350002B", "Foyer « L'Œuvre », annexe", "Saint-Malo", ""],
    ["0350003C", "Collège Anne Frank – 6ᵉ", "Vitré", "02 99 00 00 03"],
]


def text(separator: str = ";", end: str = "\n", rows: list[list[str]] | None = None) -> str:
    def cell(value: str) -> str:
        return f'"{value}"' if separator in value or '"' in value or "\n" in value else value

    return "".join(separator.join(map(cell, row)) + end for row in [HEADER, *(rows or ROWS)])


def file(content: str | bytes, encoding: str = "utf-8") -> io.BytesIO:
    return io.BytesIO(content.encode(encoding, errors="replace") if isinstance(content, str) else content)


def cells(source: Any, **kwargs: Any) -> list[list[str]]:
    table = read(source, **kwargs)
    return [table.columns, *(row.cells for row in table.rows())]


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_any_separator_and_line_end(separator: str, end: str) -> None:
    assert cells(file(text(separator, end))) == [HEADER, *ROWS]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_every_unicode_with_or_without_its_mark(encoding: str) -> None:
    assert cells(file(text(), encoding)) == [HEADER, *ROWS]


@pytest.mark.parametrize("encoding", ["cp1252", "iso8859-15", "latin-1", "mac_roman", "cp850"])
def test_one_byte_encodings_are_told_by_their_french_letters(encoding: str) -> None:
    plain = [["0350001A", "École élémentaire à Châteaugiron", "Forêt", "reçu où ?"]] * 3
    read_back = cells(file(text(rows=plain), encoding))
    assert read_back[1] == plain[0]
    assert read_back[0] == HEADER


def test_an_accent_far_down_the_file_still_decides() -> None:
    rows = [["1", "Ecole", "Rennes", ""]] * 3000 + [["2", "Crèche", "Liffré", ""]]
    assert cells(file(text(rows=rows), "cp1252"))[-1] == ["2", "Crèche", "Liffré", ""]


def test_a_few_bytes_of_windows_in_a_unicode_file() -> None:
    rows = [["1", "École", "Liffré", ""]] * 50
    content = text(rows=rows).encode() + "2;Crèche;Vitré;\n".encode("cp1252")
    assert cells(file(content))[-1] == ["2", "Crèche", "Vitré", ""]
    assert cells(file(content))[1] == rows[0]


def test_nul_bytes_and_spaces_around_cells_go() -> None:
    assert cells(file("Nom; Commune ;Code\nA\0b; Rennes ;\xa035000\n"))[1] == ["Ab", "Rennes", "35000"]


def test_quoted_cells_hold_separators_quotes_and_line_ends() -> None:
    table = read(file('Nom;Adresse;Commune\n"La ""Ruche""";"1 rue A;\nbât. B";Rennes\nNid;2 rue;Vitré\n'))
    rows = list(table.rows())
    assert rows[0].cells == ['La "Ruche"', "1 rue A;\nbât. B", "Rennes"]
    assert [row.number for row in rows] == [2, 4], "numbers are those of the lines in the file"


def test_a_comma_in_the_words_does_not_pass_for_the_separator() -> None:
    lines = "".join(f"{n};Rue du Bac, {n}, bâtiment B, porte {n};Rennes\n" for n in range(30))
    assert read(file(f"Numéro;Adresse;Ville\n{lines}")).separator == ";"


def test_title_lines_above_the_header_are_passed_over() -> None:
    content = "Liste des structures du département;;;\nÉdité le 3 mars 2026\n\n" + text()
    table = read(file(content))
    assert table.columns == HEADER
    assert [row.number for row in table.rows()] == [5, 6, 7]


def test_blank_lines_and_separators_at_the_end_of_lines() -> None:
    content = "Nom;Commune;;\nA;Rennes;;\n;;;\n\nB;Vitré;;\n"
    table = read(file(content))
    assert table.columns == ["Nom", "Commune"]
    assert [(row.number, row.cells) for row in table.rows()] == [(2, ["A", "Rennes"]), (5, ["B", "Vitré"])]


def test_columns_without_a_name_or_with_the_same_one() -> None:
    assert read(file("Nom;;Nom\nA;x;B\nC;y;D\n")).columns == ["Nom", "Colonne 2", "Nom (2)"]


def test_a_file_without_header_has_numbered_columns_and_loses_no_row() -> None:
    table = read(file("010000024;CH DE FLEYRIAT;01053;35000\n010000032;CH DU BUGEY;01034;35400\n"))
    assert not table.header.present
    assert table.columns == ["Colonne 1", "Colonne 2", "Colonne 3", "Colonne 4"]
    assert len(list(table.rows())) == 2


def test_rows_of_another_length_are_filled_or_marked() -> None:
    rows = list(read(file("Nom;Commune;Code\nA;Rennes\nB;Vitré;35500;de trop\nC;Redon;35600;\n")).rows())
    assert rows[0].cells == ["A", "Rennes", ""]
    assert [row.surplus for row in rows] == [False, True, False]


def test_the_hint_that_spreadsheets_write_at_the_top() -> None:
    assert cells(file("sep=|\nNom|Commune\nA; b|Rennes\n"))[1] == ["A; b", "Rennes"]


def workbook(fill: Any) -> io.BytesIO:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        fill(book)
    stream.seek(0)
    return stream


def test_a_workbook_of_several_sheets_gives_its_largest_and_any_asked_for() -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        book.add_worksheet("Lisez-moi").write(0, 0, "Mode d'emploi")
        data = book.add_worksheet("Données")
        data.write(0, 0, "Export du 3 mars")
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        for position, name in enumerate(["Code", "Nom", "Ouverture", "Latitude", "Cantine"]):
            data.write(2, position, name)
        for line in range(3, 9):
            data.write(line, 0, 1400 + line)
            data.write(line, 1, f"École {line}")
            data.write_datetime(line, 2, datetime.datetime(2020, 9, 1), day)
            data.write(line, 3, 48.5)
            data.write(line, 4, True)
        book.add_worksheet("Codes").write_row(0, 0, ["Code", "Libellé"])

    table = read(workbook(fill))
    assert (table.kind, table.sheet, table.sheets) == ("xlsx", "Données", ("Lisez-moi", "Données", "Codes"))
    assert table.columns == ["Code", "Nom", "Ouverture", "Latitude", "Cantine"]
    first = next(table.rows())
    assert (first.number, first.cells) == (4, ["1403", "École 3", "2020-09-01", "48.5", "oui"])
    assert read(workbook(fill), sheet="Codes").columns == ["Code", "Libellé"]


def test_an_archive_that_holds_one_table_is_opened() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("lisez-moi.pdf", b"%PDF")
        archive.writestr("export.csv", text())
    assert cells(stream) == [HEADER, *ROWS]


def test_uploads_and_paths_are_read_alike(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text(text(), "utf-8")
    assert cells(path) == cells(str(path)) == cells(SimpleUploadedFile("table.csv", text().encode()))


def test_rows_may_be_read_again() -> None:
    table = read(file(text()))
    assert [row.cells for row in table.rows()] == [row.cells for row in table.rows()] == ROWS
    assert len(table.sample(2)) == 2


def archive_of(*names: str) -> io.BytesIO:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name in names:
            archive.writestr(name, text())
    return stream


@pytest.mark.parametrize(
    ("source", "words"),
    [
        (file(b""), "vide|empty"),
        (file(b"%PDF-1.7 ..."), "table"),
        (file(b"\x89PNG\r\n"), "table"),
        (file("<!DOCTYPE html><table><tr><td>x</td></tr></table>"), "web"),
        (file('{"a": 1}'), "JSON"),
        (file(b"PK\x03\x04 cut short"), "."),
        (file(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600), "."),
        (archive_of("a.csv", "b.csv"), "2"),
        (file("juste un mot\n"), "."),
        (file('Nom;Commune\nA;Rennes\n"B;Vitré\nC;Redon\n'), "3"),
    ],
)
def test_what_is_no_table_is_refused_with_a_sentence(source: io.BytesIO, words: str) -> None:
    with pytest.raises(TableError, match=words) as refused:
        list(read(source).rows())
    assert str(refused.value).endswith(".")


def test_limits_hold() -> None:
    with pytest.raises(TableError, match="2"):
        list(read(file(text()), limits=Limits(rows=2)).rows())
    with pytest.raises(TableError):
        read(file(text()), limits=Limits(size=10))
    with pytest.raises(TableError):
        read(archive_of("a.csv"), limits=Limits(unpacked=10))


def test_a_long_file_is_streamed() -> None:
    """Memory stays bounded: a second of rows is read without holding them."""
    import tracemalloc

    line = "0350001A;École élémentaire Les Hêtres;Châteaugiron;02 99 00 00 01\n"
    source = file(";".join(HEADER) + "\n" + line * 60_000)
    tracemalloc.start()
    assert sum(1 for _ in read(source).rows()) == 60_000
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 8_000_000
