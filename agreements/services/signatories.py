"""Who signs: proposed from the kind's list and the placement's people, then changed by whoever leads the agreement.

The two sides of an agreement cannot share an address, and two people never do; one person in two capacities of a side
signs twice, once in each.
"""

from __future__ import annotations

import unicodedata

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts import audit, links
from accounts.errors import Refused
from accounts.models import PersonalLink, User
from agreements import workflow
from agreements.enums import AgreementState, Capacity, Side, SignatoryState, Standing
from agreements.locking import locked
from agreements.models import Agreement, KindSignatory, Signatory
from agreements.selectors import candidates
from agreements.selectors.candidates import Candidate
from agreements.selectors.kinds import hosts_of
from agreements.selectors.needed import needed, rules_for
from agreements.selectors.standing import may_act_for, standing
from hosts.models import HostInstitution

LINK = "agreement.sign"
# Proves the address of an account by a code, before it signs.
ACCOUNT_LINK = "agreement.sign_account"
# A capacity that two people may hold on one side; a trainee is one person.
MOST = 2


class AddressTaken(Refused):
    """Another person of this agreement signs with that address."""


@transaction.atomic
def propose(agreement: Agreement) -> list[Signatory]:
    """Names the signatories that the kind asks for, from the placement's people; leaves those already there.

    Whoever would share an address across the table is proposed without one: to be corrected, or to sign on paper.
    """
    if agreement.is_amendment:
        return list(agreement.signatories.all())
    known = list(agreement.signatories.exclude(state=SignatoryState.DELEGATED).select_related("institution"))
    hosts: list[HostInstitution | None] = list(hosts_of(agreement.placement))
    for rule in rules_for(agreement):
        # Each host has its own, and its own number of them.
        for host in hosts if rule.side == Side.HOST else [None]:
            if any(one.capacity == rule.capacity and one.institution == host for one in known):
                continue
            for candidate in candidates.find(agreement.placement, rule.capacity, host)[: rule.most]:
                known.append(make(agreement, rule, candidate, known, host=host))
    return known


def make(
    agreement: Agreement,
    rule: KindSignatory,
    candidate: Candidate,
    known: list[Signatory],
    *,
    host: HostInstitution | None = None,
) -> Signatory:
    made = Signatory(
        agreement=agreement,
        capacity=rule.capacity,
        side=rule.side,
        institution=host,
        step=rule.step,
        required=rule.required,
        name=candidate.name[:160],
        function=candidate.function[:120],
        email=candidate.email,
        user=candidate.user or account_of(candidate.email),
        language=candidate.language or agreement.language,
    )
    if clash(made, known):
        made.email, made.user = "", None
    made.save()
    return made


def keep_to_own(agreement: Agreement, actor: User, host: int | None) -> None:
    """One host that leads leaves the signatures of another to the people that this one has here."""
    if not may_act_for(agreement, actor, host):
        raise Refused(_("This host has people of its own here: they see to its signatures."))


def _require(agreement: Agreement, line: tuple[str, int | None], others: list[Signatory], *, required: bool) -> None:
    """Somebody must sign in each capacity that the agreement needs; a second person there need not."""
    if required or line not in {one.line for one in needed(agreement)}:
        return
    if not any((one.capacity, one.institution_id) == line and one.required and one.name for one in others):
        raise Refused(_("The agreement cannot do without this signature: leave “Must sign” ticked."))


# Changes before the agreement is sent


@transaction.atomic
def add(
    *,
    agreement_id: int,
    actor: User,
    capacity: str,
    side: str,
    name: str,
    function: str = "",
    email: str = "",
    step: int | None = None,
    required: bool = True,
    institution: int | None = None,
) -> Signatory:
    """Names one more signatory; at most two hold a capacity on a side, or for one host. `institution` names the host
    where there are several."""
    agreement = _open_to_changes(agreement_id, actor)
    standing_ones = list(agreement.signatories.exclude(state=SignatoryState.DELEGATED))
    host = _host_of(agreement, institution) if side == Side.HOST else None
    keep_to_own(agreement, actor, host)
    _require(agreement, (capacity, host), standing_ones, required=required)
    most = 1 if capacity == Capacity.TRAINEE else MOST
    same = [one for one in standing_ones if (one.capacity, one.side, one.institution_id) == (capacity, side, host)]
    if len(same) >= most:
        raise Refused(_("There are enough signatories in this capacity. Change one of them, or take one away first."))
    made = Signatory(
        agreement=agreement,
        capacity=capacity,
        side=side,
        institution_id=host,
        step=step or max((one.step for one in standing_ones), default=1),
        required=required,
        language=agreement.language,
    )
    _fill(made, name=name, function=function, email=email, others=standing_ones)
    made.save()
    _trace("signatory.added", made, actor)
    return made


