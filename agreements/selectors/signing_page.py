"""What the pages of a signature show: the document, its facts, whose turn it is, what waits for an answer."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Prefetch, Q
from django.utils import timezone

from accounts.along import Branch, along, came_with
from agreements import consent, stipend_words, terms
from agreements.enums import AgreementState, SignatoryState, VersionState
from agreements.models import Agreement, AgreementRemark, AgreementVersion, Signatory, Signature
from agreements.selectors.facts import Facts, facts
from agreements.selectors.kinds import hosts_of
from agreements.selectors.sealing import SealWait, seal_wait
from internships.models import PlacementSite

STANDING = (VersionState.READY, VersionState.SEALED)


@dataclass(frozen=True)
class Line:
    """One signatory with what they did on the version that stands."""

    signatory: Signatory
    signature: Signature | None
    kind: str
    # For which host, where there are several.
    host: str = ""

    @property
    def words(self) -> str:
        return str(self.signatory.get_state_display())


KINDS = {
    SignatoryState.WAITING: "draft",
    SignatoryState.ASKED: "waiting",
    SignatoryState.SIGNED: "done",
    SignatoryState.DECLINED: "stopped",
    SignatoryState.DELEGATED: "draft",
}


@dataclass(frozen=True)
class SigningPage:
    agreement: Agreement
    signatory: Signatory
    version: AgreementVersion | None
    signature: Signature | None
    facts: Facts
    lines: list[Line]
    remarks: list[AgreementRemark]
    consent: str

    @property
    def capacity(self) -> str:
        """As what the person signs, and for which host where there are several."""
        words = str(self.signatory.get_capacity_display())
        return consent.capacity(self.signatory, self.version) if self.version else words

    @property
    def stipend(self) -> list[str]:
        """What the document that is signed says of the stipend, host by host."""
        return stipend_words.lines(self.version.snapshot) if self.version else []

    @property
    def risen(self) -> str:
        """The legal minimum, where it has risen since the document was made and the stipend is due."""
        if self.version is None or self.agreement.state != AgreementState.SIGNING or self.agreement.is_amendment:
            return ""
        minimum = stipend_words.risen(self.version.snapshot, timezone.localdate())
        return terms.money(minimum) if minimum else ""

    @property
    def seal_wait(self) -> SealWait | None:
        return seal_wait(self.agreement, self.version)

    @property
    def unanswered(self) -> list[AgreementRemark]:
        return [remark for remark in self.remarks if not remark.answered_at]

    @property
    def situation(self) -> str:
        """Which of the pages is due: sign, signed, later, changing, remarks, passed_on, cancelled."""
        state, turn = self.agreement.state, self.signatory.state
        if state == AgreementState.CANCELLED:
            return "cancelled"
        if turn == SignatoryState.DELEGATED:
            return "passed_on"
        if self.signature is not None:
            return "signed"
        if state in (AgreementState.PREPARING, AgreementState.RENDERING):
            return "changing"
        if state != AgreementState.SIGNING:
            return "over"
        if turn == SignatoryState.WAITING:
            return "later"
        return "remarks" if self.unanswered else "sign"


def signing_page(signatory: Signatory) -> SigningPage:
    agreement = signatory.agreement
    version = standing_version(agreement)
    lines = signature_lines(agreement, version)
    own = next((line.signature for line in lines if line.signatory.pk == signatory.pk), None)
    return SigningPage(
        agreement=agreement,
        signatory=signatory,
        version=version,
        signature=own,
        facts=facts(agreement),
        lines=lines,
        remarks=list(agreement.remarks.select_related("signatory")),
        consent=consent.sentence(signatory, version) if version else "",
    )


def standing_version(agreement: Agreement) -> AgreementVersion | None:
    """The version with bytes that stands: being signed, or sealed."""
    came: list[AgreementVersion] | None = getattr(agreement, "standing_versions", None)
    if came is None:
        version = agreement.versions.filter(state__in=STANDING).select_related("file", "sealed_file").first()
    else:
        version = next(iter(came), None)
    if version is not None:
        version.agreement = agreement
    return version


def signature_lines(agreement: Agreement, version: AgreementVersion | None) -> list[Line]:
    rows = agreement.signatories.all()
    if not came_with(agreement, "signatories"):
        rows = rows.select_related("user", "delegated_from")
    given = {one.signatory_id: one for one in version.signatures.select_related("scan")} if version else {}
    standing = [row for row in rows if row.state != SignatoryState.DELEGATED]
    several = len({row.institution_id for row in standing if row.institution_id}) > 1
    hosts = {host.pk: str(host) for host in hosts_of(agreement.placement)} if several else {}
    return [
        Line(row, given.get(row.pk), KINDS[SignatoryState(row.state)], host=hosts.get(row.institution_id or 0, ""))
        for row in standing
    ]


def waiting_for(*, email: str = "", user_id: int | None = None, but: int | None = None) -> list[Signatory]:
    """The other signatures that the same person could give now: by account, or by the address that was proved.

    With what lists show of each (`unanswered` remarks, `standing_versions`), in three queries.
    """
    mine = Q(pk__in=[])
    if user_id:
        mine |= Q(user=user_id)
        if email:
            mine |= Q(email__iexact=email, user__isnull=True)
    elif email:  # by a personal link: whoever reads that address, with an account or without
        mine |= Q(email__iexact=email)
    rows = Signatory.objects.filter(
        mine,
        state__in=(SignatoryState.ASKED, SignatoryState.DECLINED),
        agreement__state=AgreementState.SIGNING,
    ).exclude(pk=but or 0)
    rows = rows.select_related("agreement__placement__person", "agreement__amends")
    rows = along(rows, Branch("agreement__remarks", where=Q(answered_at__isnull=True), to="unanswered"))
    # What a version says is long, and no list shows it.
    versions = AgreementVersion.objects.filter(state__in=STANDING).defer("snapshot", "text")
    sites = PlacementSite.objects.select_related("institution__organisation")
    return list(
        rows.order_by("agreement__placement__start", "pk").prefetch_related(
            Prefetch("agreement__versions", versions, to_attr="standing_versions"),
            Prefetch("agreement__placement__sites", sites),
        )
    )
