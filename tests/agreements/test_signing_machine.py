"""Signing in whatever order people act: what the service does is compared with a few lines that say what it must do.

Whatever happens: a signature counts for the version with its hash only; an agreement is sealed only when everybody who
must has signed that very version; nothing that was signed ever changes; the order is respected (E10, §7 point 2).
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from accounts.errors import Refused
from agreements.enums import AgreementState, Capacity, SignatoryState, VersionState
from agreements.models import AgreementVersion, KindSignatory, Signatory, Signature
from agreements.services import cancelling, remarks, signatories, signing
from documents.files import store
from tests.agreements.signing_world import SigningWorld, sign
from tests.agreements.test_amendments import seal

pytestmark = pytest.mark.django_db
WAITING, ASKED, SIGNED, DECLINED = (
    SignatoryState.WAITING,
    SignatoryState.ASKED,
    SignatoryState.SIGNED,
    SignatoryState.DECLINED,
)
S = AgreementState
ANY = st.integers(min_value=0, max_value=30)


@dataclass
class Row:
    """What a signatory ought to be."""

    step: int
    required: bool
    capacity: str
    state: str = WAITING


class Signing(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        # Everything of one run is rolled back at its end.
        self.block = transaction.atomic()
        self.block.__enter__()
        self.world = SigningWorld()
        self.scan = store(content=b"%PDF-1.7 scan", name="scan.pdf", media_type="application/pdf")
        self.state: str = S.PREPARING
        self.rows: dict[int, Row] = {}
        self.versions: list[AgreementVersion] = []
        self.given: dict[int, dict[str, Any]] = {}
        self.frozen: dict[int, dict[str, Any]] = {}
        self.waiting: list[int] = []
        self.made = 0

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.block.__exit__(None, None, None)

    @initialize(in_order=st.booleans(), optional=ANY)
    def begin(self, in_order: bool, optional: int) -> None:
        agreement = self.world.agreement
        self.in_order = agreement.in_order = in_order
        agreement.save()
        rows = list(agreement.signatories.order_by("step", "pk"))
        # One of them may sign besides.
        besides = rows[optional % len(rows)]
        besides.required = False
        besides.save()
        KindSignatory.objects.filter(kind=self.world.kind, capacity=besides.capacity).update(required=False)
        self.rows = {row.pk: Row(row.step, row.required, row.capacity) for row in rows}

    # What people do

    @precondition(lambda self: self.state == S.PREPARING)
    @rule(which=ANY)
    def edit(self, which: int) -> None:
        """Who signs is corrected, and signs in another step."""
        row = self.pick(which)
        self.made += 1
        name, email = f"Personne {self.made}", f"personne{self.made}@example.org"
        required = self.rows[row.pk].required
        signatories.change(
            signatory_id=row.pk,
            actor=self.world.coordinator,
            name=name,
            function="",
            email=email,
            required=required,
        )
        steps = {pk: one.step for pk, one in self.rows.items()} | {row.pk: which % 4 + 1}
        signatories.reorder(
            agreement_id=self.world.agreement.pk, actor=self.world.coordinator, steps=steps, in_order=self.in_order
        )
        ranks = {step: rank for rank, step in enumerate(sorted(set(steps.values())), start=1)}
        for pk, step in steps.items():
            self.rows[pk].step = ranks[step]

    @precondition(lambda self: self.state == S.PREPARING and not self.waiting)
    @rule()
    def new_version(self) -> None:
        self.world.agreement.refresh_from_db()
        version = self.world.send()
        self.versions.append(version)
        self.state = S.SIGNING
        for one in self.rows.values():
            one.state = WAITING
        self.ask_next()

    @precondition(lambda self: self.state != S.PREPARING)
    @rule(which=ANY)
    def edit_too_late(self, which: int) -> None:
        with pytest.raises(Refused):
            signatories.change(
                signatory_id=self.pick(which).pk, actor=self.world.coordinator, name="Autre", function="", email=""
            )

    @precondition(lambda self: self.versions)
    @rule(which=ANY, version=st.integers(min_value=0, max_value=2), wrong=st.booleans())
    def sign(self, which: int, version: int, wrong: bool) -> None:
        """Whoever it is, the latest version or one seen before, with its hash or another."""
        row, shown = self.pick(which), self.versions[-1 - version % len(self.versions)]
        sha256 = "0" * 64 if wrong else shown.sha256
        expected = self.signs(row.pk, shown) and not wrong and self.rows[row.pk].state in (ASKED, DECLINED)
        known = self.known(row.pk, shown)
        try:
            made = sign(row, shown, sha256=sha256)
        except Refused:
            assert not expected
            assert not known
            return
        assert expected or known
        if known:
            assert made.pk == known
            return
        before = [one for one in self.rows.values() if one.required and one.step < self.rows[row.pk].step]
        assert not self.in_order or all(one.state == SIGNED for one in before), "the order is respected"
        self.signed(row.pk, made)

    @precondition(lambda self: self.versions)
    @rule(which=ANY)
    def sign_on_paper(self, which: int) -> None:
        row, shown = self.pick(which), self.versions[-1]
        expected, known = self.signs(row.pk, shown), self.known(row.pk, shown)
        try:
            made = signing.sign_on_paper(
                signatory_id=row.pk,
                version_id=shown.pk,
                sha256=shown.sha256,
                scan=self.scan,
                consent="Signé sur papier",
                actor=self.world.coordinator,
            )
        except Refused:
            assert not expected
            assert not known
            return
        assert expected or made.pk == known
        if not known:
            self.signed(row.pk, made)

    @rule(which=ANY)
    def decline(self, which: int) -> None:
        row = self.pick(which)
        one = self.rows[row.pk]
        expected = self.state == S.SIGNING and one.state == ASKED
        try:
            signing.decline(signatory_id=row.pk, reason="Les dates ne vont pas", user=self.account(row))
        except Refused:
            assert not expected
            assert one.state != DECLINED
            return
        assert expected or one.state == DECLINED
        one.state = DECLINED

    @rule(which=ANY)
    def ask_again(self, which: int) -> None:
        row = self.pick(which)
        one = self.rows[row.pk]
        expected = self.state == S.SIGNING and one.state in (ASKED, DECLINED)
        try:
            signing.ask_again(signatory_id=row.pk, actor=self.world.coordinator)
        except Refused:
            assert not expected
            return
        assert expected
        one.state = ASKED

    @rule(which=ANY)
    def delegate(self, which: int) -> None:
        row = self.pick(which)
        one = self.rows[row.pk]
        expected = self.state == S.SIGNING and one.state != SIGNED and one.capacity != Capacity.TRAINEE
        self.made += 1
        try:
            fresh = signatories.delegate(
                signatory_id=row.pk,
                name=f"Remplaçant {self.made}",
                function="",
                email=f"remplacant{self.made}@example.org",
                actor=self.world.coordinator,
            )
        except Refused:
            assert not expected
            return
        assert expected
        del self.rows[row.pk]
        self.rows[fresh.pk] = Row(one.step, one.required, one.capacity, WAITING if one.state == WAITING else ASKED)

    @rule()
    def remark(self) -> None:
        expected = self.state in (S.PREPARING, S.SIGNING) and len(self.waiting) < remarks.MOST_WAITING
        try:
            made = remarks.ask(
                agreement_id=self.world.agreement.pk, kind="question", text="Qui ?", user=self.world.trainee
            )
        except Refused:
            assert not expected
            return
        assert expected
        self.waiting.append(made.pk)

    @precondition(lambda self: self.waiting)
    @rule()
    def answer(self) -> None:
        remarks.answer(remark_id=self.waiting.pop(), actor=self.world.coordinator, text="Claire Morin")

    @rule()
    def reopen(self) -> None:
        try:
            signing.reopen(agreement_id=self.world.agreement.pk, actor=self.world.coordinator, reason="Une date change")
        except Refused:
            assert self.state != S.SIGNING
            return
        assert self.state == S.SIGNING
        self.state = S.PREPARING
        self.void()

    @precondition(lambda self: self.state == S.SEALING)
    @rule()
    def seal(self) -> None:
        seal(self.versions[-1])
        self.state = S.SEALED

    @precondition(lambda self: self.made > 8)
    @rule()
    def cancel(self) -> None:
        try:
            cancelling.cancel(agreement_id=self.world.agreement.pk, actor=self.world.coordinator, reason="Annulée")
        except Refused:
            assert self.state in (S.SEALING, S.CANCELLED)
            return
        assert self.state not in (S.SEALING, S.CANCELLED)
        if self.state != S.SEALED:
            self.void()
        self.state = S.CANCELLED

    # What it must lead to

    def pick(self, which: int) -> Signatory:
        pk = sorted(self.rows)[which % len(self.rows)]
        return Signatory.objects.select_related("user").get(pk=pk)

    def account(self, row: Signatory) -> Any:
        from tests.agreements.signing_world import user_of

        return user_of(row)

    def signs(self, pk: int, shown: AgreementVersion) -> bool:
        """Whether a signature of this row on that version would be new, and counts."""
        standing = self.state == S.SIGNING and shown == self.versions[-1]
        return standing and not self.waiting and self.rows[pk].state != SIGNED

    def known(self, pk: int, shown: AgreementVersion) -> int | None:
        """The signature that was given already, on a version that stands."""
        if shown != self.versions[-1] or self.state in (S.PREPARING, S.CANCELLED):
            return self._sealed(pk, shown)
        return Signature.objects.filter(signatory=pk, version=shown).values_list("pk", flat=True).first()

    def _sealed(self, pk: int, shown: AgreementVersion) -> int | None:
        """A sealed one stands also when it is cancelled."""
        found = Signature.objects.filter(signatory=pk, version=shown, version__state=VersionState.SEALED)
        return found.values_list("pk", flat=True).first()

    def signed(self, pk: int, made: Signature) -> None:
        self.rows[pk].state = SIGNED
        self.given[made.pk] = Signature.objects.values().get(pk=made.pk)
        if any(one.required and one.state != SIGNED for one in self.rows.values()):
            self.ask_next()
        else:
            self.state = S.SEALING

    def ask_next(self) -> None:
        steps = [one.step for one in self.rows.values() if one.required and one.state != SIGNED]
        for one in self.rows.values():
            if steps and one.state == WAITING and (not self.in_order or one.step <= min(steps)):
                one.state = ASKED

    def void(self) -> None:
        for one in self.rows.values():
            if one.state in (ASKED, SIGNED):
                one.state = WAITING

    @invariant()
    def as_it_must_be(self) -> None:
        if not self.rows:
            return
        agreement = self.world.agreement
        agreement.refresh_from_db()
        assert agreement.state == self.state
        rows = agreement.signatories.exclude(state=SignatoryState.DELEGATED)
        assert dict(rows.values_list("pk", "state")) == {pk: one.state for pk, one in self.rows.items()}

    @invariant()
    def a_signature_counts_for_its_own_version(self) -> None:
        agreement = self.world.agreement
        standing = agreement.versions.exclude(state=VersionState.VOIDED).first()
        for one in Signature.objects.select_related("version").filter(version__agreement=agreement):
            assert one.sha256 == one.version.sha256
        counted = set(standing.signatures.values_list("signatory_id", flat=True)) if standing else set()
        if self.state in (S.SIGNING, S.SEALING, S.SEALED):
            assert {pk for pk, one in self.rows.items() if one.state == SIGNED} <= counted
        whole = all(pk in counted for pk, one in self.rows.items() if one.required)
        if self.state in (S.SEALING, S.SEALED):
            assert whole, "sealed without everybody"
        elif self.state == S.SIGNING:
            assert not whole, "nothing is left to wait for"

    @invariant()
    def nothing_signed_ever_changes(self) -> None:
        kept = {one["id"]: one for one in Signature.objects.values().filter(pk__in=self.given)}
        assert kept == self.given
        for version in self.versions:
            now = AgreementVersion.objects.select_related("file").get(pk=version.pk)
            said = {"snapshot": now.snapshot, "text": now.text, "sha256": now.sha256, "file": now.file_id}
            assert self.frozen.setdefault(version.pk, said) == said
            assert now.file is not None
            assert hashlib.sha256(now.file.read()).hexdigest() == now.sha256


def test_signing_in_any_order() -> None:
    run_state_machine_as_test(
        Signing,
        settings=settings(
            max_examples=10,
            stateful_step_count=25,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