def _host_of(agreement: Agreement, institution: int | None) -> int:
    """For which host somebody signs: the only one, or the one that is named."""
    hosts = [host.pk for host in hosts_of(agreement.placement)]
    if institution is None and len(hosts) > 1:
        raise Refused(_("Say for which host this person signs."))
    if institution is not None and institution not in hosts:
        raise Refused(_("Choose one of the hosts of the placement."))
    return institution or hosts[0]


@transaction.atomic
def change(*, signatory_id: int, actor: User, name: str, function: str, email: str, required: bool = True) -> Signatory:
    """Corrects who signs, before the agreement is sent. The account follows the address."""
    agreement = _open_to_changes(_agreement_of(signatory_id), actor)
    signatory = agreement.signatories.select_for_update(of=("self",)).get(pk=signatory_id)
    others = agreement.signatories.exclude(state=SignatoryState.DELEGATED).exclude(pk=signatory.pk)
    keep_to_own(agreement, actor, signatory.institution_id)
    _require(agreement, (signatory.capacity, signatory.institution_id), list(others), required=required)
    if signatory.email and not same_address(signatory.email, email):
        links.revoke(purpose=LINK, target=signatory)
    _fill(signatory, name=name, function=function, email=email, others=list(others))
    signatory.required = required
    signatory.save()
    _trace("signatory.changed", signatory, actor)
    return signatory


@transaction.atomic
def remove(*, signatory_id: int, actor: User) -> None:
    """Takes a signatory away; one that has ever signed stays as a record and is only set aside by a delegation."""
    agreement = _open_to_changes(_agreement_of(signatory_id), actor)
    signatory = agreement.signatories.select_for_update(of=("self",)).get(pk=signatory_id)
    keep_to_own(agreement, actor, signatory.institution_id)
    if signatory.signatures.exists():
        raise Refused(_("This person signed an earlier version, which stays on record. Name a replacement instead."))
    _trace("signatory.removed", signatory, actor)
    links.revoke(purpose=LINK, target=signatory)
    signatory.delete()


@transaction.atomic
def reorder(*, agreement_id: int, actor: User, steps: dict[int, int], in_order: bool) -> Agreement:
    """Sets in which step each signs ({signatory: step}, from 1, equal steps together), or all in parallel."""
    agreement = _open_to_changes(agreement_id, actor)
    rows = list(agreement.signatories.select_for_update(of=("self",)).filter(pk__in=steps))
    ranks = {step: rank for rank, step in enumerate(sorted({steps[row.pk] for row in rows}), start=1)}
    for row in rows:
        row.step = ranks[steps[row.pk]]
    Signatory.objects.bulk_update(rows, ["step"])
    agreement.in_order = in_order
    agreement.version += 1
    agreement.save(update_fields=["in_order", "version", "updated_at"])
    audit.record(
        action="signatories.ordered",
        actor=actor,
        target=agreement,
        organisation=agreement.placement.sending_organisation,
        data={"in_order": in_order, "steps": [[row.pk, row.step] for row in rows]},
    )
    return agreement


# Somebody else in their place, while it is being signed


@transaction.atomic
def delegate(
    *,
    signatory_id: int,
    name: str,
    function: str,
    email: str,
    actor: User | None = None,
    link: PersonalLink | None = None,
) -> Signatory:
    """Passes a signature on to somebody else of the same side; both are told, the first one's link is withdrawn.

    By the signatory (their account, or `link` opened with a code) or by whoever leads the agreement.
    """
    from agreements.services import signing

    agreement = locked(_agreement_of(signatory_id))
    signatory = agreement.signatories.select_for_update(of=("self",)).get(pk=signatory_id)
    _may_delegate(agreement, signatory, actor, link)
    others = list(agreement.signatories.exclude(state=SignatoryState.DELEGATED))
    fresh = Signatory(
        agreement=agreement,
        capacity=signatory.capacity,
        side=signatory.side,
        institution_id=signatory.institution_id,
        step=signatory.step,
        required=signatory.required,
        language=signatory.language,
    )
    if not email.strip():
        raise Refused(_("Give the e-mail address of the person who will sign: the request goes there."))
    _fill(fresh, name=name, function=function, email=email, others=others)
    fresh.save()
    asked = signatory.state in (SignatoryState.ASKED, SignatoryState.DECLINED)
    signatory.state, signatory.delegated_to = SignatoryState.DELEGATED, fresh
    signatory.decided_at = timezone.now()
    signatory.save(update_fields=["state", "delegated_to", "decided_at"])
    links.revoke(purpose=LINK, target=signatory)
    _trace("signatory.delegated", signatory, actor, to=fresh.pk)
    signing.after_delegation(agreement, signatory, fresh, asked=asked, by=actor)
    return fresh


