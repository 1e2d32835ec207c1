"""Agreements of a whole cohort: drawn up, sent, one ZIP, one PDF to print; a worker that dies takes nothing along."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import OperationalError
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader, PdfWriter

from accounts import privacy
from accounts.enums import OrganisationKind, Role
from accounts.errors import Refused
from agreements.enums import AgreementState, JobState, Side
from agreements.models import Agreement, AgreementVersion, BulkJob
from agreements.services import binding, bulk, versions
from documents import files, sweeper
from documents.models import StoredFile
from internships.models import Placement
from messaging import outbox
from messaging.models import EmailDelivery, OutboxEntry
from tests import factories
from tests.agreements.drafting_world import DraftingWorld
from tests.matrix import sign_in


def pdf(pages: int) -> bytes:
    writer = PdfWriter()
    for _page in range(pages):
        writer.add_blank_page(595, 842)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Documents of three pages, made at once."""
    content = pdf(3)
    monkeypatch.setattr(versions.documents, "render", lambda *given, **more: content)


@pytest.fixture
def world(reference: None) -> DraftingWorld:
    return DraftingWorld()


def another(world: DraftingWorld, **trainee: Any) -> Placement:
    """One more trainee of the same school, whose agreement is complete too unless the kind lacks something."""
    more = DraftingWorld(**trainee)
    Placement.objects.filter(pk=more.placement.pk).update(sending_organisation=world.sender)
    more.placement.refresh_from_db()
    more.sender, more.lead = world.sender, world.lead
    more.complete()
    return more.placement


def started(world: DraftingWorld, *placements: Placement, **options: Any) -> BulkJob:
    return bulk.start(actor=world.lead, organisation=world.sender, placements=placements, **options)


def drained() -> None:
    while outbox.drain():
        pass


