"""Whom an agreement concerns: those who sign, the trainee, and whoever leads it. Each once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from accounts.models import User
from agreements.enums import SignatoryState
from agreements.models import Agreement, Signatory
from agreements.selectors.standing import stewards


@dataclass(frozen=True)
class Reader:
    """Somebody to write to: an account, or an address in a language."""

    email: str
    language: str
    user: User | None = None

    @property
    def to(self) -> User | str:
        return self.user or self.email


def reader_of(signatory: Signatory) -> Reader | None:
    """Nothing for someone without an address, who signs on paper."""
    user = signatory.user
    if user and user.is_active and user.email and user.email.casefold() == signatory.email.casefold():
        return Reader(user.email, user.language, user)
    return Reader(signatory.email, signatory.language) if signatory.email else None


def readers(
    agreement: Agreement, *, signatories: Iterable[Signatory] | None = None, but: Iterable[str] = ()
) -> list[Reader]:
    """Everybody to be told, leaving out the addresses `but`."""
    rows = signatories
    if rows is None:
        rows = agreement.signatories.exclude(state=SignatoryState.DELEGATED).select_related("user")
    people = [agreement.placement.person, *stewards(agreement)]
    found = [reader_of(row) for row in rows]
    found += [Reader(person.email, person.language, person) for person in people if person.email]
    left_out = {address.casefold() for address in but}
    once = {one.email.casefold(): one for one in reversed(found) if one and one.email.casefold() not in left_out}
    return list(reversed(once.values()))


def steward_readers(agreement: Agreement) -> list[Reader]:
    return [Reader(person.email, person.language, person) for person in stewards(agreement) if person.email]