def _may_delegate(agreement: Agreement, signatory: Signatory, actor: User | None, link: PersonalLink | None) -> None:
    own = opened_by(signatory, link) or (actor is not None and speaks_for(signatory, actor))
    if not own and Standing.STEWARD not in standing(agreement, actor):
        raise workflow.NotPossible(_("Only the signatory, or whoever leads the agreement, can pass this signature on."))
    if not own and actor is not None:
        keep_to_own(agreement, actor, signatory.institution_id)
    if agreement.state != AgreementState.SIGNING:
        raise workflow.NotPossible(_("This agreement is not being signed at the moment."))
    if signatory.state in (SignatoryState.SIGNED, SignatoryState.DELEGATED):
        raise workflow.NotPossible(_("This signature was given or passed on already."))
    if signatory.capacity == Capacity.TRAINEE:
        raise Refused(_("Trainees sign for themselves. If they are minors, their legal representatives sign."))


def speaks_for(signatory: Signatory, user: User) -> bool:
    """Whether the signatory is that person: by their account, or by the address that they proved."""
    if signatory.user_id is not None:
        return signatory.user_id == user.pk
    return bool(signatory.email) and same_address(signatory.email, user.email or "")


def opened_by(signatory: Signatory, link: PersonalLink | None) -> bool:
    """Whether the link proves the signatory's address: sent to it for signing, alive, and opened with a code."""
    return bool(
        link
        and link.purpose == LINK
        and link.is_alive()
        and link.code_checked_at
        and same_address(link.email, signatory.email)
    )


def same_address(one: str, other: str) -> bool:
    return one.strip().casefold() == other.strip().casefold()


def _fill(signatory: Signatory, *, name: str, function: str, email: str, others: list[Signatory]) -> None:
    """Sets who signs. The account is the one of the address; without an address a person keeps theirs."""
    signatory.name, signatory.function = " ".join(name.split()), " ".join(function.split())
    if not signatory.name:
        raise Refused(_("Give the first name and name of the person who signs."))
    if not same_address(signatory.email, email) or not email:
        account = account_of(email)
        signatory.user = account
        signatory.language = account.language if account else signatory.language
    signatory.email = email.strip()
    other = clash(signatory, others)
    if other is not None:
        raise AddressTaken(
            _("%(name)s signs with this address already. Give the own address of each person.") % {"name": other.name}
        )


def account_of(email: str) -> User | None:
    return User.objects.filter(email__iexact=email.strip(), is_active=True).first() if email.strip() else None


def clash(signatory: Signatory, others: list[Signatory]) -> Signatory | None:
    """Who already signs with that address, or account, across the table or as another person."""
    for other in others:
        mine, theirs = signatory.email or _own(signatory), other.email or _own(other)
        if other.pk == signatory.pk and other.pk is not None:
            continue
        if not (mine and theirs and same_address(mine, theirs)):
            continue
        same_line = (other.capacity, other.institution_id) == (signatory.capacity, signatory.institution_id)
        if other.side != signatory.side or same_line or not _same_person(signatory, other):
            return other
    return None


def _own(signatory: Signatory) -> str:
    return (signatory.user.email or "") if signatory.user else ""


def _same_person(one: Signatory, other: Signatory) -> bool:
    if one.user_id and other.user_id and one.user_id != other.user_id:
        return False
    return folded(one.name) == folded(other.name)


def folded(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name.casefold())
    return " ".join("".join(c for c in plain if not unicodedata.combining(c)).replace("-", " ").split())


def _agreement_of(signatory_id: int) -> int:
    return Signatory.objects.values_list("agreement_id", flat=True).get(pk=signatory_id)


def _open_to_changes(agreement_id: int, actor: User) -> Agreement:
    agreement = locked(agreement_id)
    if Standing.STEWARD not in standing(agreement, actor):
        raise workflow.NotPossible(_("Only whoever leads the agreement names its signatories."))
    if agreement.state != AgreementState.PREPARING:
        raise workflow.NotPossible(
            _("The agreement has been sent for signature. Pass a signature on, or change the agreement first.")
        )
    return agreement


def _trace(action: str, signatory: Signatory, actor: User | None, **data: int) -> None:
    audit.record(
        action=action,
        actor=actor,
        target=signatory.agreement,
        organisation=signatory.agreement.placement.sending_organisation,
        data={"signatory": signatory.pk, "capacity": str(signatory.capacity), **data},
    )