class TestTheJob:
    def test_complete_ones_are_sent_and_the_others_told(self, world: DraftingWorld, quick: None) -> None:
        """Problems are listed per trainee, with what is missing."""
        lacking = DraftingWorld()
        Placement.objects.filter(pk=lacking.placement.pk).update(sending_organisation=world.sender)
        world.complete()
        job = started(world, world.placement, lacking.placement)
        drained()
        job.refresh_from_db()
        assert job.state == JobState.DONE
        assert Agreement.objects.get(placement=world.placement).state == AgreementState.SIGNING
        assert Agreement.objects.get(placement=lacking.placement).state == AgreementState.PREPARING
        (problem,) = job.items.exclude(problem="").values_list("problem", flat=True)
        assert str(Side.HOST.label) in problem, "it says whose part lacks something"
        assert EmailDelivery.objects.filter(to=world.lead.email, kind="agreements.bulk_ready").count() == 1

    def test_one_zip_and_one_pdf(self, world: DraftingWorld, quick: None) -> None:
        """Must show 5: a file per trainee; and one to print, each agreement beginning on a right-hand page."""
        world.complete()
        second = another(world, first_name="Noé", last_name="Étienne")
        job = started(world, world.placement, second)
        drained()
        job.refresh_from_db()
        assert job.archive
        assert job.printable
        with zipfile.ZipFile(io.BytesIO(job.archive.read())) as archive:
            names = archive.namelist()
            assert archive.testzip() is None
            version = AgreementVersion.objects.get(agreement__placement=second)
            assert version.file
            (name,) = [one for one in names if "etienne-noe" in one]
            assert archive.read(name) == version.file.read()
        assert len(names) == 2
        reader = PdfReader(io.BytesIO(job.printable.read()))
        assert len(reader.pages) == 8, "three pages and a blank one, twice"
        titles = [str(item.title) for item in reader.outline]  # type: ignore[union-attr]
        assert any("Étienne" in title for title in titles)

    def test_only_drawn_up(self, world: DraftingWorld) -> None:
        job = started(world, world.placement, sends=False)
        drained()
        job.refresh_from_db()
        assert (job.state, job.archive) == (JobState.DONE, None)
        assert Agreement.objects.get().state == AgreementState.PREPARING
        asked = EmailDelivery.objects.filter(kind="agreements.part_asked").values_list("to", flat=True)
        assert world.manager.email in asked, "the sides are asked for what they lack"

    def test_asked_twice_it_makes_nothing_twice(self, world: DraftingWorld, quick: None) -> None:
        world.complete()
        for _time in range(2):
            started(world, world.placement)
            drained()
        assert Agreement.objects.count() == 1
        assert AgreementVersion.objects.count() == 1
        assert BulkJob.objects.filter(state=JobState.DONE).count() == 2

    def test_another_schools_placement_is_left_out(self, world: DraftingWorld) -> None:
        stranger = factories.placement(school=factories.organisation(OrganisationKind.TRAINING))
        with pytest.raises(Refused):
            started(world, stranger)
        job = started(world, stranger, world.placement)
        assert [item.placement_id for item in job.items.all()] == [world.placement.pk]

    def test_a_document_without_its_bytes_holds_no_other_back(self, world: DraftingWorld, quick: None) -> None:
        world.complete()
        second = another(world)
        job = started(world, world.placement, second)
        outbox.drain(limit=3)
        StoredFile.objects.filter(pk=AgreementVersion.objects.get(agreement__placement=second).file_id).update(
            path="00/00/nothing"
        )
        drained()
        job.refresh_from_db()
        assert job.state == JobState.DONE
        assert job.printable
        assert job.items.exclude(problem="").get().placement_id == second.pk

    def test_one_that_breaks_stops_no_other(
        self, world: DraftingWorld, quick: None, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        world.complete()
        broken = factories.placement(school=world.sender, kind=world.kind)
        whole = bulk.drafting.draw_up

        def breaks(*, placement_id: int, **more: Any) -> Agreement:
            if placement_id == broken.pk:
                raise ZeroDivisionError
            return whole(placement_id=placement_id, **more)

        monkeypatch.setattr(bulk.drafting, "draw_up", breaks)
        job = started(world, world.placement, broken)
        drained()
        assert job.items.exclude(problem="").get().placement_id == broken.pk
        assert Agreement.objects.get(placement=world.placement).state == AgreementState.SIGNING


class TestAfterADeath:
    def test_a_piece_that_died_is_taken_again(
        self, world: DraftingWorld, quick: None, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """A worker dies in the second piece: the first one stands, the rest is done by the next, nothing twice."""
        monkeypatch.setattr(bulk, "PIECE", 1)
        world.complete()
        second = another(world)
        job = started(world, world.placement, second)
        outbox.drain(limit=1)
        assert job.items.filter(done_at__isnull=False).count() == 1
        begun = versions.begin

        def dies(**given: Any) -> AgreementVersion:
            raise OperationalError("the server closed the connection")

        monkeypatch.setattr(versions, "begin", dies)
        drained()
        assert job.items.filter(done_at__isnull=False).count() == 1
        monkeypatch.setattr(versions, "begin", begun)
        OutboxEntry.objects.filter(kind="agreements.bulk").update(due_at=factories.in_days(-1))
        drained()
        job.refresh_from_db()
        assert job.state == JobState.DONE
        assert job.items.exclude(problem="").count() == 0
        assert AgreementVersion.objects.count() == 2

    def test_one_that_stands_still_is_taken_up_by_hand(self, world: DraftingWorld, quick: None) -> None:
        world.complete()
        job = started(world, world.placement)
        OutboxEntry.objects.filter(kind="agreements.bulk").delete()
        drained()
        job.refresh_from_db()
        assert job.state == JobState.WAITING
        bulk.resume(job_id=job.pk)
        drained()
        job.refresh_from_db()
        assert job.state == JobState.DONE

    def test_it_waits_for_documents_that_are_still_made(
        self, world: DraftingWorld, quick: None, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        world.complete()
        job = started(world, world.placement)
        outbox.drain(limit=1)
        OutboxEntry.objects.filter(kind="agreements.render").update(due_at=factories.in_days(1))
        drained()
        job.refresh_from_db()
        assert job.state == JobState.RUNNING
        OutboxEntry.objects.update(due_at=factories.in_days(-1))
        drained()
        OutboxEntry.objects.update(due_at=factories.in_days(-1))
        drained()
        job.refresh_from_db()
        assert job.state == JobState.DONE
        assert job.printable


class TestThePages:
    def test_asked_on_the_board_then_followed(self, world: DraftingWorld, quick: None) -> None:
        world.complete()
        client = sign_in(world.lead)
        lines = {"line": [f"p{world.placement.pk}"]}
        asked = client.post(reverse("agreements:bulk_start"), lines)
        assert asked.status_code == 200, "it asks before it acts"
        assert not BulkJob.objects.exists()
        answer = client.post(reverse("agreements:bulk_start"), {**lines, "what": "send"})
        job = BulkJob.objects.get()
        address = reverse("agreements:bulk", args=[job.pk])
        assert answer.headers["Location"] == address
        assert "<progress" in client.get(address).content.decode()
        drained()
        assert client.get(address, headers={"HX-Request": "true"}).headers["HX-Refresh"] == "true"
        job.refresh_from_db()
        assert job.printable
        assert job.printable.url in client.get(address).content.decode()

    def test_the_files_are_the_schools_only(self, world: DraftingWorld, quick: None) -> None:
        world.complete()
        job = started(world, world.placement)
        drained()
        job.refresh_from_db()
        assert job.archive
        stranger = factories.member(factories.organisation(OrganisationKind.TRAINING), Role.COORDINATOR)
        for who, status in ((world.lead, 200), (world.trainee, 404), (world.manager, 404), (stranger, 404)):
            answer = sign_in(who).get(job.archive.url)
            assert answer.status_code == status
            if status == 200:
                assert b"".join(answer.streaming_content)  # type: ignore[attr-defined]
        assert Client().get(job.archive.url).status_code == 404
        assert sign_in(stranger).get(reverse("agreements:bulk", args=[job.pk])).status_code == 404

    def test_they_are_swept_after_some_days(self, world: DraftingWorld, quick: None) -> None:
        world.complete()
        job = started(world, world.placement)
        drained()
        matter = privacy.matters()["agreements.bulk"]
        assert matter.forget(factories.in_days(-14)) == 0
        assert matter.forget(factories.in_days(1)) == 1
        job.refresh_from_db()
        assert (job.archive, job.printable) == (None, None)
        sweeper.sweep(factories.in_days(5))
        version = AgreementVersion.objects.get()
        assert version.file
        assert version.file.read(), "the agreement itself stays"


def test_a_file_on_the_disk_is_stored_like_bytes(db: None, tmp_path: Any) -> None:
    path = tmp_path / "some.zip"
    path.write_bytes(b"PK\x03\x04 some content")
    first = files.store_file(path=path, name="some.zip", media_type="application/zip")
    second = files.store(content=path.read_bytes(), name="some.zip", media_type="application/zip")
    assert (first.sha256, first.size, first.path) == (second.sha256, second.size, second.path)
    assert first.read() == path.read_bytes()


def test_the_pdf_to_print_forgets_what_it_has_read(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """§3, quality: 500 agreements of five pages take 0.2 GB, not more than 1: no reader keeps its pages."""
    opened: list[PdfReader] = []

    def reading(source: Any) -> PdfReader:
        opened.append(PdfReader(source))
        return opened[-1]

    monkeypatch.setattr("pypdf.PdfReader", reading)
    paths = [default_storage.save(f"eyes/{number}.pdf", ContentFile(pdf(3))) for number in range(3)]
    binding.write_printable(tmp_path / "all.pdf", [binding.Sheet(path, path, path) for path in paths])
    assert len(opened) == 3
    assert not any(one.resolved_objects or one.flattened_pages for one in opened)
    assert len(PdfReader(tmp_path / "all.pdf").pages) == 12
