"""Faults around an agreement's document: whatever dies, it is made and sealed once, each party told once (E10)."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

import pytest

from tests.faults.farm import Farm, eventually, held

SIGN_LAST = """
from agreements.models import AgreementVersion
from tests.agreements.signing_world import sign
version = AgreementVersion.objects.select_related("agreement").get(pk={pk})
sign(version.agreement.signatories.get(capacity="head"), version)
"""
RENDER = """
from django.utils import timezone
from agreements import samples
from agreements.models import Agreement, AgreementVersion
from messaging import outbox
import agreements.reference, internships.reference, law.reference
for one in (law.reference, internships.reference, agreements.reference):
    one.load_reference()
from internships.models import PlacementKind
agreement = AgreementVersion.objects.get(pk={pk}).agreement
agreement.versions.update(state="voided", voided_at=timezone.now(), void_reason="another document")
Agreement.objects.filter(pk=agreement.pk).update(state="rendering")
snapshot = samples.snapshot(PlacementKind.objects.exclude(code__startswith="kind-").first(), "fr")
version = AgreementVersion.objects.create(agreement=agreement, number=99, snapshot=snapshot, text="# Une convention")
outbox.enqueue(kind="agreements.render", payload={{"version": version.pk}}, key=f"version:{{version.pk}}")
"""


class Case:
    """One agreement of the farm, and what became of it."""

    def __init__(self, farm: Farm) -> None:
        self.farm = farm
        self.version = farm.agreements.pop()
        self.agreement = int(
            farm.sql("SELECT agreement_id FROM agreements_agreementversion WHERE id = %s", self.version)[0][0]
        )

    def sign_last(self) -> None:
        self.farm.manage("shell", "--no-imports", "-c", SIGN_LAST.format(pk=self.version))

    def state(self) -> str:
        return str(self.farm.sql("SELECT state FROM agreements_agreement WHERE id = %s", self.agreement)[0][0])

    def sealed(self) -> bool:
        return self.state() == "sealed"

    def sealed_files(self) -> int:
        """Stored files of the sealed document, whoever stored them."""
        rows = self.farm.sql(
            "SELECT count(*) FROM documents_storedfile f"
            " JOIN agreements_agreementversion v ON v.sealed_sha256 = f.sha256 WHERE v.agreement_id = %s",
            self.agreement,
        )
        return int(rows[0][0])

    def told(self) -> Counter[str]:
        """Who was written to about the seal, and how often."""
        rows = self.farm.sql(
            'SELECT "to" FROM messaging_emaildelivery WHERE kind LIKE %s AND about = %s',
            "agreements.sealed%",
            f"agreements.agreement:{self.agreement}",
        )
        return Counter(address for (address,) in rows)

    def is_whole(self) -> None:
        """Sealed once, on top of what was signed; five parties at least, each told once, everything sent."""
        eventually(self.sealed)
        assert self.sealed_files() == 1
        told = self.told()
        assert len(told) >= 5
        assert set(told.values()) == {1}
        eventually(lambda: self.farm.waiting() == 0)
        numbers = [number for _to, number in self.farm.post.taken]
        assert len(numbers) == len(set(numbers)) >= 5


@pytest.fixture
def case(farm: Farm) -> Case:
    return Case(farm)


def test_nothing_wrong(farm: Farm, case: Case) -> None:
    """The control of all that follows."""
    farm.worker()
    farm.beat()
    case.sign_last()
    case.is_whole()


def test_worker_killed_in_the_middle_of_a_seal(farm: Farm, case: Case, hold: Path) -> None:
    """Fault: worker killed in the middle of a PDF, its bytes made and not kept: done again when one returns, once."""
    farm.worker(HOLD_RESULTS=str(hold))
    farm.beat()
    case.sign_last()
    eventually(lambda: held(hold))
    farm.kill("worker")
    assert case.state() == "sealing"
    assert case.sealed_files() == 0
    assert not case.told()
    farm.worker()
    case.is_whole()


def test_worker_killed_in_the_middle_of_a_rendering(farm: Farm, case: Case, hold: Path) -> None:
    """Fault: worker killed in the middle of a PDF: the document is made when one returns, and signing opens."""
    farm.worker(HOLD_RESULTS=str(hold))
    farm.beat()
    farm.manage("shell", "--no-imports", "-c", RENDER.format(pk=case.version))
    eventually(lambda: held(hold))
    farm.kill("worker")
    assert case.state() == "rendering"
    farm.worker()
    eventually(lambda: case.state() == "signing")
    made = farm.sql(
        "SELECT count(*) FROM agreements_agreementversion v JOIN documents_storedfile f ON f.id = v.file_id"
        " WHERE v.agreement_id = %s AND v.state = 'ready' AND v.sha256 = f.sha256",
        case.agreement,
    )
    assert made == [(1,)]


def test_broker_down_at_the_last_signature(farm: Farm, case: Case) -> None:
    """Fault: broker down at the moment of the last signature: it counts, and the seal follows later."""
    farm.worker()
    farm.beat()
    farm.valkey.stop()
    case.sign_last()
    assert case.state() == "sealing"
    assert farm.waiting() == 1
    farm.valkey.start()
    case.is_whole()


def test_postgresql_restarted_while_sealing(farm: Farm, case: Case, hold: Path) -> None:
    """Fault: PostgreSQL restarted between the making of the seal and its keeping: made again, kept once."""
    farm.worker(HOLD_RESULTS=str(hold))
    farm.beat()
    case.sign_last()
    eventually(lambda: held(hold))
    farm.postgres.stop()
    farm.postgres.start()
    hold.unlink()
    case.is_whole()


def test_disk_full_while_sealing(farm: Farm, case: Case) -> None:
    """Fault: disk full while storing a signed PDF: nothing changes, staff see why, done once there is room."""
    farm.worker(LARGEST_FILE="200000")
    farm.beat()
    case.sign_last()
    eventually(lambda: farm.sql("SELECT 1 FROM messaging_outboxentry WHERE kind = 'agreements.seal' AND attempts > 0"))
    ((said,),) = farm.sql("SELECT last_error FROM messaging_outboxentry WHERE kind = 'agreements.seal'")
    assert "StorageProblem" in said
    assert case.state() == "sealing"
    assert case.sealed_files() == 0
    assert not case.told()
    assert not list((farm.folder / "var" / "files").rglob(".part-*"))
    farm.kill("worker")
    farm.hurry()
    farm.worker()
    case.is_whole()


def test_mail_server_down_when_it_is_sealed(farm: Farm, case: Case) -> None:
    """Fault: SMTP down: the agreement is sealed all the same, and everybody is told once the mail server is back."""
    farm.post.stop()
    farm.worker()
    farm.beat()
    case.sign_last()
    eventually(case.sealed)
    eventually(lambda: farm.sql("SELECT 1 FROM messaging_outboxentry WHERE attempts > 0"))
    assert not farm.post.taken
    farm.post.start()
    farm.hurry()
    case.is_whole()


def test_beat_down_for_forty_days_before_the_start(farm: Farm, case: Case) -> None:
    """Fault: beat down 40 days: of the reminders missed meanwhile (J-14, J-7) one goes out, once; then that of J-2."""

    def starts_in(days: int) -> None:
        farm.sql(
            'UPDATE internships_placement SET start = current_date + %s, "end" = current_date + 60'
            " WHERE id = (SELECT placement_id FROM agreements_agreement WHERE id = %s)",
            days,
            case.agreement,
        )

    def reminded() -> list[str]:
        rows = farm.sql(
            'SELECT "to" FROM messaging_emaildelivery WHERE kind = %s AND about = %s'
            " AND created_at > now() - interval '1 hour'",
            "agreements.signature_asked",
            f"agreements.agreement:{case.agreement}",
        )
        return [address for (address,) in rows]

    of_head = "agreement_id = %s AND capacity = 'head'"
    ((head, signatory),) = farm.sql(f"SELECT email, id FROM agreements_signatory WHERE {of_head}", case.agreement)
    farm.sql(f"UPDATE agreements_signatory SET asked_at = now() - interval '40 days' WHERE {of_head}", case.agreement)
    farm.sql("UPDATE messaging_emaildelivery SET created_at = now() - interval '40 days'")
    starts_in(5)
    farm.worker()
    call = ["-m", "celery", "-A", "config.celery", "call", "messaging.send_due_reminders"]
    for _scheduler in range(2):
        farm.run(sys.executable, *call)
    eventually(lambda: [to for to, _number in farm.post.taken] == [head])
    farm.beat()
    farm.run(sys.executable, *call)
    eventually(lambda: farm.log("beat").count(b"drain the outbox") >= 2)
    assert reminded() == [head]
    starts_in(2)
    for _scheduler in range(2):
        farm.run(sys.executable, *call)
    eventually(lambda: len(reminded()) == 2)
    dues = farm.sql(
        "SELECT due FROM messaging_reminder WHERE kind = 'agreements.unsigned' AND target = %s",
        f"agreements.signatory:{signatory}",
    )
    assert len(dues) == 2
