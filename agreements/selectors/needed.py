"""The signatures that an agreement cannot do without: by the kind's list, or, of an amendment, by its original."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from agreements.enums import Capacity, Side, SignatoryState
from agreements.models import Agreement, KindSignatory
from agreements.selectors.kinds import hosts_of, is_minor, signatory_lines, with_host
from hosts.models import HostInstitution


@dataclass(frozen=True)
class Needed:
    """A capacity in which somebody must sign, for one of the hosts on their side."""

    capacity: str
    side: str
    host: int | None = None
    host_name: str = ""

    @property
    def line(self) -> tuple[str, int | None]:
        return self.capacity, self.host

    @property
    def sentence(self) -> str:
        """What is said where nobody is named."""
        capacity = with_host(str(Capacity(self.capacity).label), self.host_name)
        return _("Nobody is named to sign as: %(capacity)s.") % {"capacity": capacity}


def rules_for(agreement: Agreement) -> list[KindSignatory]:
    """The lines of the kind's list that hold for this trainee, by age at the start."""
    placement = agreement.placement
    alone = placement.sending_organisation_id is None
    lines = signatory_lines(placement.kind, minor=is_minor(placement))
    return [line for line in lines if not (alone and line.side == Side.EMPLOYER)]


def needed(agreement: Agreement, hosts: list[HostInstitution] | None = None) -> list[Needed]:
    """Every signature without which there is no agreement, whatever whoever leads ticks or takes away."""
    hosts = hosts_of(agreement.placement) if hosts is None else hosts
    names = {host.pk: str(host) for host in hosts} if len(hosts) > 1 else {}
    lines: list[tuple[str, str, int | None]] = []
    if agreement.amends is not None:
        rows = agreement.amends.signatories.filter(required=True).exclude(state=SignatoryState.DELEGATED)
        lines = [(row.capacity, row.side, row.institution_id) for row in rows]
    else:
        for rule in rules_for(agreement):
            if rule.required:
                of = [host.pk for host in hosts] if rule.side == Side.HOST else [None]
                lines += [(rule.capacity, rule.side, host) for host in of]
    return [Needed(*line, host_name=names.get(line[2] or 0, "")) for line in dict.fromkeys(lines)]


def gaps(agreement: Agreement, hosts: list[HostInstitution] | None = None) -> list[Needed]:
    """Those for which nobody is named who must sign; nothing is sent for signature before."""
    rows = [one for one in agreement.signatories.all() if one.state != SignatoryState.DELEGATED]
    named = {(one.capacity, one.institution_id) for one in rows if one.name and one.required}
    return [one for one in needed(agreement, hosts) if one.line not in named]
